"""Clicks with a real mouse on the canvas, zoomed, rotated and mirrored; undo with a real keyboard."""

from smart_select_krita.canvas import canvas_widget
from smart_select_krita.geometry import ImagePoint
from smart_select_krita.qt import QtWidgets

FOREHEAD = (225, 130)
EYE = (150, 110)
BESIDE = (60, 250)


def is_message(widget):
    """Tell whether this is what Krita says of the zoom over the canvas, for a while."""
    return widget.metaObject().className() == "KisFloatingMessage" and widget.isVisible()


def scenario(stage):
    report, session, desk = stage.report, stage.session, stage.desk
    report["before"] = [stage.pixels(), stage.layers(), stage.undo_text()]
    desk.arm()
    yield lambda: stage.idle() and session.read is not None
    report["canvas"] = canvas_widget().metaObject().className()
    yield lambda: not any(map(is_message, QtWidgets.QApplication.allWidgets()))
    yield 0.5  # until the canvas is drawn where it was
    stage.shot("armed")
    document = stage.document
    report["corners"] = [stage.at(0, 0), stage.at(document.width(), 0), stage.at(0, document.height())]
    stage.click(*EYE)
    yield stage.points(1)
    report["first"] = [stage.selection(), [stage.undo_text(), stage.steps()], stage.layers()]
    stage.keep_selection("first")
    stage.shot("clicked")
    stage.click(*BESIDE, held="ctrl")
    yield stage.points(2)
    report["labels"] = [label for _, _, label in session.prompt.points]
    report["second"] = [stage.selection(), [stage.undo_text(), stage.steps()]]
    yield from stage.step_by_key("ctrl+z", -1)
    yield stage.points(1)
    report["undone"] = stage.selection()
    yield from stage.step_by_key("ctrl+z", -1)
    yield stage.points(0)
    report["all_undone"] = [stage.selection(), stage.undo_text(), stage.steps()]
    yield from stage.step_by_key("ctrl+shift+z", +1)
    report["redone"] = stage.selection()
    yield from stage.deselect()
    # A button of the docker takes the focus from the canvas; the next click there is ours all the same.
    panel = stage.docker._panel
    session.new_object()
    stage.click(*EYE)
    yield stage.points(1)
    yield from stage.press_on(panel._not_wanted, lambda: not desk.wanted)
    stage.click(*BESIDE)
    yield stage.within(30, stage.points(2))
    report["by the button"] = [label for _, _, label in session.prompt.points]
    yield 0.5  # Krita's brush would have drawn its outline by now
    stage.shot("after the docker")
    before = stage.selection(), session.prompt
    stage.drag(60, 40, 300, 200)
    yield stage.within(60, lambda: session.message)
    report["a box of what is not wanted"] = [session.message, (stage.selection(), session.prompt) == before]
    yield from stage.press_on(panel._wanted, lambda: desk.wanted)
    yield from stage.deselect()
    canvas = stage.krita.activeWindow().activeView().canvas()
    report["turned"] = {}
    for rotation, mirror, zoom in ((0, False, 2.0), (30, False, 1.0), (90, True, 0.7), (-137, True, 3.0)):
        canvas.setZoomLevel(zoom)
        canvas.setRotation(rotation)
        canvas.setMirror(mirror)
        canvas.resetZoom() if zoom == 1.0 else None
        stage.trigger("zoom_to_fit" if zoom != 1.0 else "zoom_to_100pct")
        yield stage.steady()
        session.new_object()
        stage.click(*EYE)
        yield stage.points(1)
        found = session.prompt.points[0]
        stage.keep_selection(f"turned-{rotation}")
        report["turned"][rotation] = [stage.selection(), found]
        stage.point_at(330, 130)
        yield stage.steady(1.0)
        stage.shot(f"turned_{rotation}")
        yield from stage.deselect()
    canvas.setRotation(0)
    canvas.setMirror(False)
    stage.trigger("zoom_to_fit")
    yield stage.steady()
    desk.disarm()
    stage.point_at(*FOREHEAD)
    yield stage.idle
    desk.arm()  # as by a shortcut, with the pointer on the canvas
    yield stage.idle
    report["navigated"] = {}
    for name, hold, button in (("pan", "", 2), ("pan by space", "space", 1)):
        before = stage.at(0, 0)
        stage.carry(FOREHEAD, (-60, 40), button, hold)
        yield stage.steady()
        after = stage.at(0, 0)
        report["navigated"][name] = [after[0] - before[0], after[1] - before[1]]
    report["navigated"]["armed"] = [desk.is_armed, stage.pixels() == report["before"][0]]
    stage.shot("navigated")
    yield from undone_by_point(stage)
    yield from repeated(stage, canvas)
    yield from stage.press("Escape", lambda: not desk.is_armed)
    report["overlay_gone"] = desk._overlay is None
    steps = stage.steps()
    stage.drag(*FOREHEAD, FOREHEAD[0] + 30, FOREHEAD[1])  # the pointer has not left the canvas
    yield stage.within(20, lambda: stage.idle() and stage.steps() == steps + 1)
    report["painted"] = stage.undo_text()
    yield from stage.undo()
    desk.arm()
    yield stage.idle
    stage.trigger("KisToolSelectRectangular")
    yield lambda: not desk.is_armed
    report["tool_disarms"] = True
    stage.click(*FOREHEAD)  # with Krita's rectangle tool: it has nothing to do, and neither do we
    yield stage.idle
    yield 0.5
    report["after"] = [stage.pixels(), stage.layers()]


def repeated(stage, canvas):
    """In wrap-around mode, a click on another copy of the picture; without OpenGL Krita shows one only."""
    stage.trigger("wrap_around_mode")
    yield stage.within(60, lambda: canvas.wrapAroundMode() or stage.report["canvas"] != "KisOpenGLCanvas2")
    canvas.setZoomLevel(0.5)
    yield stage.steady()
    stage.click(EYE[0] + stage.document.width(), EYE[1])
    if canvas.wrapAroundMode():
        yield stage.points(1)
        stage.report["repeated"] = [stage.session.prompt.points[0], stage.bounds()]
        stage.shot("repeated")
        yield from stage.undo()
    stage.trigger("wrap_around_mode")
    yield stage.within(60, lambda: not canvas.wrapAroundMode())
    stage.trigger("zoom_to_fit")
    yield stage.steady()
    stage.point_at(*FOREHEAD)
    yield stage.idle


def undone_by_point(stage):
    """The subject, corrected and taken back."""
    session = stage.session
    session.new_object()
    session.subject()
    yield stage.until(lambda: session.answer is not None)
    subject = stage.selection()
    session.point(ImagePoint(*BESIDE), False)
    yield stage.points(1)
    corrected = stage.selection()
    stage.docker._panel._undo.click()  # it may be scrolled out of sight
    yield stage.within(30, stage.points(0))
    stage.report["subject"] = [subject, corrected, stage.selection()]
    yield from stage.undo(3)
    session.forget_objects()
    stage.point_at(*FOREHEAD)
    yield stage.idle
