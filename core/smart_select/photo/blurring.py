"""A blurred background that does not glow with the object's own colours."""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from smart_select.photo.compositing import replace_background
from smart_select.values import Mask, Photo

Plane = NDArray[np.float32]

_DIRECT_SIGMA: Final = 4.0
"""Up to this sigma pixels are convolved as they are; wider blurs are computed on a smaller picture."""

_KERNEL_SIGMAS: Final = 4
_NEARLY_NOTHING: Final = 1e-3


def blur_background(colours: Photo, mask: Mask, sigma_px: float, alpha: Mask | None = None) -> Photo:
    """Return H×W×3: the object sharp, everything else blurred by a Gaussian of `sigma_px` pixels (> 0).

    Normalised: each blurred pixel is the mean of background pixels only, weighted by 1 − mask (and by the
    picture's `alpha`, so that hidden colours stay hidden), hence the object leaves no halo around itself.
    Deep inside the object there is no background near; the object covers it there. Transparency stays the
    caller's. Needs about 20 bytes per pixel beside the result.
    """
    weight = _background_weight(mask, alpha)
    scale = max(1.0, sigma_px / _DIRECT_SIGMA)
    small_weight = _reduced(weight, scale)
    share = _gaussian(small_weight, sigma_px / scale)
    blurred = np.empty_like(colours)
    for channel in range(3):
        plane = colours[..., channel].astype(np.float32)
        light = _gaussian(_reduced(plane * weight, scale), sigma_px / scale)
        mean = np.where(share > _NEARLY_NOTHING, light / np.maximum(share, _NEARLY_NOTHING), 0)
        wide = _enlarged(mean.astype(np.float32), plane.shape)
        blurred[..., channel] = np.clip(np.rint(wide), 0, 255).astype(np.uint8)
    return replace_background(colours, mask, blurred)


def _background_weight(mask: Mask, alpha: Mask | None) -> Plane:
    weight = (255 - mask).astype(np.float32) / np.float32(255)
    return weight if alpha is None else weight * (alpha.astype(np.float32) / np.float32(255))


def _reduced(plane: Plane, scale: float) -> Plane:
    if scale == 1:
        return plane
    height, width = plane.shape
    size = max(1, math.ceil(width / scale)), max(1, math.ceil(height / scale))
    return np.asarray(Image.fromarray(plane).resize(size, Image.Resampling.BOX))


def _enlarged(plane: Plane, shape: tuple[int, ...]) -> Plane:
    if plane.shape == shape:
        return plane
    return np.asarray(Image.fromarray(plane).resize((shape[1], shape[0]), Image.Resampling.BICUBIC))


def _gaussian(plane: Plane, sigma: float) -> Plane:
    """Convolve by rows and by columns; the outermost pixels go on beyond the border."""
    radius = math.ceil(_KERNEL_SIGMAS * sigma)
    offsets = np.arange(-radius, radius + 1, dtype=np.float64)
    kernel = np.exp(-0.5 * (offsets / sigma) ** 2)
    kernel = (kernel / kernel.sum()).astype(np.float32)
    for _ in range(2):
        padded = np.pad(plane, ((radius, radius), (0, 0)), mode="edge")
        total = np.zeros_like(plane)
        for start, factor in enumerate(kernel):
            total += factor * padded[start : start + len(plane)]
        plane = total.T
    return plane
