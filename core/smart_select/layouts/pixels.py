"""Photo → the encoder's input: resize and normalise, in float32 all the way.

The reference (sam2/utils/transforms.py) turns the photo into floats first and then resizes it with an
antialiased bilinear filter. 8-bit resizing, as Pillow has it, rounds twice on the way and is off by more than
2/255 after normalisation; Pillow's float mode is exact but takes several times as long as what is done here.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from smart_select.values import Photo, Size

IMAGENET_MEAN = np.array([0.485, 0.456, 0.406], np.float32)
IMAGENET_STD = np.array([0.229, 0.224, 0.225], np.float32)

_STRIP_PIXELS = 1 << 18
"""Pixels turned into floats at a time: they stay in the processor's cache, and a 100-MP photo gets no float
copy of itself."""
_BAND = 32
"""Target pixels per matrix product: few enough that most of the matrix is not zeros."""

_Band = tuple[slice, slice, NDArray[np.float32]]


def resize_photo(photo: Photo, size: Size) -> NDArray[np.float32]:
    """Resize H×W×3 uint8 to `size` (width, height) with the antialiased bilinear (triangle) filter.

    Returns height×width×3 float32, 0…255, unrounded. Needs 12 bytes × the target's length along the photo's
    longer side × the photo's shorter side.
    """
    if photo.shape[0] > photo.shape[1]:
        # The longer side is shrunk first, so that what lies between the two passes is small.
        turned = resize_photo(photo.transpose(1, 0, 2), (size[1], size[0]))
        return turned.transpose(1, 0, 2)
    height, width = photo.shape[:2]
    rows = max(1, _STRIP_PIXELS // width)
    narrow = np.empty((3, height, size[0]), np.float32)
    for top in range(0, height, rows):
        strip = np.ascontiguousarray(photo[top : top + rows].transpose(2, 0, 1), np.float32)
        for target, source, weights in _bands(width, size[0]):
            narrow[:, top : top + rows, target] = strip[..., source] @ weights
    result = np.empty((3, size[1], size[0]), np.float32)
    for target, source, weights in _bands(height, size[1]):
        result[:, target] = weights.T @ narrow[:, source]
    return result.transpose(1, 2, 0)


def normalise(pixels: NDArray[np.float32]) -> NDArray[np.float32]:
    """Turn h×w×3 values 0…255 into 1×3×h×w ImageNet-normalised values: (x/255 − mean) / std."""
    scaled = pixels * (1 / (255 * IMAGENET_STD)) - IMAGENET_MEAN / IMAGENET_STD
    return np.ascontiguousarray(scaled.transpose(2, 0, 1)[np.newaxis])


@lru_cache(maxsize=8)
def _bands(length: int, target: int) -> list[_Band]:
    """Return the filter from `length` to `target` pixels as bands: target slice, source slice, its weights.

    A target pixel's weights are a triangle round its centre, as wide as two source pixels, or two target
    pixels when shrinking; at the border they are cut off and made to add up to 1 again. Both Pillow and
    `torch.nn.functional.interpolate(antialias=True)` have it so.
    """
    scale = length / target
    reach = max(scale, 1.0)
    centres = (np.arange(target) + 0.5) * scale
    bands = []
    for begin in range(0, target, _BAND):
        end = min(begin + _BAND, target)
        first = max(0, int(centres[begin] - reach))
        last = min(length, int(np.ceil(centres[end - 1] + reach)))
        distance = np.abs(np.arange(first, last)[:, np.newaxis] + 0.5 - centres[begin:end]) / reach
        weights = np.maximum(1 - distance, 0)
        weights /= weights.sum(axis=0)
        bands.append((slice(begin, end), slice(first, last), weights.astype(np.float32)))
    return bands
