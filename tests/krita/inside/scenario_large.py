"""24 megapixels: nothing keeps Krita's window waiting; then trouble of all kinds; at last Krita is quit."""

import time

from pulse import Pulse

from smart_select_krita.geometry import ImagePoint

EYE = ImagePoint(2000, 1460)


def scenario(stage):
    report, session = stage.report, stage.session
    yield from trouble(stage)
    document = stage.document
    document.scaleImage(6000, 4000, 300, 300, "Bicubic")
    document.waitForDone()
    yield 8.0
    pulse = Pulse()
    yield 3.0
    report["idle"] = [pulse.longest_ms, pulse.late]
    pulse.reset()
    began = time.monotonic()
    session.prepare()
    yield stage.idle
    report["prepared"] = [pulse.longest_ms, pulse.late, time.monotonic() - began, session.message]
    pulse.reset()
    session.point(EYE, True)
    yield stage.points(1)
    report["clicked"] = [pulse.longest_ms, pulse.late, session.message]
    report["selection"] = stage.selection()
    # A change of one corner is seen, and the picture read anew.
    pulse.reset()
    yield 0.5
    session.new_object()
    session.subject()
    yield 0.1
    report["in_flight"] = session.is_busy
    document.setModified(False)
    report["quit_at"] = time.time()
    stage.quits = True


def trouble(stage):
    """Bad states; each has one sentence and leaves the document as it was."""
    report, session = stage.report, stage.session
    before = [stage.pixels(), stage.layers(), stage.undo_text()]
    sentences = report["sentences"] = {}
    session.from_selection()
    sentences["no selection"] = session.message
    session.make()
    sentences["no answer"] = session.message
    session.point(ImagePoint(-5, 10), True)
    yield stage.idle
    sentences["beside"] = session.message
    session.point(ImagePoint(150, 110), False)
    sentences["not wanted first"] = session.message
    report["untouched"] = [stage.pixels(), stage.layers(), stage.undo_text()] == before
    session.point(ImagePoint(150, 110), True)
    yield 0.02
    session.cancel()
    yield 1.0
    report["cancelled"] = [session.is_busy, session.message, stage.selection()]
    # Another document while the first one is read.
    session.new_object()
    session._answering.forget()
    session.point(ImagePoint(150, 110), True)
    second = stage.krita.createDocument(64, 48, "second", "RGBA", "U8", "", 300.0)
    stage.krita.activeWindow().addView(second)
    yield stage.idle
    yield 0.5
    sentences["another document"] = session.message
    report["second"] = second.selection() is None
    second.setBatchmode(True)
    second.setModified(False)
    second.close()
    yield 1.0
    session.new_object()
    session.point(ImagePoint(150, 110), True)
    yield stage.points(1)
    report["works again"] = [stage.selection() is not None, session.message]
    stage.trigger("edit_undo")
    yield 0.5
