"""Picture files of many kinds, each showing the two squares."""

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from fakes.colour_model import two_squares


def png(pixels: NDArray[Any]) -> bytes:
    """Return a PNG file."""
    return saved(Image.fromarray(pixels), "PNG")


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:  # noqa: ANN401 - Pillow's own
    """Return a picture file."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def turned_jpeg() -> bytes:
    """The squares lying on their side, and EXIF that says so."""
    image = Image.fromarray(np.rot90(two_squares(480, 320)))
    exif = image.getexif()
    exif[0x0112] = 6  # to be turned by 90° clockwise
    return saved(image, "JPEG", exif=exif, quality=95)


def sixteen_bits() -> bytes:
    """Grey, 16 bits: the left square is black."""
    grey = np.full((64, 96), 40_000, np.uint16)
    grey[16:48, 12:36] = 500
    return saved(Image.fromarray(grey), "PNG")


def cmyk() -> bytes:
    """The squares in four inks."""
    return saved(Image.fromarray(two_squares()).convert("CMYK"), "TIFF")


def transparent() -> bytes:
    """The squares; the picture's right edge is transparent."""
    rgba = np.dstack([two_squares(), np.full((64, 96), 255, np.uint8)])
    rgba[:, 90:, 3] = 0
    return png(rgba)
