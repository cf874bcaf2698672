"""Which new selections are a prompt in the live panel."""

import pytest

from smart_select_gimp.panel.drawn_or_made import Sampled, came_back, how_drawn, is_drawn, is_same
from smart_select_plugin.wire.values import Area

CANVAS = 960, 960
SIDE = 96


def selected(area: Area, *, inverse: bool = False) -> Sampled:
    """Return a rectangle's selection, or all but it."""
    x0, y0, x1, y1 = (edge // 10 for edge in area)
    cells = bytes(
        255 * ((x0 <= cell % SIDE < x1 and y0 <= cell // SIDE < y1) != inverse) for cell in range(SIDE * SIDE)
    )
    return Sampled(CANVAS, (0, 0, *CANVAS) if inverse else area, cells, SIDE)


def softened(selection: Sampled) -> Sampled:
    x0, y0, x1, y1 = selection.bounds or (0, 0, 0, 0)
    return Sampled(CANVAS, (x0 - 9, y0 - 8, x1 + 9, y1 + 9), selection.cells)


NOTHING = Sampled(CANVAS, None, bytes(SIDE * SIDE))
OBJECT = selected((200, 300, 500, 700))


@pytest.mark.parametrize("before", [NOTHING, OBJECT], ids=["first", "after another"])
def test_a_rectangle_is_drawn(before: Sampled) -> None:
    assert is_drawn(before, selected((180, 250, 560, 730)), [(0, 0, *CANVAS)])


@pytest.mark.parametrize(
    "now",
    [
        NOTHING,
        selected((0, 0, *CANVAS)),
        selected((200, 300, 500, 700), inverse=True),
        selected((190, 290, 510, 710)),
        selected((220, 320, 480, 680)),
        softened(OBJECT),
        selected((100, 100, 400, 900)),
    ],
    ids=["none", "all", "inverted", "grown", "shrunk", "feathered", "a layer's"],
)
def test_what_a_menu_has_made_is_no_prompt(now: Sampled) -> None:
    assert not is_drawn(OBJECT, now, [(0, 0, *CANVAS), (100, 100, 400, 900)])


def test_grown_up_to_the_canvas_edge_is_grown() -> None:
    before = selected((0, 300, 500, 700))
    assert not is_drawn(before, selected((0, 270, 530, 730)))


def test_without_samples_the_bounds_must_do() -> None:
    before, now = (Sampled(CANVAS, area) for area in ((200, 300, 500, 700), (180, 250, 560, 730)))
    assert is_drawn(before, now)
    assert not is_drawn(before, Sampled(CANVAS, (190, 290, 510, 710)))


def together(one: Sampled, other: Sampled) -> Sampled:
    """Return what either of two selections has."""
    a, b = one.bounds or (0, 0, 0, 0), other.bounds or (0, 0, 0, 0)
    cells = bytes(max(pair) for pair in zip(one.cells, other.cells, strict=True))
    return Sampled(CANVAS, (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])), cells, SIDE)


BESIDE = selected((400, 600, 800, 900))


@pytest.mark.parametrize(
    ("before", "now", "how"),
    [
        (OBJECT, together(OBJECT, BESIDE), "add"),
        (OBJECT, together(OBJECT, selected((600, 300, 640, 340))), "add"),
        (together(OBJECT, BESIDE), OBJECT, "subtract"),
        (OBJECT, selected((100, 100, 800, 900)), "replace"),
        (OBJECT, selected((250, 350, 400, 500)), "replace"),
        (OBJECT, BESIDE, "replace"),
        (NOTHING, BESIDE, "replace"),
        (OBJECT, selected((190, 290, 510, 710)), ""),
    ],
    ids=[
        "Shift",
        "a little with Shift",
        "Ctrl",
        "around all of it",
        "within it",
        "elsewhere",
        "first",
        "grown",
    ],
)
def test_what_was_held_while_drawing_is_seen_by_what_has_come_or_gone(
    before: Sampled, now: Sampled, how: str
) -> None:
    assert how_drawn(before, now) == how


def without(one: Sampled, other: Sampled) -> Sampled:
    """Return what the first has and the second does not; the bounds stay, as with a hole or a bite."""
    cells = bytes(a if not b else 0 for a, b in zip(one.cells, other.cells, strict=True))
    return Sampled(CANVAS, one.bounds, cells, SIDE)


@pytest.mark.parametrize(
    "piece",
    [(300, 400, 400, 500), (200, 400, 260, 500), (200, 300, 260, 360)],
    ids=["a hole", "a bite from a side", "a corner"],
)
def test_what_changes_within_the_same_bounds_is_drawn_too(piece: Area) -> None:
    cut = without(OBJECT, selected(piece))
    assert how_drawn(OBJECT, cut, []) == "subtract"
    assert how_drawn(cut, OBJECT, []) == "add"


def test_a_box_that_shares_three_sides_with_the_one_before_is_drawn_anew() -> None:
    everything = selected((0, 0, *CANVAS))
    assert how_drawn(everything, selected((0, 0, 380, 960)), []) == "replace"
    assert how_drawn(selected((0, 600, 960, 960)), selected((0, 400, 960, 960)), []) == "replace"


def test_what_was_there_before_nothing_was_selected_comes_back() -> None:
    assert came_back(OBJECT, NOTHING, OBJECT)
    assert not came_back(OBJECT, NOTHING, BESIDE)
    assert not came_back(OBJECT, BESIDE, OBJECT)


def test_samples_are_the_same_where_only_their_edges_are_softer() -> None:
    hard, soft = bytes([0] * 50 + [255] * 50), bytes([0] * 49 + [100, 160] + [255] * 49)
    assert is_same(hard, soft)
    assert not is_same(hard, bytes([255] * 50 + [0] * 50))
    assert not is_same(hard, hard[:-1])
