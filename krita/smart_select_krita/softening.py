"""Grows, shrinks and feathers a mask by Krita's own filters, tile by tile so that its window never waits.

Tiles overlap by as much as a filter reaches, so that there are no seams. Beyond the picture's border the mask
goes on as it is at the border: a sky stays selected up to the edge. A wide feather is worked out on a smaller
copy, because what is so soft has no details.
"""

from __future__ import annotations

import sys
from typing import Any, Callable, Final, Generator, Iterator

from smart_select_krita.geometry import Area, Size
from smart_select_krita.jobs import batched
from smart_select_krita.mask_scaling import scaled
from smart_select_krita.selected_pixels import SelectedPixels, set_rows, window

_TILE: Final = 256
_FARTHEST: Final = 50
"""Growing by more is done in steps: discs of 50 one after the other are a disc of 100."""

_WIDEST: Final = 24
"""A feather of a wider radius is worked out on a copy so much smaller that its radius there is no wider."""

Masking = Generator[None, None, SelectedPixels]


def softened(pixels: SelectedPixels, grow: int, feather: int, size: Size) -> Masking:
    """Return a mask of a picture of `size` grown (shrunk, below zero), then feathered, by pixels; a job."""
    left = abs(grow)
    while left > 0:
        step = min(left, _FARTHEST)
        left -= step
        pixels = yield from _filtered(pixels, _grow(step) if grow > 0 else _shrink(step), step, size)
    if feather > 0:
        pixels = yield from _feathered(pixels, feather, size)
    return pixels


def _grow(step: int) -> Callable[[Any], None]:
    return lambda selection: selection.grow(step, step)


def _shrink(step: int) -> Callable[[Any], None]:
    return lambda selection: selection.shrink(step, step, False)


def _filtered(pixels: SelectedPixels, change: Callable[[Any], None], reach: int, size: Size) -> Masking:
    """Return the mask after `change`, in which no pixel depends on others farther than `reach`."""
    area = _spread(pixels.area, reach, size)
    done = bytearray((area[2] - area[0]) * (area[3] - area[1]))

    def tiles() -> Iterator[None]:
        for y0 in range(area[1], area[3], _TILE):
            for x0 in range(area[0], area[2], _TILE):
                tile = (x0, y0, min(x0 + _TILE, area[2]), min(y0 + _TILE, area[3]))
                set_rows(done, area, tile, _tile(pixels, tile, change, reach, size))
                yield

    yield from batched(tiles())
    return SelectedPixels(area, done)


def _tile(pixels: SelectedPixels, tile: Area, change: Callable[[Any], None], reach: int, size: Size) -> bytes:
    x0, y0, x1, y1 = tile
    around = (x0 - reach, y0 - reach, x1 + reach, y1 + reach)
    width, height = around[2] - around[0], around[3] - around[1]
    before = window(pixels, around, size)
    for even in (b"\0", b"\xff"):
        if before.count(even) == len(before):
            return even * ((x1 - x0) * (y1 - y0))
    selection = sys.modules["krita"].Selection()
    selection.setPixelData(before, 0, 0, width, height)
    change(selection)
    return bytes(selection.pixelData(reach, reach, x1 - x0, y1 - y0))


def _feathered(pixels: SelectedPixels, radius: int, size: Size) -> Masking:
    if radius <= _WIDEST:
        return (yield from _filtered(pixels, lambda selection: selection.feather(radius), radius, size))
    cell = -(-radius // _WIDEST)
    area = _spread(pixels.area, radius + 2 * cell, size)
    columns = (area[0] // cell, -(-area[2] // cell))
    rows = (area[1] // cell, -(-area[3] // cell))
    cells = (columns[0], rows[0], columns[1], rows[1])
    small = bytearray((cells[2] - cells[0]) * (cells[3] - cells[1]))
    yield from batched(_shrink_rows(pixels, small, cells, cell, size))
    in_cells = (-(-size[0] // cell), -(-size[1] // cell))
    reach = round(radius / cell)
    soft = yield from _filtered(
        SelectedPixels(cells, small), lambda selection: selection.feather(reach), reach, in_cells
    )
    done = bytearray((area[2] - area[0]) * (area[3] - area[1]))
    yield from batched(_enlarge_rows(soft, done, area, cell, in_cells))
    return SelectedPixels(area, done)


def _shrink_rows(
    pixels: SelectedPixels, small: bytearray, cells: Area, cell: int, size: Size
) -> Iterator[None]:
    for row in range(cells[1], cells[3], _TILE // cell + 1):
        end = min(row + _TILE // cell + 1, cells[3])
        area = (cells[0] * cell, row * cell, cells[2] * cell, end * cell)
        wanted = (cells[2] - cells[0], end - row)
        strip = scaled(window(pixels, area, size), (area[2] - area[0], area[3] - area[1]), wanted)
        set_rows(small, cells, (cells[0], row, cells[2], end), strip)
        yield


def _enlarge_rows(
    soft: SelectedPixels, done: bytearray, area: Area, cell: int, in_cells: Size
) -> Iterator[None]:
    for y0 in range(area[1], area[3], _TILE):
        y1 = min(y0 + _TILE, area[3])
        # One more on each side, for what is between the middles of two cells.
        cells = (area[0] // cell - 1, y0 // cell - 1, -(-area[2] // cell) + 1, -(-y1 // cell) + 1)
        count = (cells[2] - cells[0], cells[3] - cells[1])
        size = (count[0] * cell, count[1] * cell)
        strip = scaled(window(soft, cells, in_cells), count, size)
        place = (cells[0] * cell, cells[1] * cell, cells[2] * cell, cells[3] * cell)
        cut = (area[0], y0, area[2], y1)
        set_rows(done, area, cut, window(SelectedPixels(place, strip), cut, (cut[2], cut[3])))
        yield


def _spread(area: Area, by: int, size: Size) -> Area:
    x0, y0, x1, y1 = area
    return max(0, x0 - by), max(0, y0 - by), min(size[0], x1 + by), min(size[1], y1 + by)
