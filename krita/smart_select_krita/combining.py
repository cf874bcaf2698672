"""Combines two selections by Krita's own arithmetic, tile by tile so that its window never waits."""

from __future__ import annotations

import sys
from typing import Any, Final, Generator, Iterator

from smart_select_krita.failures import Refusal
from smart_select_krita.geometry import Area
from smart_select_krita.jobs import batched
from smart_select_plugin.translation import _

_TILE: Final = 512


def combined(base: Any, new: Any, operation: str) -> Generator[None, None, Any]:
    """Return `new` combined with `base`, a selection or None; both stay as they are.

    A job; raises Refusal.
    """
    if operation == "replace" or (base is None and operation == "add"):
        return new
    if base is None:
        if operation == "subtract":
            raise Refusal(
                _("Nothing is selected, so there is nothing to subtract from; choose Replace or Add.")
            )
        raise Refusal(_("Nothing is selected, so there is nothing to intersect with; choose Replace or Add."))
    result = sys.modules["krita"].Selection() if operation == "intersect" else base.duplicate()

    def tiles() -> Iterator[None]:
        for x0, y0, x1, y1 in _tiles(_area(new)):
            place = x0, y0, x1 - x0, y1 - y0
            before, with_ = bytes(base.pixelData(*place)), bytes(new.pixelData(*place))
            after = _combined_tile(before, with_, operation, x1 - x0, y1 - y0)
            if after is not None:
                result.setPixelData(after, *place)
            yield

    yield from batched(tiles())
    return result


def _combined_tile(before: bytes, with_: bytes, operation: str, width: int, height: int) -> bytes | None:
    """Return what a tile becomes; None where it stays as it is in what was begun with."""
    nothing, all_ = bytes(len(before)), b"\xff" * len(before)
    if with_ == nothing or (before == nothing and operation != "add"):
        return None
    if operation == "add" and (before == nothing or with_ == all_):
        return with_
    if with_ == all_:
        return before if operation == "intersect" else nothing
    one, other = (sys.modules["krita"].Selection() for _side in range(2))
    one.setPixelData(before, 0, 0, width, height)
    other.setPixelData(with_, 0, 0, width, height)
    getattr(one, operation)(other)
    return bytes(one.pixelData(0, 0, width, height))


def _tiles(area: Area) -> Iterator[Area]:
    x0, y0, x1, y1 = area
    for top in range(y0, y1, _TILE):
        for left in range(x0, x1, _TILE):
            yield left, top, min(left + _TILE, x1), min(top + _TILE, y1)


def _area(selection: Any) -> Area:
    x0, y0 = int(selection.x()), int(selection.y())
    return x0, y0, x0 + int(selection.width()), y0 + int(selection.height())
