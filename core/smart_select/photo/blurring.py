"""A blurred background that does not glow with the object's own colours."""

import math
from collections.abc import Iterator
from itertools import product
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from smart_select.photo.compositing import replace_background, row_bands
from smart_select.values import Mask, Photo

Planes: TypeAlias = NDArray[np.float32]
"""h×w×4: red, green and blue, each times the weight, and the weight; or h×w×3: colours."""

Blurred: TypeAlias = tuple[tuple[slice, slice], Planes]
"""Rows and columns of the picture, and their blurred colours."""

_DIRECT_SIGMA: Final = 1.5
"""Wider blurs are computed on blocks of pixels, so that a block's sigma stays between this and twice this."""

_TILE_SIDE_PX: Final = 192
"""Narrow blurs go over every pixel dozens of times, so they work on tiles that fit into a core's cache."""

_KERNEL_SIGMAS: Final = 3
_NEARLY_NOTHING: Final = 1e-3


def blur_background(colours: Photo, mask: Mask, sigma_px: float, alpha: Mask | None = None) -> Photo:
    """Return H×W×3: the object sharp, everything else blurred by a Gaussian of `sigma_px` pixels (> 0).

    Normalised: each blurred pixel is the mean of background pixels only, weighted by 1 − mask (and by the
    picture's `alpha`, so that hidden colours stay hidden), hence the object leaves no halo around itself.
    Deep inside the object there is no background near; the object covers it there. Transparency stays the
    caller's. Works in bands or tiles: needs little beside the result.
    """
    block = int(sigma_px // _DIRECT_SIGMA)
    blurred_parts = (
        _blurred_blocks(colours, mask, alpha, sigma_px, block)
        if block > 1
        else _blurred_tiles(colours, mask, alpha, sigma_px)
    )
    result = np.empty_like(colours)
    for part, blurred in blurred_parts:
        background = np.clip(np.rint(blurred), 0, 255).astype(np.uint8)
        result[part] = replace_background(colours[part], mask[part], background)
    return result


def _blurred_tiles(colours: Photo, mask: Mask, alpha: Mask | None, sigma_px: float) -> Iterator[Blurred]:
    """Blur each tile together with as many pixels around it as the kernel reaches."""
    halo = _radius(sigma_px)
    for top, left in product(*(range(0, side, _TILE_SIDE_PX) for side in mask.shape)):
        first_row, first_column = max(0, top - halo), max(0, left - halo)
        bottom, right = top + _TILE_SIDE_PX, left + _TILE_SIDE_PX
        around = slice(first_row, bottom + halo), slice(first_column, right + halo)
        weighted = _weighted(colours[around], mask[around], None if alpha is None else alpha[around])
        inner = slice(top - first_row, bottom - first_row), slice(left - first_column, right - first_column)
        yield (slice(top, bottom), slice(left, right)), _means(weighted, sigma_px)[inner]


def _blurred_blocks(
    colours: Photo, mask: Mask, alpha: Mask | None, sigma_px: float, block: int
) -> Iterator[Blurred]:
    """Blur the means of blocks, and enlarge them band by band."""
    # Averaging over a block blurs as well, by the variance of a box.
    sigma = math.sqrt(sigma_px**2 - block**2 / 12) / block
    small = _means(_block_means(colours, mask, alpha, block), sigma)
    for rows in row_bands(mask):
        yield (rows, slice(None)), _enlarged_rows(small, block, rows, mask.shape[1])


def _block_means(colours: Photo, mask: Mask, alpha: Mask | None, block: int) -> Planes:
    """Average block×block pixels; the border may cut the last blocks off."""
    height, width = mask.shape
    starts = np.arange(0, width, block)
    widths = np.diff(np.append(starts, width)).astype(np.float32)
    means = []
    for top in range(0, height, block):
        rows = slice(top, top + block)
        weighted = _weighted(colours[rows], mask[rows], None if alpha is None else alpha[rows])
        means.append(np.add.reduceat(weighted.mean(axis=0), starts, axis=0) / widths[:, None])
    return np.stack(means)


def _enlarged_rows(small: Planes, block: int, rows: slice, width: int) -> Planes:
    size = width, rows.stop - rows.start
    box = 0, rows.start / block, width / block, rows.stop / block
    channels = [
        Image.fromarray(np.ascontiguousarray(small[..., channel])).resize(
            size, Image.Resampling.BICUBIC, box=box
        )
        for channel in range(3)
    ]
    return np.stack([np.asarray(channel) for channel in channels], axis=-1)


def _weighted(colours: Photo, mask: Mask, alpha: Mask | None) -> Planes:
    weight = (255 - mask).astype(np.float32) / np.float32(255)
    if alpha is not None:
        weight *= alpha.astype(np.float32) / np.float32(255)
    return np.concatenate([colours * weight[..., None], weight[..., None]], axis=-1)


def _means(weighted: Planes, sigma: float) -> Planes:
    """Blur and divide by the blurred weight; 0 where there is none near."""
    blurred = _gaussian(weighted, sigma)
    share = blurred[..., 3:]
    means = np.zeros_like(blurred[..., :3])
    np.divide(blurred[..., :3], share, out=means, where=share > _NEARLY_NOTHING)
    return means


def _gaussian(planes: Planes, sigma: float) -> Planes:
    """Convolve by columns and by rows; the outermost pixels go on beyond the border."""
    radius = _radius(sigma)
    offsets = np.arange(-radius, radius + 1, dtype=np.float64)
    kernel = np.exp(-0.5 * (offsets / sigma) ** 2)
    kernel = (kernel / kernel.sum()).astype(np.float32)
    for _ in range(2):
        length = len(planes)
        padded = np.pad(planes, ((radius, radius), (0, 0), (0, 0)), mode="edge")
        total = padded[radius : radius + length] * kernel[radius]
        pair = np.empty_like(total)
        for before in range(radius):  # and what lies as far behind: the kernel is symmetric
            after = 2 * radius - before
            np.add(padded[before : before + length], padded[after : after + length], out=pair)
            pair *= kernel[before]
            total += pair
        planes = total.swapaxes(0, 1)
    return planes


def _radius(sigma: float) -> int:
    return math.ceil(_KERNEL_SIGMAS * sigma)
