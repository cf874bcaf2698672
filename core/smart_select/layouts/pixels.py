"""Photo → the encoder's input: resize and normalise, in float32 all the way.

The reference (sam2/utils/transforms.py) turns the photo into floats first and then resizes it with an
antialiased bilinear filter. 8-bit resizing, as Pillow has it, rounds twice on the way and is off by more than
2/255 after normalisation; Pillow's float mode is exact but takes several times as long as what is done here.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from smart_select.parallel import for_each
from smart_select.values import Photo, Size

IMAGENET_MEAN = np.array([0.485, 0.456, 0.406], np.float32)
IMAGENET_STD = np.array([0.229, 0.224, 0.225], np.float32)

_ROWS = 32
_WEIGHTS = 2700
"""Rows of each channel, and weights, per matrix product: 3·32·2700 multiplications are just below the size
from which OpenBLAS starts threads, which lose more than they gain on a machine that is busy."""

_WORTH_THREADS = 12_000_000
"""Values from which on threads of our own are worth starting: a photo of 4 MP."""

_Band = tuple[slice, slice, NDArray[np.float32]]


def resize_photo(photo: Photo, size: Size) -> NDArray[np.float32]:
    """Resize H×W×3 uint8 to `size` (width, height) with the antialiased bilinear (triangle) filter.

    Returns height×width×3 float32, 0…255, unrounded. Needs 12 bytes × the target's length along the photo's
    longer side × the photo's shorter side.
    """
    height, width = photo.shape[:2]
    planes = photo.transpose(2, 0, 1)
    # The longer side is shrunk first, so that what lies between the two passes is small.
    if width >= height:
        narrow = _resize_rows(planes, size[0])
        return _resize_rows(narrow.transpose(0, 2, 1), size[1]).transpose(2, 1, 0)
    short = _resize_rows(planes.transpose(0, 2, 1), size[1])
    return _resize_rows(short.transpose(0, 2, 1), size[0]).transpose(1, 2, 0)


def normalise(pixels: NDArray[np.float32]) -> NDArray[np.float32]:
    """Turn h×w×3 values 0…255 into 1×3×h×w ImageNet-normalised values: (x/255 − mean) / std."""
    scaled = pixels * (1 / (255 * IMAGENET_STD)) - IMAGENET_MEAN / IMAGENET_STD
    return np.ascontiguousarray(scaled.transpose(2, 0, 1)[np.newaxis])


def _resize_rows(planes: NDArray[np.generic], target: int) -> NDArray[np.float32]:
    """Resize k×n×length planes to k×n×target."""
    count, length = planes.shape[1:]
    result = np.empty((len(planes), count, target), np.float32)
    bands = _bands(length, target)

    def resize_strip(top: int) -> None:
        # Planes first, floats second: much faster than the strided conversion in one step.
        strip = np.ascontiguousarray(planes[:, top : top + _ROWS]).astype(np.float32, copy=False)
        lines = strip.reshape(-1, length)
        resized = np.empty((len(lines), target), np.float32)
        for pixels, source, weights in bands:
            np.matmul(lines[:, source], weights, out=resized[:, pixels])
        result[:, top : top + _ROWS] = resized.reshape(*strip.shape[:2], target)

    for_each(resize_strip, range(0, count, _ROWS), in_threads=planes.size >= _WORTH_THREADS)
    return result


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
    band = max(1, int((_WEIGHTS / reach) ** 0.5) - 1)
    for begin in range(0, target, band):
        end = min(begin + band, target)
        first = max(0, int(centres[begin] - reach))
        last = min(length, int(np.ceil(centres[end - 1] + reach)))
        distance = np.abs(np.arange(first, last)[:, np.newaxis] + 0.5 - centres[begin:end]) / reach
        weights = np.maximum(1 - distance, 0)
        weights /= weights.sum(axis=0)
        bands.append((slice(begin, end), slice(first, last), weights.astype(np.float32)))
    return bands
