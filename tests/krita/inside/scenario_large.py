"""24 megapixels: nothing keeps Krita's window waiting; at last Krita is quit while the worker is asked."""

import time

from pulse import OwnSteps, Pulse
from PyQt5.QtCore import QRect
from PyQt5.QtGui import QColor, QImage, QPainter

from krita import Selection as KritaSelection
from smart_select_krita.geometry import ImagePoint
from smart_select_krita.prompts import Prompt
from smart_select_krita.verb_settings import VerbSettings
from smart_select_plugin.wire.values import Selection

EYE = ImagePoint(2000, 1460)


def scenario(stage):
    report, session = stage.report, stage.session
    document = stage.document
    document.scaleImage(6000, 4000, 300, 300, "Bicubic")
    yield lambda: stage.idle() and stage.document.width() == 6000
    yield 2.0  # Krita draws its own thumbnails of it
    pulse, own = Pulse(), OwnSteps()
    yield 1.0
    report["idle"] = [pulse.longest_ms, pulse.late]
    pulse.reset()
    began = time.monotonic()
    session.prepare()
    yield stage.idle
    report["prepared"] = [pulse.longest_ms, pulse.late, time.monotonic() - began, session.message]
    report["blocked"] = pulse.blocked_ms
    pulse.reset()
    session.point(EYE, True)
    yield stage.points(1)
    report["clicked"] = [pulse.longest_ms, pulse.late, session.message]
    answering = session._answering
    report["own step known"] = answering.read.glance.history == answering._watching.history()
    report["selection"] = stage.selection()
    yield from stage.undo()
    yield from painted_on(stage, pulse)
    yield from looked_at(stage, pulse)
    yield from huge(stage, pulse, own)
    yield from verb(stage, pulse, own)
    yield from refined(stage, own)
    session.forget_objects()
    session.subject()
    yield 0.1
    report["in_flight"] = session.is_busy
    document.setModified(False)
    report["quit_at"] = time.time()
    stage.quits = True


def painted_on(stage, pulse):
    """A stroke of the brush between the rows that are compared, with the X server's mouse."""
    session = stage.session
    session.forget_objects()
    before, steps = session.read.picture, stage.steps()
    rows = [(2 * number + 1) * 4000 // 48 for number in range(24)]
    y = (rows[13] + rows[14]) // 2
    stage.drag(2500, y, 3500, y)
    yield stage.within(30, lambda: stage.idle() and stage.steps() == steps + 1)
    seen = stage.report["painted"] = {"step": stage.undo_text(), "same": session.read.picture is before}
    pulse.reset()
    session.point(EYE, True)
    yield stage.points(1)
    seen.update(pulse=[pulse.longest_ms, pulse.late], read=session.read.picture.name != before.name)
    seen["message"] = session.message
    yield from stage.undo(2)
    session.forget_objects()


def looked_at(stage, pulse):
    """One layer, and the layers with a label."""
    session, desk = stage.session, stage.desk
    stage.document.topLevelNodes()[0].setColorLabel(3)
    stage.report["looked at"] = {}
    for source in ("layer", "label 3", "visible"):
        desk.set_option("source", source)
        yield 0.5
        pulse.reset()
        session.prepare()
        yield stage.idle
        found = [pulse.longest_ms, pulse.late, session.message]
        stage.report["looked at"][source] = [*found, list(session.read.picture.pixels[::9001])]


def huge(stage, pulse, own):
    """An answer nearly as large as the picture, and everything that can become of it."""
    answer = ellipse(5600, 3600)
    stage.report["huge"], stage.report["made"] = {}, {}
    for name, options in (
        ("selection", {}),
        ("grown", {"grow": "60"}),
        ("feathered", {"feather": "120"}),
        ("shrunk and feathered", {"grow": "-30", "feather": "20"}),
        ("added", {"operation": "add"}),
        ("transparency mask", {"output": "transparency mask"}),
        ("selection mask", {"output": "selection mask"}),
        ("layer", {"output": "layer"}),
    ):
        yield from one_thing(stage, own, name, options, answer)
    stage.session.forget_objects()
    stage.desk.set_option("output", "layer")
    stage.session._object.start(stage.document, stage.session.options)
    stage.session._object.add(Prompt(points=((3000.0, 2000.0, 1),)), answer, None, stage.session.options)
    yield stage.idle
    pulse.reset()
    stage.desk.show_change()
    yield 0.5
    stage.report["shown"] = [pulse.longest_ms, pulse.late]
    stage.session.forget_objects()
    stage.desk.set_option("output", "selection")
    stage.trigger("select_all")
    yield stage.until(lambda: stage.bounds() == [0, 0, 6000, 4000], 60)
    yield 0.5
    own.reset()
    pulse.reset()
    stage.session.from_selection()
    yield 0.1
    stage.report["begun from selection"] = [pulse.longest_ms, pulse.late]
    yield stage.idle
    stage.report["huge"]["from selection"] = [own.longest_ms, stage.session.message]
    yield from stage.deselect()


def one_thing(stage, own, name, options, answer):
    session, desk = stage.session, stage.desk
    session.forget_objects()
    for option in ("grow", "feather"):
        desk.set_option(option, options.get(option, "0"))
    desk.set_option("operation", options.get("operation", "replace"))
    desk.set_option("output", options.get("output", "selection"))
    if name == "added":
        session.point(EYE, True)
        yield stage.points(1)
    session._object.start(stage.document, session.options)
    steps = stage.steps()
    own.reset()
    session._begin(session._work.make((answer,), session.options), stage.document)
    yield stage.idle
    stage.report["huge"][name] = [own.longest_ms, session.message]
    yield stage.until(lambda: stage.steps() == steps + 1, 60)
    stage.report["made"][name] = [stage.undo_text(), stage.bounds()]
    yield from stage.undo(2 if name == "added" else 1)


def verb(stage, pulse, own):
    """A verb's preview, and the verb itself; the state's words meanwhile."""
    selection = KritaSelection()
    selection.select(1000, 700, 4000, 2600, 255)
    stage.document.setSelection(selection)
    yield stage.until(lambda: stage.bounds() is not None)
    own.reset()
    stage.krita.action("smart_select_replace_background").trigger()
    yield lambda: stage.docker.verbs is not None and stage.docker.verbs.isVisible()
    window, said = stage.docker.verbs, set()
    window.settings = VerbSettings(verb="desaturate", edge="mask")
    window.change("amount", 70)
    yield lambda: not window._waiting.isActive() and not window.session.is_busy
    seen = stage.report["verb"] = {"preview": [own.longest_ms, window.session.preview is not None]}
    steps = stage.steps()
    own.reset()
    pulse.reset()
    window.session.make(window.settings)

    def is_made():
        said.add(window.said.text())
        return not window.session.is_busy

    yield stage.within(200, is_made)
    seen["made"] = [own.longest_ms, window.session.message, stage.steps() - steps]
    seen["pulse"] = [pulse.longest_ms, pulse.late]
    seen["said"] = sorted(said)
    yield stage.idle
    seen["steps"] = stage.steps() - steps
    window.reject()
    yield from stage.undo()
    yield from stage.deselect()


def refined(stage, own):
    """A large selection smoothed, and snapped to the edges of nearly all of the picture."""
    for way in ("smooth_outline", "snap_outline"):
        selection = KritaSelection()
        selection.select(1000, 700, 4000, 2600, 255)
        stage.document.setSelection(selection)
        yield stage.until(lambda: stage.bounds() is not None)
        steps, began = stage.steps(), time.monotonic()
        own.reset()
        stage.session.refine(way)
        yield stage.within(200, lambda: not stage.session.is_busy)
        seen = [own.longest_ms, stage.session.message]
        yield stage.until(lambda steps=steps: stage.steps() == steps + 1, 60)
        stage.report.setdefault("refined", {})[way] = [*seen, stage.steps() - steps, time.monotonic() - began]
        yield from stage.undo()
    yield from stage.deselect()


def ellipse(width, height):
    image = QImage(width, height, QImage.Format_Grayscale8)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.Antialiasing)
    painter.setBrush(QColor("white"))
    painter.drawEllipse(QRect(0, 0, width, height))
    painter.end()
    assert image.bytesPerLine() == width
    mask = bytes(image.constBits().asstring(width * height))
    return Selection((6000, 4000), (200, 200, 200 + width, 200 + height), mask, (0.9,), 1, b"", (0, 0))
