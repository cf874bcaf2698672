"""An object in colour on a grey background."""

from typing import Final

import numpy as np

from smart_select.bands import row_bands
from smart_select.values import Mask, Photo

_LUMA: Final = np.array([0.2126, 0.7152, 0.0722], np.float32)
"""ITU-R BT.709's weights of 8-bit sRGB values: GIMP's "Luma"."""


def desaturate_background(
    colours: Photo, mask: Mask, amount: float = 1.0, *, foreground: Photo | None = None
) -> Photo:
    """Return H×W×3 whose background has its colours less by `amount` (1: grey); pixels of mask 255 stay.

    Of a soft edge's pixel I = α·F + (1−α)·B only the background's part, I − α·F, turns grey, where
    `foreground` tells F; so that no grey rim is left around the object. The result is made in the place of
    `foreground`, which is used up. Works in bands of rows.
    """
    result = np.empty_like(colours) if foreground is None else foreground
    for rows in row_bands(mask.shape):
        share = mask[rows].astype(np.float32)[..., None] / np.float32(255)
        part = colours[rows].astype(np.float32)
        front = part if foreground is None else foreground[rows].astype(np.float32)
        behind = np.maximum(part - share * front, 0)
        grey = (behind @ _LUMA)[..., None]
        result[rows] = np.clip(np.rint(share * front + behind + (grey - behind) * np.float32(amount)), 0, 255)
    return result
