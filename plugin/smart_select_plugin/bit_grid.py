"""A small picture of ones and zeros in one integer: shapes are grown, shrunk and told apart by shifts.

The hosts' Pythons have no NumPy, and a loop over pixels is too slow for a click; a shift of a long integer
moves every cell at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator, Sequence, Tuple

_DIGITS = bytes.maketrans(b"\x00\x01", b"01")

Cell = Tuple[int, int]
"""Column and row."""


@dataclass(frozen=True)
class BitGrid:
    """`columns` × `rows` cells; cell (column, row) is bit row · (columns + 1) + column.

    The one column too many stays zero, so that nothing shifts from the end of a row into the next.
    """

    columns: int
    rows: int
    bits: int

    def __bool__(self) -> bool:
        """Tell whether any cell is set."""
        return self.bits != 0

    @property
    def area(self) -> int:
        """Return the number of set cells."""
        return bin(self.bits).count("1")

    def with_bits(self, bits: int) -> BitGrid:
        """Return a grid of this size with other cells."""
        return BitGrid(self.columns, self.rows, bits)

    def shrunk(self) -> BitGrid:
        """Return the cells whose four neighbours are set; beyond the border nothing is."""
        stride, bits = self.columns + 1, self.bits
        return self.with_bits(bits & bits << 1 & bits >> 1 & bits << stride & bits >> stride)

    def parts(self) -> Iterator[BitGrid]:
        """Yield the connected parts (over edges, not corners)."""
        stride, left = self.columns + 1, self.bits
        while left:
            part = left & -left
            while True:
                larger = (part | part << 1 | part >> 1 | part << stride | part >> stride) & left
                if larger == part:
                    break
                part = larger
            left ^= part
            yield self.with_bits(part)

    def deepest(self) -> tuple[Cell, int]:
        """Return the cell farthest from the outside, and its depth, 1 at the edge; not of an empty grid."""
        depth, core = 1, self
        while True:
            smaller = core.shrunk()
            if not smaller:
                break
            depth, core = depth + 1, smaller
        cells = list(core.cells())
        middle_column = sum(column for column, _ in cells) / len(cells)
        middle_row = sum(row for _, row in cells) / len(cells)
        # All of a ridge is as deep; its middle says best what is meant.
        cell = min(cells, key=lambda cell: (cell[0] - middle_column) ** 2 + (cell[1] - middle_row) ** 2)
        return cell, depth

    def without(self, middle: Cell, reach: int) -> BitGrid:
        """Return the grid without the square of cells up to `reach` away from `middle`, one of its own."""
        column, row = middle
        first, last = max(column - reach, 0), min(column + reach, self.columns - 1)
        line = ((1 << (last - first + 1)) - 1) << first
        square = 0
        for y in range(max(row - reach, 0), min(row + reach, self.rows - 1) + 1):
            square |= line << (y * (self.columns + 1))
        return self.with_bits(self.bits & ~square)

    def cells(self) -> Iterator[Cell]:
        """Yield the set cells, row by row."""
        digits = bin(self.bits)[:1:-1]
        place = digits.find("1")
        while place >= 0:
            row, column = divmod(place, self.columns + 1)
            yield column, row
            place = digits.find("1", place + 1)


def grid_of(rows: Sequence[bytes]) -> BitGrid:
    """Return the grid of rows of equally many bytes, each 0 or 1."""
    columns = len(rows[0])
    # The highest bit comes first in a text, so everything is told backwards.
    text = b"".join(b"0" + row[::-1].translate(_DIGITS) for row in reversed(rows))
    return BitGrid(columns, len(rows), int(text, 2))
