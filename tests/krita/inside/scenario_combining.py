"""The four operations, live mode with Krita's own selection tools, the subject, refining, clumsy hands."""

from refinements import refinements

from smart_select_krita.geometry import ImagePoint
from smart_select_krita.writing import operation_now

EYE = ImagePoint(150, 110)
NOSE = ImagePoint(300, 200)
LASSO = ((150, 60), (205, 85), (210, 130), (150, 160), (95, 135), (90, 90), (148, 60))


def scenario(stage):
    report, session, desk = stage.report, stage.session, stage.desk
    report["before"] = [stage.pixels(), stage.layers()]
    # The only layer is all that is visible.
    for source in ("layer", "visible"):
        desk.set_option("source", source)
        session.prepare()
        yield stage.idle
        report[f"read_{source}"] = list(session.read.picture.pixels[::301])
    for operation in ("subtract", "intersect"):
        desk.set_option("operation", operation)
        session.point(EYE, True)
        yield stage.idle
        report[f"{operation}_of_nothing"] = [stage.selection(), session.message]
        session.new_object()
    session.point(EYE, False)
    report["not_wanted_first"] = session.message
    report["operations"] = {}
    for operation in ("replace", "add", "subtract", "intersect"):
        desk.set_option("operation", "replace")
        session.new_object()
        session.point(EYE, True)
        yield stage.points(1)
        stage.keep_selection("eye")
        session.new_object()
        desk.set_option("operation", operation)
        steps = stage.steps()
        session.box(ImagePoint(100, 60), ImagePoint(340, 260))
        yield stage.idle
        made = stage.steps() - steps, stage.undo_text()
        report["operations"][operation] = [stage.selection(), session.message, made]
        if stage.selection() is not None:
            stage.keep_selection(operation)
        stage.shot(f"operation_{operation}")
        yield from stage.undo()
        stage.keep_selection(f"{operation}_undone")
    yield from stage.deselect()
    desk.set_option("operation", "replace")
    session.new_object()
    session.box(ImagePoint(100, 60), ImagePoint(200, 160))
    yield stage.idle
    session.point(NOSE, True)
    yield stage.points(1)
    stage.keep_selection("beside_the_box")
    report["beside the box"] = session.message
    yield from stage.deselect()
    desk.set_option("operation", "krita")
    stage.trigger("KisToolSelectRectangular")
    report["krita's modes"] = []
    for operation in ("add", "subtract", "intersect", "replace"):
        stage.trigger(f"selection_tool_mode_{operation}")
        yield stage.within(30, lambda mode=operation: operation_now(session.options) == mode)
        report["krita's modes"].append(operation_now(session.options))
    session.new_object()
    session.subject()
    yield stage.idle
    report["subject"] = stage.selection()
    yield from stage.deselect()
    session.new_object()
    desk.set_live(True)
    yield lambda: stage.idle() and session.read is not None
    report["live"] = {}
    for tool, around in (
        ("KisToolSelectRectangular", ((90, 60), (210, 160))),
        ("KisToolSelectElliptical", ((90, 60), (210, 160))),
        ("KisToolSelectOutline", LASSO),
    ):
        stage.trigger(tool)
        yield stage.idle
        yield 0.3
        steps = stage.steps()
        stage.drag_along(around)
        yield stage.within(60, lambda steps=steps: stage.idle() and stage.steps() == steps + 2)
        seen = report["live"][tool] = {"message": session.message, "snapped": stage.selection()}
        stage.shot(f"live_{tool}")
        yield from stage.step_by_key("ctrl+z", -1)
        yield 1.5  # a live mode that took the drawing for a new one would have begun by now
        yield stage.idle
        seen["drawn"], seen["steps"] = stage.selection(), stage.steps() - steps
        if tool == "KisToolSelectOutline":
            yield from snapped_and_taken_back(stage, seen)
        yield from stage.undo()
    desk.set_live(False)
    yield from stage.deselect()
    yield from refinements(stage)
    report["after"] = [stage.pixels(), stage.layers()]


def snapped_and_taken_back(stage, seen):
    """What is drawn by hand snapped once more, and brought back by one press, whatever points it gave."""
    session = stage.session
    session.from_selection()
    yield stage.until(lambda: session.answer is not None)
    points = len(session.prompt.points)
    stage.docker._panel._undo.click()  # it may be scrolled out of sight
    yield stage.until(lambda: not session.prompt)
    seen["by undo point"] = [points, stage.selection()]
    yield from stage.undo(2)
