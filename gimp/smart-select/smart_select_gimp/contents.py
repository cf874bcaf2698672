"""Samples of an image's layers, hashed: whether what was seen is still there, in a few milliseconds."""

from __future__ import annotations

import hashlib
from typing import Any, Dict, Final

from smart_select_gimp.core_copies import sample_of
from smart_select_gimp.gimp_api import Gegl, buffer_of

_SIDE: Final = 128
"""Cells of a sample: a stroke of the brush that is no larger than one hardly moves an outline."""
_ROWS: Final = 3
_LAYERS: Final = 12
"""More would cost more than they tell."""


def contents_of(image: Any) -> Dict[int, str]:
    """Return a text for each layer, by its number, that is another one when it was turned or painted on.

    Sizes and places do not tell that: a picture that is turned by 180° has the same ones.
    """
    return {
        layer.get_id(): hashlib.blake2b(
            sample_of(layer, _SIDE) or _rows_of(layer), digest_size=12
        ).hexdigest()
        for layer in image.get_layers()[:_LAYERS]
    }


def _rows_of(layer: Any) -> bytes:
    """Return some rows of a layer, for the GIMP that makes no small copies of layers."""
    width, height = layer.get_width(), layer.get_height()
    buffer = buffer_of(layer)
    rows = (
        Gegl.Rectangle.new(0, (2 * number + 1) * height // (2 * _ROWS), width, 1) for number in range(_ROWS)
    )
    return b"".join(bytes(buffer.get(row, 1.0, None, Gegl.AbyssPolicy.NONE)) for row in rows)
