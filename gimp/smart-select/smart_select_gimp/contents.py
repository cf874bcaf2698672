"""Some rows of an image's layers, hashed: whether what was seen is still there, in a few milliseconds."""

from __future__ import annotations

import hashlib
from typing import Any, Dict, Final

from smart_select_gimp.gimp_api import Gegl

_ROWS: Final = 3
_LAYERS: Final = 12
"""More would cost more than they tell."""


def contents_of(image: Any) -> Dict[int, str]:
    """Return a text for each layer, by its number, that is another one when the layer was turned or mirrored.

    Sizes and places do not tell that: a picture that is turned by 180° has the same ones.
    """
    return {layer.get_id(): _rows_of(layer) for layer in image.get_layers()[:_LAYERS]}


def _rows_of(layer: Any) -> str:
    width, height = layer.get_width(), layer.get_height()
    buffer = layer.get_buffer()
    digest = hashlib.blake2b(digest_size=12)
    for number in range(_ROWS):
        row = Gegl.Rectangle.new(0, (2 * number + 1) * height // (2 * _ROWS), width, 1)
        digest.update(bytes(buffer.get(row, 1.0, None, Gegl.AbyssPolicy.NONE)))
    return digest.hexdigest()
