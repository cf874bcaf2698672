"""Whether a new selection was drawn around something, or made of the one before by a menu of GIMP.

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
    """A selection: its bounds in image pixels (None: nothing is selected), a byte a cell of the canvas."""

    canvas: Size
    bounds: Optional[Area]
    cells: bytes = b""


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
    return max(_share(before.cells, now.cells), _share(_inverse(before.cells), now.cells)) < _SAME


def is_same(one: bytes, other: bytes) -> bool:
    """Whether two samples of the same area show the same, but for their softness."""
    return len(one) == len(other) and _share(one, other) >= _SAME


def _has_moved_outline(before: Sampled, now: Sampled) -> bool:
    """Whether all edges have moved by the same distance, as by Grow, Shrink and Border; no hand does that."""
    assert now.bounds is not None
    assert before.bounds is not None
    margins: List[int] = []
    for at, (edge, last) in enumerate(zip(now.bounds, before.bounds)):
        limit = 0 if at < 2 else now.canvas[at - 2]
        if limit not in (edge, last):
            margins.append(last - edge if at < 2 else edge - last)
    return len(margins) > 1 and len(set(margins)) == 1


def _share(one: bytes, other: bytes) -> float:
    """Return intersection ÷ union of what is selected in two samples."""
    a, b = (int.from_bytes(cells.translate(_SOLID), "little") for cells in (one, other))
    either = bin(a | b).count("1")
    return bin(a & b).count("1") / either if either else 0.0


def _inverse(cells: bytes) -> bytes:
    return bytes(cells).translate(bytes(255 - value for value in range(256)))
