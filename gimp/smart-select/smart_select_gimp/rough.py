"""A rough mask of cells as the bytes that the worker takes: one for each pixel of an area."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import List, Tuple

from smart_select_plugin.selection_prompt import RoughMask
from smart_select_plugin.wire.values import Area, Buffer, Size


def moved(mask: RoughMask, dx: float, dy: float) -> RoughMask:
    """Return the mask somewhere else, as where other coordinates begin at another corner."""
    x0, y0, x1, y1 = mask.box
    return replace(mask, box=(x0 + dx, y0 + dy, x1 + dx, y1 + dy))


def expand(mask: RoughMask, size: Size) -> Tuple[Buffer, Area]:
    """Return 0 or 255 for every pixel of the mask's box inside a picture of this size, and that area in it.

    Nothing, and an area without an inside, where the box misses the picture.
    """
    width, height = size
    x0, y0, x1, y1 = (round(edge) for edge in mask.box)
    across = _cells(x0, x1, mask.columns, width)
    down = _cells(y0, y1, mask.rows, height)
    lines: List[bytes] = []
    for row, count in down:
        cells = mask.cells[row * mask.columns : (row + 1) * mask.columns]
        line = b"".join((b"\xff" if cells[column] else b"\0") * wide for column, wide in across)
        lines.append(line * count)
    left, top = max(x0, 0), max(y0, 0)
    columns, rows = sum(wide for _, wide in across), sum(count for _, count in down)
    return b"".join(lines), (left, top, left + columns, top + rows)


def _cells(start: int, end: int, count: int, limit: int) -> List[Tuple[int, int]]:
    """Return (cell, pixels that it covers) for the pixels from `start` to `end` that lie in 0 … `limit`."""
    inside = range(max(start, 0), min(end, limit))
    cells = ((pixel - start) * count // (end - start) for pixel in inside)
    return [(cell, len(list(pixels))) for cell, pixels in groupby(cells)]
