"""A selection refined: by the docker's menu with the mouse, and in each of the ways; and refused."""

from smart_select_krita.geometry import ImagePoint
from smart_select_krita.refining import WAYS

LARGE, SMALL = (150, 110, 60), (340, 200, 30)
"""Two discs: column, row, radius."""
HOLE, SPECK = (150, 110, 8), (40, 40, 3)
ROUGH = (90, 60, 214, 160)
"""A rectangle around the eye."""


def refinements(stage):
    session, seen = stage.session, stage.report.setdefault("refined", {})
    stage.trigger("smart_select_fill_holes")
    yield stage.idle
    seen["nothing selected"] = session.message
    yield from by_mouse(stage, seen)
    for way in WAYS:
        if way == "keep_clicked":
            yield from stage.deselect()
            session.point(ImagePoint(SMALL[0], SMALL[1]), True)
            yield stage.points(1)
        select(stage, rough if way == "snap_outline" else discs)
        yield stage.until(lambda: stage.bounds() is not None)
        stage.keep_selection("unrefined-rough" if way == "snap_outline" else "unrefined")
        before, steps = stage.selection(), stage.steps()
        stage.trigger(f"smart_select_{way}")
        yield stage.until(lambda: not session.is_busy, 60)
        seen[way] = [session.message, stage.steps() - steps, stage.undo_text()]
        stage.keep_selection(way)
        stage.shot(f"refined_{way}")
        if way == "fill_holes":
            stage.trigger(f"smart_select_{way}")
            yield stage.until(lambda: not session.is_busy, 60)
            seen["once more"] = [session.message, stage.steps() - steps]
        yield from stage.undo()
        seen[way].append(stage.selection() == before)
    session.forget_objects()
    yield from stage.deselect()


def by_mouse(stage, seen):
    """The button in the docker, and an entry of the menu that it opens."""
    select(stage, discs)
    yield stage.until(lambda: stage.bounds() is not None)
    button, steps = stage.docker._panel.refine, stage.steps()
    stage.docker.widget().ensureWidgetVisible(button)
    yield 0.5
    menu = button.menu()
    yield from stage.press_on(button, menu.isVisible)
    yield 0.5
    stage.shot("refine_menu")
    (entry,) = [action for action in menu.actions() if action.text() == "Fill holes"]
    stage.click_screen(menu.mapToGlobal(menu.actionGeometry(entry).center()))
    yield stage.within(60, lambda: stage.idle() and stage.steps() == steps + 1)
    at = HOLE[0], HOLE[1], 1, 1
    seen["by mouse"] = [stage.session.message, bytes(stage.document.selection().pixelData(*at))[0]]
    yield from stage.undo()


def discs(x, y):
    inside = [(x - column) ** 2 + (y - row) ** 2 < radius**2 for column, row, radius in (LARGE, SMALL, SPECK)]
    return any(inside) and (x - HOLE[0]) ** 2 + (y - HOLE[1]) ** 2 >= HOLE[2] ** 2


def rough(x, y):
    left, top, right, bottom = ROUGH
    return left <= x < right and top <= y < bottom


def select(stage, is_inside):
    """Select all pixels of which that is so, without an undo step."""
    from krita import Selection

    width, height = stage.document.width(), stage.document.height()
    mask = bytes(255 * is_inside(x, y) for y in range(height) for x in range(width))
    selection = Selection()
    selection.setPixelData(mask, 0, 0, width, height)
    stage.document.setSelection(selection)
