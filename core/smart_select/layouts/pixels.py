"""Photo → the encoder's input: resize and normalise, in float32 all the way.

The reference (sam2/utils/transforms.py) turns the photo into floats first and then resizes it with an
antialiased bilinear filter. 8-bit resizing, as Pillow has it, rounds twice on the way and is off by more than
2/255 after normalisation; Pillow's float mode is exact but takes several times as long as what is done here.

Both passes are matrix products with the filter's weights, in bands because most weights are zero. Rows are
shrunk first, which takes the photo as it lies in memory, and come out as columns of x · channel · y, so that
the second pass needs no reordering either.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from smart_select.values import Photo, Size

IMAGENET_MEAN = np.array([0.485, 0.456, 0.406], np.float32)
IMAGENET_STD = np.array([0.229, 0.224, 0.225], np.float32)

_MULTIPLICATIONS = 2**18
"""In one matrix product: OpenBLAS starts threads from this on, which lose more than they gain on a machine
that is busy."""

_NARROW = 832
"""Lines beside which the bands of rows are made: narrow ones, since a wide one multiplies more zeros."""

_STRIP, _STRIP_FLOATS = 32, 8_000_000
"""Rows of the result made at a time, and floats that they may need before they are shrunk along x."""

_Band = tuple[slice, slice, NDArray[np.float32]]


def resize_photo(photo: Photo, size: Size) -> NDArray[np.float32]:
    """Resize H×W×3 uint8 to `size` (width, height) with the antialiased bilinear (triangle) filter.

    Returns 3×height×width float32, 0…255, unrounded. Needs 400 bytes × the photo's width beside the result,
    at most 32 MB for the widest, and 8 bytes × its longer side.
    """
    width, height = size
    deep = max(1, min(_STRIP, _STRIP_FLOATS // (3 * photo.shape[1])))
    columns = _bands(photo.shape[1], width, 3 * deep, _STRIP)
    result = np.empty((3, height, width), np.float32)
    strip: list[_Band] = []
    for band in _bands(photo.shape[0], height, _NARROW, deep):
        if strip and band[0].stop - strip[0][0].start > deep:
            _resize_strip(photo, strip, columns, result)
            strip = []
        strip.append(band)
    _resize_strip(photo, strip, columns, result)
    return result


def normalise(planes: NDArray[np.float32]) -> NDArray[np.float32]:
    """Turn 3×h×w values 0…255 into 1×3×h×w ImageNet-normalised values: (x/255 − mean) / std."""
    scaled = planes[np.newaxis] * _per_plane(1 / (255 * IMAGENET_STD))
    scaled -= _per_plane(IMAGENET_MEAN / IMAGENET_STD)
    return scaled


def _per_plane(values: NDArray[np.floating]) -> NDArray[np.float32]:
    return values.astype(np.float32).reshape(3, 1, 1)


def _resize_strip(photo: Photo, rows: list[_Band], columns: list[_Band], result: NDArray[np.float32]) -> None:
    """Fill the rows of `result` (3×h×w) that the bands `rows` make."""
    top, first = rows[0][0].start, rows[0][1].start
    count = rows[-1][0].stop - top
    source = photo[first : rows[-1][1].stop].reshape(-1, photo.shape[1] * 3)
    shrunk = np.empty((source.shape[1], count), np.float32)
    step = max(1, _MULTIPLICATIONS // max(weights.size for _, _, weights in rows))
    for left in range(0, source.shape[1], step):
        block = source[:, left : left + step].astype(np.float32)
        for target, lines, weights in rows:
            here = block[lines.start - first : lines.stop - first]
            np.matmul(here.T, weights, out=shrunk[left : left + step, target.start - top : target.stop - top])
    shrunk = shrunk.reshape(photo.shape[1], 3 * count)
    for target, lines, weights in columns:
        done = np.matmul(weights.T, shrunk[lines]).reshape(-1, 3, count)
        result[:, top : top + count, target] = done.transpose(1, 2, 0)


@lru_cache(maxsize=4)
def _bands(length: int, target: int, across: int, longest: int) -> list[_Band]:
    """Return the filter from `length` to `target` pixels as bands: target slice, source slice, its weights.

    A target pixel's weights are a triangle round its centre, as wide as two source pixels, or two target
    pixels when shrinking; at the border they are cut off and made to add up to 1 again. Both Pillow and
    `torch.nn.functional.interpolate(antialias=True)` have it so. A band has few enough weights for a product
    with `across` lines, and at most `longest` target pixels.
    """
    scale = length / target
    reach = max(scale, 1.0)
    centres = (np.arange(target) + 0.5) * scale
    bands = []
    band = max(1, min(longest, int((_MULTIPLICATIONS / across / reach) ** 0.5) - 1))
    for begin in range(0, target, band):
        end = min(begin + band, target)
        first = max(0, int(centres[begin] - reach))
        last = min(length, int(np.ceil(centres[end - 1] + reach)))
        distance = np.abs(np.arange(first, last)[:, np.newaxis] + 0.5 - centres[begin:end]) / reach
        weights = np.maximum(1 - distance, 0)
        weights /= weights.sum(axis=0)
        bands.append((slice(begin, end), slice(first, last), weights.astype(np.float32)))
    return bands
