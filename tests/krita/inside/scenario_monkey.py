"""500 things that a user can do, in random order and haste; then everything is undone."""

import random

from smart_select_krita.geometry import ImagePoint

ACTIONS = 500
SEED = 20


def scenario(stage):
    report = stage.report
    chance = random.Random(SEED)
    report["before"] = [stage.pixels(), stage.layers(), stage.selection()]
    doing = things_to_do(stage, chance)
    counts = report["did"] = {}
    for _ in range(ACTIONS):
        work = chance.choice(doing)
        counts[work.__name__] = counts.get(work.__name__, 0) + 1
        work()
        yield chance.choice((0.0, 0.02, 0.05, 0.2))
    stage.session.cancel()
    stage.desk.disarm()
    yield stage.idle
    yield 1.0
    report["left over"] = [
        node.name() for node in stage.document.topLevelNodes() for node in node.childNodes()
    ]
    undo = stage.krita.action("edit_undo")
    steps = 0
    while stage.undo_text().strip() != "Undo" and steps < 2 * ACTIONS:
        undo.trigger()
        steps += 1
        yield 0.03
    yield 1.0
    report["undone"] = steps
    report["after"] = [stage.pixels(), stage.layers(), stage.selection()]
    log = (stage.out.parent / "smart-select" / "log" / "krita.log").read_text(encoding="utf-8")
    report["errors"] = [line for line in log.splitlines() if " ERROR " in line]


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
        session.make,
        session.undo_point,
        session.subject,
        session.from_selection,
        session.new_object,
        session.cancel,
    ]
