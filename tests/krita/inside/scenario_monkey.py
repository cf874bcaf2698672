"""500 things that a user can do, in random order and haste; then everything is undone."""

import os
import random
import time

from PyQt5.QtCore import QEvent, QPoint, QPointF, Qt
from PyQt5.QtGui import QMouseEvent, QWheelEvent

from smart_select_krita import canvas
from smart_select_krita.geometry import ImagePoint

ACTIONS = 500
_PATIENCE_S = 0.4


def scenario(stage):
    report = stage.report
    chance = random.Random(int(os.environ.get("SMART_SELECT_SEED", "20")))
    stage.document.topLevelNodes()[0].setColorLabel(2)
    report["events"], report["wrong"] = 0, []
    report["before"] = [stage.pixels(), stage.layers(), stage.selection()]
    doing = things_to_do(stage, chance)
    counts = report["did"] = {}
    for _ in range(ACTIONS):
        work = chance.choice(doing)
        counts[work.__name__] = counts.get(work.__name__, 0) + 1
        work()
        yield chance.choice((0.0, 0.0, 0.02, 0.05, a_moment(stage)))
    stage.session.cancel()
    stage.desk.disarm()
    yield stage.idle
    yield 1.0  # what was begun in haste and given up
    yield stage.idle
    report["left over"] = [
        node.name() for node in stage.document.topLevelNodes() for node in node.childNodes()
    ]
    report["undone"] = stage.steps()
    yield from stage.undo(stage.steps())
    report["after"] = [stage.pixels(), stage.layers(), stage.selection()]
    log = (stage.out.parent / "smart-select" / "log" / "krita.log").read_text(encoding="utf-8")
    report["errors"] = [line for line in log.splitlines() if " ERROR " in line]


def a_moment(stage):
    """A condition: what was begun is done, or somebody loses patience."""
    end = time.monotonic() + _PATIENCE_S
    return lambda: stage.idle() or time.monotonic() > end


def things_to_do(stage, chance):
    session, desk = stage.session, stage.desk

    def place():
        return ImagePoint(chance.uniform(-20, 471), chance.uniform(-20, 320))

    def point():
        session.point(place(), chance.random() < 0.7)

    def box():
        session.box(place(), place())

    def hover():
        session.hover(chance.choice((None, place())))

    def arm_or_disarm():
        desk.disarm() if desk.is_armed else desk.arm()

    def option():
        name, texts = chance.choice(
            (
                ("operation", ("krita", "replace", "add", "subtract", "intersect")),
                (
                    "output",
                    ("selection", "selection", "transparency mask", "selection mask", "layer", "layers"),
                ),
                ("source", ("visible", "visible", "layer", "label 2")),
                ("candidate", ("best", "part", "middle", "whole")),
                ("grow", ("0", "3", "-2")),
                ("feather", ("0", "4")),
                ("look", ("tint", "outline", "brightness")),
                ("hover", ("true", "false")),
            )
        )
        desk.set_option(name, chance.choice(texts))

    def take_back():
        count = len(session.prompt.points)
        if count:
            session.remove_point(chance.randrange(count))

    def undo():
        stage.trigger("edit_undo")

    def redo():
        stage.trigger("edit_redo")

    def deselect():
        stage.trigger("deselect")

    def live():
        desk.set_live(not desk.live.is_on)

    def event():
        """What Krita must get: all but the left button while clicks are ours."""
        widget = canvas.canvas_widget()
        armed = desk.is_armed and desk._input.widget is widget
        name, made, ours = chance.choice(events(widget, armed))
        taken = [desk._input.eventFilter(widget, one) for one in made]
        stage.report["events"] += 1
        if any(one != ours for one in taken):
            stage.report["wrong"].append([name, armed, taken])

    def float_or_dock():
        stage.docker.setFloating(not stage.docker.isFloating())

    return [
        point,
        point,
        point,
        box,
        hover,
        arm_or_disarm,
        option,
        take_back,
        undo,
        redo,
        deselect,
        live,
        event,
        event,
        float_or_dock,
        session.make,
        session.undo_point,
        session.subject,
        session.from_selection,
        session.new_object,
        session.cancel,
    ]


def events(widget, armed):
    """Names, events, and whether they are ours."""
    at = QPointF(widget.width() / 2, widget.height() / 2)

    def mouse(kind, button, held=Qt.NoModifier):
        return QMouseEvent(kind, at, at, button, Qt.NoButton if kind == QEvent.MouseMove else button, held)

    press, release, move = QEvent.MouseButtonPress, QEvent.MouseButtonRelease, QEvent.MouseMove
    turn = QPoint(0, 120)
    wheel = QWheelEvent(at, at, turn, turn, Qt.NoButton, Qt.NoModifier, Qt.NoScrollPhase, False)
    return [
        ("left", [mouse(press, Qt.LeftButton), mouse(release, Qt.LeftButton)], armed),
        ("ctrl", [mouse(press, Qt.LeftButton, Qt.ControlModifier), mouse(release, Qt.LeftButton)], armed),
        ("middle", [mouse(press, Qt.MiddleButton), mouse(release, Qt.MiddleButton)], False),
        ("right", [mouse(press, Qt.RightButton), mouse(release, Qt.RightButton)], False),
        ("shift", [mouse(press, Qt.LeftButton, Qt.ShiftModifier)], False),
        ("move", [mouse(move, Qt.NoButton)], armed),
        ("wheel", [wheel], False),
    ]
