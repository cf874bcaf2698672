"""The shape of a selection: which pixels, cut to its bounds, thinned out where there are very many.

Standard library only; frames and units are those of `selection_prompt`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Sequence, Tuple

from smart_select_plugin.bit_grid import BitGrid, grid_of
from smart_select_plugin.wire.units import Box, Point

_SOLID: Final = 128
"""From this value on a pixel counts as selected, as in the engine's masks."""

_PIXELS: Final = 1 << 20
_CELLS: Final = 96


@dataclass(frozen=True)
class Shape:
    """A selection of zeros and ones, cut to its bounds; `left`, `top`, `step_*` are image pixels."""

    rows: Tuple[bytes, ...]
    left: float
    top: float
    step_x: float
    step_y: float

    @property
    def width(self) -> int:
        """Return the number of columns."""
        return len(self.rows[0])

    @property
    def height(self) -> int:
        """Return the number of rows."""
        return len(self.rows)

    @property
    def area(self) -> int:
        """Return the number of selected pixels."""
        return sum(row.count(1) for row in self.rows)

    @property
    def box(self) -> Box:
        """Return the bounds in image pixels."""
        return (
            self.left,
            self.top,
            self.left + self.width * self.step_x,
            self.top + self.height * self.step_y,
        )

    def centre_of(self, column: int, row: int) -> Point:
        """Return the middle of a pixel as a wanted point."""
        return self.left + (column + 0.5) * self.step_x, self.top + (row + 0.5) * self.step_y, 1

    def pooled(self) -> tuple[int, BitGrid]:
        """Return the grid of cells of step × step pixels in which any is selected, and the step.

        A gap narrower than a cell is none; a line of one pixel stays.
        """
        step = -(-max(self.width, self.height) // _CELLS)
        columns = -(-self.width // step)
        pooled = []
        for top in range(0, self.height, step):
            band = 0
            for row in self.rows[top : top + step]:
                band |= int.from_bytes(row, "little")
            line = band.to_bytes(columns * step, "little")
            cells = 0
            for offset in range(step):
                cells |= int.from_bytes(line[offset::step], "little")
            pooled.append(cells.to_bytes(columns, "little"))
        return step, grid_of(pooled)

    def only(self, part: BitGrid, step: int) -> Shape:
        """Return the pixels that lie in the cells of one part, cut to their bounds."""
        kept = [bytearray(self.width) for _ in range(self.height)]
        for column, row in part.cells():
            left, top = column * step, row * step
            for y in range(top, min(top + step, self.height)):
                kept[y][left : left + step] = self.rows[y][left : left + step]
        return _cropped([bytes(row) for row in kept], self.left, self.top, self.step_x, self.step_y)


def shape_of(
    mask: bytes | bytearray,
    width: int,
    height: int,
    origin: Tuple[float, float],
    pixel_size: Tuple[float, float],
) -> Shape | None:
    """Return what is selected of a mask, None where nothing is; see `prompt_from_selection`.

    Of a mask of more than about a million pixels only some rows and columns are looked at.
    """
    step = math.isqrt((width * height - 1) // _PIXELS) + 1 if width * height > _PIXELS else 1
    found = _cut_out(mask, width, height, step, origin, pixel_size)
    # A dot can fall between the pixels that are looked at.
    return found if found or step == 1 else _cut_out(mask, width, height, 1, origin, pixel_size)


def _cut_out(
    mask: bytes | bytearray,
    width: int,
    height: int,
    step: int,
    origin: Tuple[float, float],
    pixel_size: Tuple[float, float],
) -> Shape | None:
    # `max` would take five times as long.
    peak = next((value for value in range(255, 0, -1) if value in mask), 0)
    if not peak:
        return None
    # Where all of a soft selection is faint, its stronger half is what is meant.
    threshold = _SOLID if peak >= _SOLID else max(1, (peak + 1) // 2)
    table = bytes(int(value >= threshold) for value in range(256))
    rows = [bytes(mask[y * width : (y + 1) * width : step]).translate(table) for y in range(0, height, step)]
    if not any(1 in row for row in rows):
        return None
    return _cropped(rows, origin[0], origin[1], pixel_size[0] * step, pixel_size[1] * step)


def _cropped(rows: Sequence[bytes], left: float, top: float, step_x: float, step_y: float) -> Shape:
    """Cut rows of zeros and ones, not all zero, to the bounds of the ones."""
    filled = [y for y, row in enumerate(rows) if 1 in row]
    first, end = filled[0], filled[-1] + 1
    together = 0
    for row in rows[first:end]:
        together |= int.from_bytes(row, "little")
    start = ((together & -together).bit_length() - 1) // 8
    stop = (together.bit_length() - 1) // 8 + 1
    return Shape(
        tuple(row[start:stop] for row in rows[first:end]),
        left + start * step_x,
        top + first * step_y,
        step_x,
        step_y,
    )
