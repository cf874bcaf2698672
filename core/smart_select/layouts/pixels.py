"""Photo → the encoder's input: resize and normalise, in float32 all the way.

The reference (sam2/utils/transforms.py) turns the photo into floats first and then resizes it with an
antialiased bilinear filter. Pillow's `F` mode uses the same triangle filter; its 8-bit modes would round
twice on the way and be off by more than 2/255 after normalisation.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from smart_select.values import Photo, Size

IMAGENET_MEAN = np.array([0.485, 0.456, 0.406], np.float32)
IMAGENET_STD = np.array([0.229, 0.224, 0.225], np.float32)

_STRIP_PIXELS = 1 << 20
"""Pixels turned into floats at a time: bounds the memory for a 100-MP photo without costing speed."""


def resize_photo(photo: Photo, size: Size) -> NDArray[np.float32]:
    """Resize H×W×3 uint8 to `size` (width, height) with the antialiased bilinear filter.

    Returns height×width×3 float32, 0…255, unrounded.
    """
    height, width = photo.shape[:2]
    target_width, target_height = size
    rows = max(1, _STRIP_PIXELS // width)
    # The filter is separable: rows are shrunk strip by strip, then the columns of what is left.
    narrow = np.empty((3, height, target_width), np.float32)
    for top in range(0, height, rows):
        strip = photo[top : top + rows]
        for channel in range(3):
            plane = strip[..., channel].astype(np.float32)
            narrow[channel, top : top + rows] = _resize_plane(plane, (target_width, strip.shape[0]))
    return np.stack([_resize_plane(plane, (target_width, target_height)) for plane in narrow], axis=-1)


def normalise(pixels: NDArray[np.float32]) -> NDArray[np.float32]:
    """Turn h×w×3 values 0…255 into 1×3×h×w ImageNet-normalised values: (x/255 − mean) / std."""
    scaled = pixels * (1 / (255 * IMAGENET_STD)) - IMAGENET_MEAN / IMAGENET_STD
    return np.ascontiguousarray(scaled.transpose(2, 0, 1)[np.newaxis])


def _resize_plane(plane: NDArray[np.float32], size: Size) -> NDArray[np.float32]:
    if plane.shape == (size[1], size[0]):
        return plane
    return np.asarray(Image.fromarray(plane).resize(size, Image.Resampling.BILINEAR))
