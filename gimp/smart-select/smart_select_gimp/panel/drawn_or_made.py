"""Whether and how a new selection was drawn around something, or made of the one before by a menu of GIMP.

GIMP does not tell a plug-in which tool or menu entry has changed the selection. Select ▸ All, Invert, Grow,
Shrink, Border, Feather, Sharpen and the selection of a layer's own area or alpha mean no object: they are no
prompt.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Collection, Final, List, Optional

from smart_select_plugin.wire.values import Area, Size

_SOLID: Final = bytes(int(value >= 128) for value in range(256))
_SAME: Final = 0.97
"""Two samples that share so much of what either has differ by their softness alone."""


@dataclass(frozen=True)
class Sampled:
    """A selection: its bounds in image pixels (None: nothing is selected), a byte a cell of the canvas.

    Row by row from the top, `columns` in each.
    """

    canvas: Size
    bounds: Optional[Area]
    cells: bytes = b""
    columns: int = 1


def is_drawn(before: Sampled, now: Sampled, layers: Collection[Area] = ()) -> bool:
    """Whether `now` is likely to have been drawn; `layers` are the areas of the image's layers."""
    canvas = (0, 0, *now.canvas)
    if now.bounds is None or now.bounds == canvas or now.bounds in set(layers):
        return False
    if before.bounds is None:
        return True
    if _has_moved_outline(before, now):
        return False
    if len(before.cells) != len(now.cells):  # GIMP makes no samples
        return True
    if _share(_inverse(before.cells), now.cells) >= _SAME:
        return False
    return _share(before.cells, now.cells) < _SAME or _has_solid_change(before, now)


def how_drawn(before: Sampled, now: Sampled, layers: Collection[Area] = ()) -> str:
    """Return how `now` was likely drawn: "replace", "add" (with Shift), "subtract" (with Ctrl); or "".

    What came or went must lie to a side: a rectangle drawn anew around all of the one before, or within it,
    is one drawn anew. What Shift and Ctrl together leave is told from that by nothing.
    """
    if not is_drawn(before, now, layers):
        return ""
    if before.bounds is None or len(before.cells) != len(now.cells):
        return "replace"
    was, is_now = (sample.cells.translate(_SOLID) for sample in (before, now))
    if _is_box(is_now, now.columns) and _is_box(was, now.columns):
        return "replace"  # one box after another, even where three of their sides are the same
    came, went = _without(is_now, was), _without(was, is_now)
    if any(came) and not any(went) and any(was) and not _covers(came, was, now.columns):
        return "add"
    if any(went) and not any(came) and any(is_now) and not _covers(went, is_now, now.columns):
        return "subtract"
    return "replace"


def came_back(shown: Sampled, before: Sampled, now: Sampled) -> bool:
    """Whether `now` is what was `shown` before nothing was selected, as while Quick Mask is on."""
    return before.bounds is None and shown.bounds == now.bounds and is_same(shown.cells, now.cells)


def is_same(one: bytes, other: bytes) -> bool:
    """Whether two samples of the same area show the same, but for their softness."""
    return len(one) == len(other) and _share(one, other) >= _SAME


def _has_moved_outline(before: Sampled, now: Sampled) -> bool:
    """Whether all edges have moved, by one distance, as by Grow, Shrink and Border; no hand does that."""
    assert now.bounds is not None
    assert before.bounds is not None
    margins: List[int] = []
    for at, (edge, last) in enumerate(zip(now.bounds, before.bounds)):
        limit = 0 if at < 2 else now.canvas[at - 2]
        if limit not in (edge, last):
            margins.append(last - edge if at < 2 else edge - last)
    return len(margins) > 1 and len(set(margins)) == 1 and margins[0] != 0


def _has_solid_change(before: Sampled, now: Sampled) -> bool:
    """Whether somewhere 3 × 3 cells are others: a small piece that was added, where softer edges are thin."""
    was, is_now = (int.from_bytes(one.cells.translate(_SOLID), "little") for one in (before, now))
    change = was ^ is_now
    for shift in (8, 8 * now.columns):
        change &= (change >> shift) & (change >> 2 * shift)
    return change != 0


def _share(one: bytes, other: bytes) -> float:
    """Return intersection ÷ union of what is selected in two samples."""
    a, b = (int.from_bytes(cells.translate(_SOLID), "little") for cells in (one, other))
    either = bin(a | b).count("1")
    return bin(a & b).count("1") / either if either else 0.0


def _covers(one: bytes, other: bytes, columns: int) -> bool:
    """Whether the bounds of what is selected in one sample contain those of another."""
    a, b = _bounds(one, columns), _bounds(other, columns)
    return a[0] <= b[0] and a[1] <= b[1] and a[2] >= b[2] and a[3] >= b[3]


def _is_box(cells: bytes, columns: int) -> bool:
    """Whether the cells that are 1 are all those of their bounds, and there are some."""
    if not any(cells):
        return False
    x0, y0, x1, y1 = _bounds(cells, columns)
    return cells.count(1) == (x1 - x0) * (y1 - y0)


def _bounds(cells: bytes, columns: int) -> Area:
    """Return the bounds of the cells that are 1; there are some."""
    rows = [cells[start : start + columns] for start in range(0, len(cells), columns)]
    full = [number for number, row in enumerate(rows) if any(row)]
    left = min(rows[number].index(1) for number in full)
    right = max(rows[number].rindex(1) for number in full)
    return left, full[0], right + 1, full[-1] + 1


def _without(one: bytes, other: bytes) -> bytes:
    """Return, as 0 and 1, what is 1 in one sample and 0 in another."""
    both = int.from_bytes(one, "little") & ~int.from_bytes(other, "little")
    return both.to_bytes(len(one), "little")


def _inverse(cells: bytes) -> bytes:
    return bytes(cells).translate(bytes(255 - value for value in range(256)))
