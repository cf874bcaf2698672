"""Photographs of a given number of megapixels, enlarged from one that comes with scikit-image."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

SIZES = {"1 MP": (1224, 816), "24 MP": (6000, 4000)}
"""Width and height."""

CLICK_SHARE = (0.43, 0.3)
"""Where the person's face is, as a share of width and height."""


def photo(name: str) -> NDArray[np.uint8]:
    """Return H×W×3, with the grain that a camera would add and enlarging does not."""
    from skimage import data  # late: the children of the bench need only the click

    width, height = SIZES[name]
    enlarged = np.asarray(Image.fromarray(data.astronaut()).resize((width, height), Image.Resampling.BICUBIC))
    grain = np.random.default_rng(0).integers(-4, 5, enlarged.shape, np.int8)
    return np.clip(enlarged.astype(np.int16) + grain, 0, 255).astype(np.uint8)


def click(name: str) -> tuple[float, float, int]:
    """Return a wanted point, in pixels."""
    return click_on(SIZES[name])


def click_on(size: tuple[int, int]) -> tuple[float, float, int]:
    """Return a wanted point for a photo of (width, height), in pixels."""
    return CLICK_SHARE[0] * size[0], CLICK_SHARE[1] * size[1], 1
