"""A mask enlarged to more pixels: computed along its edges, filled in between."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from smart_select.values import Mask, Size

_TILE = 128
"""Pixels along a tile's side: most are wholly inside or outside, and cost little."""
_MARGIN = 2
"""Pixels of the small mask beyond a tile that its own pixels can depend on."""


def enlarged_mask(mask: Mask, size: Size, source: tuple[float, float, float, float]) -> Mask:
    """Enlarge bilinearly what lies in `source` (x0, y0, x1, y1) of a mask to `size` (width, height).

    Within one level of what Pillow gives for all of it at once.
    """
    width, height = size
    across, down = (source[2] - source[0]) / width, (source[3] - source[1]) / height
    if across > 1 or down > 1:  # made smaller, a pixel depends on more than its neighbours
        return np.asarray(Image.fromarray(mask).resize(size, Image.Resampling.BILINEAR, box=source))
    result = np.empty((height, width), np.uint8)
    lefts = np.arange(0, width, _TILE)
    rights = np.minimum(lefts + _TILE, width)
    firsts = np.maximum((source[0] + lefts * across).astype(np.int64) - _MARGIN, 0)
    lasts = np.minimum((source[0] + rights * across).astype(np.int64) + 1 + _MARGIN, mask.shape[1])
    for top in range(0, height, _TILE):
        bottom = min(top + _TILE, height)
        y0, y1 = source[1] + top * down, source[1] + bottom * down
        first, last = max(int(y0) - _MARGIN, 0), min(int(y1) + 1 + _MARGIN, mask.shape[0])
        band = mask[first:last]
        least, most = _in_tiles(np.minimum, band, firsts, lasts), _in_tiles(np.maximum, band, firsts, lasts)
        result[top:bottom] = np.repeat(most, rights - lefts)
        for start, end in _runs(least != most):
            left, right, begin = int(lefts[start]), int(rights[end - 1]), int(firsts[start])
            part = Image.fromarray(band[:, begin : int(lasts[end - 1])])
            x0, x1 = source[0] + left * across - begin, source[0] + right * across - begin
            box = x0, y0 - first, min(x1, part.width), min(y1 - first, part.height)
            pixels = part.resize((right - left, bottom - top), Image.Resampling.BILINEAR, box=box)
            result[top:bottom, left:right] = np.asarray(pixels)
    return result


def _in_tiles(
    extreme: np.ufunc, band: Mask, firsts: NDArray[np.int64], lasts: NDArray[np.int64]
) -> NDArray[np.uint8]:
    """Return the least or largest number of a band in the columns from each of `firsts` to before `lasts`."""
    columns = np.append(extreme.reduce(band, axis=0), band[0, -1])  # so that the last one has an index
    edges = np.stack((firsts, lasts), axis=1).ravel()
    return np.asarray(extreme.reduceat(columns, edges)[::2])


def _runs(chosen: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return the start and end of each row of neighbours that are chosen."""
    changes = np.flatnonzero(np.diff(np.concatenate(([False], chosen, [False]))))
    return [(int(start), int(end)) for start, end in changes.reshape(-1, 2)]
