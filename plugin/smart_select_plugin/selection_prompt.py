"""From the user's selection to a prompt: what did they mean by it?

    tiny                 one point                                       a click
    several parts        one point in each (specks do not count)         several clicks
    a rectangle          a box                                           "the thing in here"
    any other shape      a box, points deep inside, a rough mask         a lasso

Standard library only, and fast enough for a host's main thread: some milliseconds up to 1024 × 1024 pixels.
Larger masks are thinned out first; a host that knows the selection's bounds should hand in just these.

Coordinates are image pixels: origin top-left, x to the right, pixel centres at +0.5, so pixel (3, 2) has its
centre at (3.5, 2.5) and a selection of just that pixel has the box (3, 2, 4, 3).
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Final, List, Optional, Tuple

from smart_select_plugin.bit_grid import BitGrid
from smart_select_plugin.selection_shape import Shape, shape_of
from smart_select_plugin.wire.units import Box, Point, Size

_ROUGH: Final = 256

_TINY_PART_OF_IMAGE: Final = 1 / 128
"""Eight of the 1024 pixels that the model sees along a side."""

_TINY_PX: Final = 4
_FULL_BOX: Final = 0.95
_SPECK: Final = 0.02
"""A part smaller than this share of the largest one is an accident."""

_MOST_POINTS: Final = 16
_MOST_PARTS: Final = 64
"""More parts than this are a texture and not meant one by one."""

_LEAST_KEPT: Final = 0.5
"""Share of the selected area that a rough mask has to have kept."""

_MOST_INNER_POINTS: Final = 3
_WORTH_A_POINT: Final = 0.4
"""How deep a further point must be, as a share of the deepest one's depth."""


@dataclass(frozen=True)
class RoughMask:
    """A mask of `columns` × `rows` cells that together fill `box`; `cells` has a byte for each, 0 or 1.

    Row by row from the top. Cells are as large as the box and their number make them, not always square.
    """

    box: Box
    columns: int
    rows: int
    cells: bytes


@dataclass(frozen=True)
class SelectionPrompt:
    """A prompt in image pixels; see the module for the frame. Points have the label 1."""

    points: Tuple[Point, ...] = ()
    box: Optional[Box] = None
    mask: Optional[RoughMask] = None


def prompt_from_selection(
    mask: bytes | bytearray,
    size: Size,
    *,
    image_size: Size,
    origin: Tuple[float, float] = (0.0, 0.0),
    pixel_size: Tuple[float, float] = (1.0, 1.0),
) -> SelectionPrompt | None:
    """Return the prompt for a selection, None where nothing is selected.

    `mask` has one byte per pixel, 0 = outside … 255 = selected, row by row from the top, and `size` is its
    width and height. Its top left corner lies at `origin` in the image, and one of its pixels covers
    `pixel_size` image pixels (more than 1 where the host has scaled it down). ValueError where mask and size
    do not fit.
    """
    width, height = size
    if width < 1 or height < 1 or len(mask) != width * height:
        raise ValueError(f"a mask of {len(mask)} bytes is not {width}×{height} pixels")
    shape = shape_of(mask, width, height, origin, pixel_size)
    if shape is None:
        return None
    return _Reading(shape, max(image_size)).prompt()


@dataclass(frozen=True)
class _Reading:
    """What a shape means on an image whose longer side has `image_side` pixels."""

    shape: Shape
    image_side: int

    def prompt(self) -> SelectionPrompt:
        step, grid = self.shape.pooled()
        if self._is_tiny():
            return SelectionPrompt(points=(self._middle(grid, step),))
        parts = _large_parts(grid)
        if len(parts) > 1:
            cells = [part.deepest()[0] for part in parts[:_MOST_POINTS]]
            return SelectionPrompt(points=tuple(self._point(cell, step) for cell in cells))
        if parts[0].bits != grid.bits:
            # Without its specks it may be tiny, or a rectangle, after all.
            return _Reading(self.shape.only(parts[0], step), self.image_side).prompt()
        shape = self.shape
        if shape.area >= _FULL_BOX * shape.width * shape.height:
            return SelectionPrompt(box=shape.box)
        points = tuple(self._point(cell, step) for cell in _inner_cells(grid))
        return SelectionPrompt(points=points, box=shape.box, mask=_rough(shape))

    def _is_tiny(self) -> bool:
        x0, y0, x1, y1 = self.shape.box
        return max(x1 - x0, y1 - y0) <= max(_TINY_PX, self.image_side * _TINY_PART_OF_IMAGE)

    def _middle(self, grid: BitGrid, step: int) -> Point:
        """Return the centre of mass where that is selected, else the deepest point."""
        rows = self.shape.rows
        area = self.shape.area
        row = sum(y * line.count(1) for y, line in enumerate(rows)) // area
        column = sum(x for line in rows for x, value in enumerate(line) if value) // area
        if rows[row][column]:
            return self.shape.centre_of(column, row)
        return self._point(grid.deepest()[0], step)

    def _point(self, cell: Tuple[int, int], step: int) -> Point:
        """Return the selected pixel of a cell that is nearest to its middle."""
        rows = self.shape.rows
        left, top = cell[0] * step, cell[1] * step
        middle = (step - 1) / 2
        _, row, column = min(
            ((x - left - middle) ** 2 + (y - top - middle) ** 2, y, x)
            for y in range(top, min(top + step, self.shape.height))
            for x in range(left, min(left + step, self.shape.width))
            if rows[y][x]
        )
        return self.shape.centre_of(column, row)


def _large_parts(grid: BitGrid) -> List[BitGrid]:
    """Return the connected parts but for specks, the largest first; all as one where they are too many."""
    found = list(itertools.islice(_without_lone_cells(grid).parts(), _MOST_PARTS + 1))
    if len(found) > _MOST_PARTS:
        return [grid]
    sizes = sorted(((part.area, part) for part in found), key=lambda pair: -pair[0])
    largest = sizes[0][0]
    return [part for area, part in sizes if area >= largest * _SPECK]


def _without_lone_cells(grid: BitGrid) -> BitGrid:
    """Return the grid without cells that have no neighbour, unless there are no others or hardly any."""
    stride, bits = grid.columns + 1, grid.bits
    accompanied = grid.with_bits(bits & (bits << 1 | bits >> 1 | bits << stride | bits >> stride))
    return accompanied if accompanied.area * _SPECK > 1 else grid


def _inner_cells(part: BitGrid) -> List[Tuple[int, int]]:
    first, depth = part.deepest()
    cells, left = [first], part.without(first, 2 * depth)
    while left and len(cells) < _MOST_INNER_POINTS:
        cell, next_depth = left.deepest()
        if next_depth < max(2, _WORTH_A_POINT * depth):
            break
        cells.append(cell)
        left = left.without(cell, 2 * depth)
    return cells


def _rough(shape: Shape) -> RoughMask:
    columns, rows = min(shape.width, _ROUGH), min(shape.height, _ROUGH)
    # The pixel in the middle of each cell speaks for it.
    across = [((2 * column + 1) * shape.width) // (2 * columns) for column in range(columns)]
    cells = bytearray()
    for row in range(rows):
        line = shape.rows[((2 * row + 1) * shape.height) // (2 * rows)]
        cells += line if columns == shape.width else bytes(map(line.__getitem__, across))
    kept = cells.count(1) / (columns * rows) * (shape.width * shape.height)
    if kept < _LEAST_KEPT * shape.area:  # lines thinner than cells fall between their middles
        return RoughMask(shape.box, columns, rows, _touched_cells(shape, columns, rows))
    return RoughMask(shape.box, columns, rows, bytes(cells))


def _touched_cells(shape: Shape, columns: int, rows: int) -> bytes:
    """Return 1 for each cell that any selected pixel lies in."""
    sides = [column * shape.width // columns for column in range(columns + 1)]
    cells = bytearray()
    for row in range(rows):
        band = 0
        for line in shape.rows[row * shape.height // rows : (row + 1) * shape.height // rows]:
            band |= int.from_bytes(line, "little")
        together = band.to_bytes(shape.width, "little")
        cells += bytes(1 in together[sides[column] : sides[column + 1]] for column in range(columns))
    return bytes(cells)
