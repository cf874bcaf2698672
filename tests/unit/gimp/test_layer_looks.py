"""Whether a kept prompt's places still are where they were."""

import pytest

from smart_select_gimp.layer_looks import LayerLook, are_elsewhere

AREA = (0, 0, 600, 400)
ROWS = [bytes(20 * row + 9 * column for column in range(8)) for row in range(5)]
LOOK = LayerLook(AREA, b"".join(ROWS), 8)
SQUARE = LayerLook((0, 0, 400, 400), bytes((37 * cell * cell) % 251 for cell in range(64)), 8)


def turned(look: LayerLook, cells: bytes) -> LayerLook:
    return LayerLook(look.area, cells, look.columns)


def across(look: LayerLook) -> bytes:
    return b"".join(look.cells[column :: look.columns] for column in range(look.columns))


@pytest.mark.parametrize(
    "now",
    [
        turned(LOOK, b"".join(row[::-1] for row in ROWS)),
        turned(LOOK, b"".join(reversed(ROWS))),
        turned(LOOK, LOOK.cells[::-1]),
        LayerLook((5, 0, 605, 400), LOOK.cells, 8),
        LayerLook((0, 0, 300, 200), LOOK.cells, 8),
    ],
    ids=["mirrored", "upside down", "by 180°", "moved", "scaled"],
)
def test_a_layer_that_was_turned_or_moved_is_noticed(now: LayerLook) -> None:
    assert are_elsewhere(((3, LOOK),), {3: now})


@pytest.mark.parametrize("cells", [across(SQUARE), across(SQUARE)[::-1]], ids=["transposed", "back"])
def test_a_square_layer_turned_by_a_quarter_is_noticed(cells: bytes) -> None:
    assert are_elsewhere(((3, SQUARE),), {3: turned(SQUARE, cells)})


@pytest.mark.parametrize(
    "cells",
    [
        LOOK.cells,
        b"".join(bytes(4) + row[4:] for row in ROWS),
        bytes(255 - value for value in LOOK.cells),
        bytes(40),
        b"",
    ],
    ids=["the same", "half painted over", "inverted", "black", "unknown"],
)
def test_painting_is_no_matter(cells: bytes) -> None:
    assert not are_elsewhere(((3, LOOK),), {3: LayerLook(AREA, cells, 8 if cells else 0)})


def test_layers_that_came_or_went_are_no_matter() -> None:
    assert not are_elsewhere(((3, LOOK),), {4: turned(LOOK, LOOK.cells[::-1])})


def test_a_plain_layer_has_no_way_round() -> None:
    plain = LayerLook(AREA, bytes([100] * 40), 8)
    noisy = LayerLook(AREA, bytes(100 + cell % 2 for cell in range(40)), 8)
    assert not are_elsewhere(((3, plain),), {3: noisy})
