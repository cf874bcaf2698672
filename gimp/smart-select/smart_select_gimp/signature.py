"""What tells one selection from another, without all of its bytes."""

from __future__ import annotations

import hashlib
from typing import Any, Final, Optional

from smart_select_gimp.core_copies import selection_sample
from smart_select_gimp.gimp_api import Gegl, Gimp, buffer_of
from smart_select_plugin.wire.values import Area

_ROWS: Final = 5
SIDE: Final = 96
"""Cells along a side of what is looked at of a selection: all of it would be megabytes from GIMP."""


def selection_signature(image: Any) -> str:
    """Return a text that is another one whenever the selection is: its bounds, and a sample within them."""
    bounds = bounds_of(image)
    if bounds is None:
        return "nothing"
    cells = selection_sample(image, bounds, SIDE) or _rows_of(image, bounds)
    digest = hashlib.blake2b(cells, digest_size=16).hexdigest()
    return f"{bounds} {digest}"


def bounds_of(image: Any) -> Optional[Area]:
    """Return the selection's bounds in image pixels; None where nothing is selected."""
    bounds = Gimp.Selection.bounds(image)
    return (bounds[2], bounds[3], bounds[4], bounds[5]) if bounds[1] else None


def _rows_of(image: Any, bounds: Area) -> bytes:
    """Return some rows of the selection, for the GIMP that makes no small copies."""
    x0, y0, x1, y1 = bounds
    buffer = buffer_of(image.get_selection())
    rows = (
        Gegl.Rectangle.new(x0, y0 + (2 * number + 1) * (y1 - y0) // (2 * _ROWS), x1 - x0, 1)
        for number in range(_ROWS)
    )
    return b"".join(bytes(buffer.get(row, 1.0, "Y u8", Gegl.AbyssPolicy.NONE)) for row in rows)
