"""Which way up a camera held the picture."""

import logging
from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.ExifTags import Base

from smart_select.photo.opening import DECODING_ERRORS

_log = logging.getLogger(__name__)

_STORED_VIEWS: Final[dict[int, Callable[[NDArray[Any]], NDArray[Any]]]] = {
    1: lambda upright: upright,
    2: lambda upright: upright[:, ::-1],
    3: lambda upright: upright[::-1, ::-1],
    4: lambda upright: upright[::-1],
    5: lambda upright: upright.swapaxes(0, 1),
    6: lambda upright: np.rot90(upright, 1),
    7: lambda upright: upright[::-1, ::-1].swapaxes(0, 1),
    8: lambda upright: np.rot90(upright, -1),
}
"""EXIF's eight orientations: an upright array, seen as the rows and columns that the file stores."""


def read_orientation(image: Image.Image) -> int:
    """Return the EXIF orientation (1…8) that is still to be applied to this loaded image; 1 when unsaid.

    Ask after the pixels are loaded: PNG may keep EXIF behind them, and TIFF is turned by Pillow itself.
    """
    try:
        value = image.getexif().get(Base.Orientation, 1)
    except DECODING_ERRORS:
        _log.info("broken EXIF data ignored", exc_info=True)
        return 1
    return value if isinstance(value, int) and value in _STORED_VIEWS else 1


def turns_sideways(orientation: int) -> bool:
    """Tell whether upright width and height are the stored height and width."""
    return orientation >= 5


def stored_view(upright: NDArray[Any], orientation: int) -> NDArray[Any]:
    """Return a view of `upright` (H×W…) in the file's order: what is written there lands upright."""
    return _STORED_VIEWS[orientation](upright)
