"""A rough mask of cells as the bytes that the worker takes: one for each pixel of an area."""

from __future__ import annotations

from itertools import groupby
from typing import List, Tuple

from smart_select_gimp.frames import Frame
from smart_select_plugin.selection_prompt import RoughMask
from smart_select_plugin.wire.values import Area, Buffer


def expand(mask: RoughMask, frame: Frame) -> Tuple[Buffer, Area]:
    """Return 0 or 255 for every full-size pixel of the mask's box inside the frame, and that area in it.

    Nothing, and an area without an inside, where the box misses the frame.
    """
    width, height = frame.full_size
    x0, y0, x1, y1 = (round(edge) for edge in mask.box)
    across = _cells(x0 - frame.left, x1 - frame.left, mask.columns, width)
    down = _cells(y0 - frame.top, y1 - frame.top, mask.rows, height)
    lines: List[bytes] = []
    for row, count in down:
        cells = mask.cells[row * mask.columns : (row + 1) * mask.columns]
        line = b"".join((b"\xff" if cells[column] else b"\0") * wide for column, wide in across)
        lines.append(line * count)
    left, top = max(x0 - frame.left, 0), max(y0 - frame.top, 0)
    columns, rows = sum(wide for _, wide in across), sum(count for _, count in down)
    return b"".join(lines), (left, top, left + columns, top + rows)


def _cells(start: int, end: int, count: int, limit: int) -> List[Tuple[int, int]]:
    """Return (cell, pixels that it covers) for the pixels from `start` to `end` that lie in 0 … `limit`."""
    inside = range(max(start, 0), min(end, limit))
    cells = ((pixel - start) * count // (end - start) for pixel in inside)
    return [(cell, len(list(pixels))) for cell, pixels in groupby(cells)]


def shrunk(rough: Buffer, area: Area, corner: Tuple[int, int] = (0, 0), most: int = 128) -> RoughMask:
    """Return the mask of at most `most` × `most` cells for bytes of an area; its box is moved by `corner`."""
    width, height = area[2] - area[0], area[3] - area[1]
    columns, rows = min(width, most), min(height, most)
    view = memoryview(rough)
    across = [(2 * column + 1) * width // (2 * columns) for column in range(columns)]
    lines: List[bytes] = []
    for row in range(rows):
        start = (2 * row + 1) * height // (2 * rows) * width
        line = bytes(view[start : start + width])
        lines.append(bytes(int(line[x] >= 128) for x in across))
    left, top = corner
    box = (area[0] + left, area[1] + top, area[2] + left, area[3] + top)
    x0, y0, x1, y1 = (float(edge) for edge in box)
    return RoughMask((x0, y0, x1, y1), columns, rows, b"".join(lines))
