"""Holes and specks removed, on the logits, before they are enlarged: as SAM 2's own post-processing does.

sam2/utils/transforms.py gives small background components +10 and small foreground ones −10; here a spot
that was clicked on, and the largest part, always stay.
"""

import numpy as np
from numpy.typing import NDArray

from smart_select.masks.clicks import Clicks
from smart_select.masks.components import connected_components
from smart_select.values import Logits

_FILLED = 10.0
_SMALL_SHARE = 1 / 4096
"""A hole or speck is at most this share of the grid: 16 cells of SAM 2's 256×256."""


def clean_logits(logits: Logits, clicks: Clicks | None = None) -> Logits:
    """Return h×w logits without small holes and specks.

    `clicks` are in logits cells: a speck under a wanted click and a hole under an unwanted one are meant.
    """
    small = logits.size * _SMALL_SHARE
    inside = logits > 0
    cleaned = logits.copy()
    cleaned[_small_parts(~inside, small, clicks, wanted=False)] = _FILLED
    cleaned[_small_parts(inside, small, clicks, wanted=True)] = -_FILLED
    return cleaned


def _small_parts(
    picture: NDArray[np.bool_], small: float, clicks: Clicks | None, *, wanted: bool
) -> NDArray[np.bool_]:
    """Return the parts up to `small` cells large, but for the largest and those that are clicked on."""
    parts = connected_components(picture)
    is_small = parts.areas <= small
    is_small[0] = False
    if parts.count:
        is_small[1 + np.argmax(parts.areas[1:])] = False
    if clicks is not None:
        rows, columns = clicks.on_grid(picture.shape)
        meant = clicks.wanted == wanted
        is_small[parts.labels[rows[meant], columns[meant]]] = False
    return is_small[parts.labels]
