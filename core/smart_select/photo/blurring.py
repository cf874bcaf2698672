"""Portrait mode: the object sharp, what lies behind it blurred as if the object were not there."""

from collections.abc import Iterator
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from smart_select.bands import row_bands
from smart_select.photo.behind import Behind, Front, enlarged
from smart_select.photo.compositing import replace_background
from smart_select.photo.depth_falloff import Falloff
from smart_select.photo.kernels import Blur
from smart_select.values import Mask, Photo

_TILE_CELLS: Final = 192
"""Narrow blurs go over every cell dozens of times, so they work on tiles that fit into a core's cache."""
_BAND_PIXELS: Final = 1 << 19
_MARGIN_CELLS: Final = 2
"""What enlarging looks at beyond a tile."""
_LEVELS: Final = (1 / 8, 1 / 4, 1 / 2, 1.0)
"""Widths of the blurs that a falloff is mixed from."""


def blur_background(
    colours: Photo,
    mask: Mask,
    blur: Blur,
    alpha: Mask | None = None,
    *,
    foreground: Front | None = None,
    falloff_px: float = 0.0,
) -> Photo:
    """Return H×W×3: the object as it is, everything else blurred.

    What is blurred is the background alone (`behind.Behind`): it has none of the object's colours, soft
    edges' share of them included where `foreground` tells them, and neither those that the picture's `alpha`
    hides; so nothing glows around the object. With `falloff_px` the blur is narrower near the object and
    reaches its width that many pixels away. Pixels of mask 255 keep their values. Works in tiles: needs
    little beside the result. Transparency stays the caller's.
    """
    behind = Behind.of(colours, mask, alpha, foreground, blur.decode, blur.reach * blur.block)
    result = np.empty_like(colours)
    if falloff_px > 0:
        _mix_levels(result, behind, blur, Falloff.of(mask, falloff_px))
    else:
        for part, blurred in _blurred(behind, blur):
            result[part] = blurred
    across = slice(0, mask.shape[1])
    for rows in row_bands(mask.shape):
        front = colours[rows] if foreground is None else foreground(rows, across)
        result[rows] = replace_background(front, mask[rows], result[rows])
    return result


def _mix_levels(result: Photo, behind: Behind, widest: Blur, falloff: Falloff) -> None:
    """Fill `result` with blurs of ever greater width, each over the last where the falloff asks for it."""
    narrower = 0.0
    for level in _LEVELS:
        for part, blurred in _blurred(behind, widest.scaled(level)):
            if level == _LEVELS[0]:
                result[part] = blurred
                continue
            share = np.clip((falloff.part(*part) - narrower) / np.float32(level - narrower), 0, 1)
            if not share.any():
                continue
            mixed = result[part] + (blurred.astype(np.float32) - result[part]) * share[..., None]
            result[part] = np.rint(mixed).astype(np.uint8)
        narrower = level


def _blurred(behind: Behind, blur: Blur) -> Iterator[tuple[tuple[slice, slice], NDArray[np.uint8]]]:
    """Yield tiles of the picture (rows, columns) and the background blurred there."""
    height, width = behind.mask.shape
    block, margin = blur.block, _MARGIN_CELLS if blur.block > 1 else 0
    around = blur.reach + margin
    for top, left in product(
        *(range(0, -(-side // block), _TILE_CELLS) for side in (height, width)),
    ):
        bottom, right = (
            min(top + _TILE_CELLS, -(-height // block)),
            min(left + _TILE_CELLS, -(-width // block)),
        )
        cells = behind.cells(
            slice(top - around, bottom + around), slice(left - around, right + around), block
        )
        blurred = blur.apply(cells)
        columns = slice(left * block, min(right * block, width))
        across = columns.stop - columns.start
        # A band at a time: enlarged, a wide blur's tile may be the whole picture.
        step = max(1, _BAND_PIXELS // (across * block))
        for first in range(top, bottom, step):
            rows = slice(first * block, min((first + step) * block, bottom * block, height))
            down = rows.stop - rows.start
            if block > 1:
                above = margin + first - top
                box = margin, above, margin + across / block, above + down / block
                yield (rows, columns), blur.encode(enlarged(blurred, box, (across, down)))
            else:
                yield (rows, columns), blur.encode(blurred[first - top : first - top + down])
