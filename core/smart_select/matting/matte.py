"""A mask's edge as a matte: hair, fur, nets, motion and glass are partly the object, partly what is behind.

Opacity is found on a smaller copy of the picture, in the band that is not sure (`trimap`): first by colours
(`colour_pairs`), then smoothed along them (`laplacian`). There it is a linear function of colour in every
small window, and those functions, enlarged, say the opacity of the picture's own pixels, as in `masks.edges`.
"""

from collections.abc import Iterator
from itertools import product

import numpy as np
from numpy.typing import NDArray

from smart_select.masks.grid import Region, enlarge_part, thumbnail
from smart_select.matting.colour_pairs import estimate_by_colours
from smart_select.matting.laplacian import ColourLines, mean_at_pixels, smooth_opacity
from smart_select.matting.trimap import Trimap
from smart_select.parallel import for_each
from smart_select.values import Logits, Mask, Photo

Floats = NDArray[np.float32]

_SHRINK = 2
_LARGEST_SIDE = 1536
"""Of the smaller copy."""
_TILE, _HALO = 96, 16
"""Pixels of the smaller copy that are smoothed at a time, and what is seen around them."""
_STEPS = 25
_TRUST, _DOUBT = np.float32(4e-4), np.float32(5e-3)
"""What the colours say weighs trust ÷ (its variance + doubt) beside the picture's colour lines."""
_ENLARGING = 1e-5
"""Variance, of colours in 0…1, below which a window's opacity is taken as even when it is enlarged."""
_PIXEL_TILE = 256
_WORTH_THREADS, _WORTH_THREADS_SMALL = 4_000_000, 400_000
"""Pixels of the picture, and of the smaller copy, from which on several threads are worth starting."""


def alpha_matte(photo: Photo, mask: Mask, *, logits: Logits | None = None, band_cells: int = 2) -> Mask:
    """Return the H×W matte (0 = outside … 255 = inside, between: partly) of an H×W×3 photo and a soft mask.

    Only a band along the mask's outline is changed, by default two of 256 cells (along the longer side) more
    than the outline lies in, on both sides; hair that flies farther needs more `band_cells`. `logits` (h×w
    over the photo, any resolution) widen it to all that they leave open. Memory beside the result: about
    150 MB, however large the photo is.
    """
    trimap = Trimap.of(mask, logits, band_cells)
    height, width = mask.shape
    if not trimap.uncertain.any() or min(height, width) < 3:
        return mask.copy()
    scale = max(_SHRINK, max(height, width) / _LARGEST_SIDE)
    size = max(3, round(width / scale)), max(3, round(height / scale))
    lines = _colour_lines(thumbnail(photo, size), trimap)
    result = mask.copy()

    def draw(tile: tuple[int, int]) -> None:
        region = (
            slice(tile[0], min(tile[0] + _PIXEL_TILE, height)),
            slice(tile[1], min(tile[1] + _PIXEL_TILE, width)),
        )
        if not trimap.may_be_unknown(region):
            return
        unknown = trimap.part(region) == 0
        opacity = _apply(enlarge_part(lines, (height, width), region), photo[region])
        np.copyto(result[region], np.clip(opacity, 0, 255.5).astype(np.uint8), where=unknown)

    tiles = product(range(0, height, _PIXEL_TILE), range(0, width, _PIXEL_TILE))
    for_each(draw, tiles, in_threads=mask.size >= _WORTH_THREADS)
    return result


def _colour_lines(small: Photo, trimap: Trimap) -> Floats:
    """Return 4×h×w: 255 · opacity + ½ ≈ a·colour + b, per 8-bit colour step, about every pixel of `small`."""
    height, width = small.shape[:2]
    known = trimap.on_grid((height, width)).part((slice(0, height), slice(0, width)))
    opacity, variance = estimate_by_colours(small, known, trimap.prior((height, width)))
    opacity[known > 0] = 1
    unknown = known == 0
    result = np.zeros((4, height, width), np.float32)
    result[3] = opacity

    def solve(tile: tuple[Region, Region]) -> None:
        inner, around = tile
        part = np.ascontiguousarray(small[around].transpose(2, 0, 1)).astype(np.float32)
        part /= 255
        trust = _TRUST / (variance[around] + _DOUBT)
        smooth = smooth_opacity(ColourLines.of(part), opacity[around], trust, unknown[around], _STEPS)
        lines = mean_at_pixels(ColourLines.of(part, _ENLARGING).fit(smooth))
        rows, columns = (
            slice(own.start - all_.start, own.stop - all_.start)
            for own, all_ in zip(inner, around, strict=True)
        )
        result[(slice(None), *inner)] = lines[:, rows, columns]

    for_each(solve, _tiles(unknown), in_threads=unknown.size >= _WORTH_THREADS_SMALL)
    result[3] *= 255
    result[3] += np.float32(0.5)
    return result


def _tiles(unknown: NDArray[np.bool_]) -> Iterator[tuple[Region, Region]]:
    """Yield the parts of a picture that have unknown pixels, and each with what is computed around it.

    A tile is cut down to its unknown pixels, and one more on each side: enlarging reaches so far.
    """
    height, width = unknown.shape
    for top, left in product(range(0, height, _TILE), range(0, width, _TILE)):
        tile = unknown[max(0, top - 1) : top + _TILE + 1, max(0, left - 1) : left + _TILE + 1]
        rows, columns = np.flatnonzero(tile.any(axis=1)), np.flatnonzero(tile.any(axis=0))
        if not rows.size:
            continue
        first, last = max(0, top - 1), max(0, left - 1)
        inner = (
            slice(max(top, first + int(rows[0]) - 1), min(top + _TILE, first + int(rows[-1]) + 2, height)),
            slice(
                max(left, last + int(columns[0]) - 1), min(left + _TILE, last + int(columns[-1]) + 2, width)
            ),
        )
        around = (
            slice(max(0, inner[0].start - _HALO), min(inner[0].stop + _HALO, height)),
            slice(max(0, inner[1].start - _HALO), min(inner[1].stop + _HALO, width)),
        )
        yield inner, around


def _apply(lines: Floats, pixels: Photo) -> Floats:
    """Return a·colour + b for one tile of h×w×3 pixels."""
    colours = np.ascontiguousarray(pixels.transpose(2, 0, 1)).astype(np.float32)
    colours *= lines[:3]
    total: Floats = colours.sum(axis=0)
    total += lines[3]
    return total
