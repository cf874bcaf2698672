"""Holes and specks removed, on the logits, before they are enlarged: as SAM 2's own post-processing does.

sam2/utils/transforms.py gives small background components +10 and small foreground ones −10; here a spot
that was clicked on, and the largest part, always stay.
"""

import numpy as np
from numpy.typing import NDArray

from smart_select.masks.components import connected_components
from smart_select.values import Logits

_FILLED = 10.0
_SMALL_SHARE = 1 / 4096
"""A hole or speck is at most this share of the grid: 16 cells of SAM 2's 256×256."""


def clean_logits(
    logits: Logits, wanted: NDArray[np.floating] | None = None, not_wanted: NDArray[np.floating] | None = None
) -> Logits:
    """Return h×w logits without small holes and specks.

    `wanted` and `not_wanted` are N×2 clicks in logits cells (x, y): a speck under a wanted click and a hole
    under an unwanted one are meant.
    """
    small = logits.size * _SMALL_SHARE
    inside = logits > 0
    cleaned = logits.copy()
    cleaned[_small_parts(~inside, small, not_wanted)] = _FILLED
    specks = _small_parts(inside, small, wanted)
    cleaned[specks] = -_FILLED
    return cleaned


def _small_parts(
    picture: NDArray[np.bool_], small: float, clicks: NDArray[np.floating] | None
) -> NDArray[np.bool_]:
    parts = connected_components(picture)
    is_small = parts.areas <= small
    is_small[0] = False
    if parts.count:
        is_small[1 + np.argmax(parts.areas[1:])] = False
    if clicks is not None and len(clicks):
        height, width = picture.shape
        columns = np.clip(np.floor(clicks[:, 0]).astype(int), 0, width - 1)
        rows = np.clip(np.floor(clicks[:, 1]).astype(int), 0, height - 1)
        is_small[parts.labels[rows, columns]] = False
    return is_small[parts.labels]
