"""What the page draws with: the photo and its masks, as small as a screen needs them."""

import json
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from PIL import Image

from smart_select.photo.reading import LoadedPhoto
from smart_select.photo.writing import JPEG, PNG, encode_picture
from smart_select.values import Mask, Size

LONGEST_SIDE: Final = 1600
"""Of a view, in pixels: fills a laptop's screen, and a mask of it is drawn within a frame or two."""


@dataclass(frozen=True)
class View:
    """The photo for the screen, as a picture file in memory."""

    data: bytes
    media_type: str
    size: Size


def view_of(photo: LoadedPhoto) -> View:
    """Return the photo small enough for a screen: JPEG, or PNG where transparency shows."""
    size = view_size(photo.size)
    colours = Image.fromarray(photo.colours)
    if photo.alpha is None:
        small = np.asarray(_scaled(colours, size))
        return View(encode_picture(small, JPEG), "image/jpeg", size)
    layers = colours.copy()
    layers.putalpha(Image.fromarray(photo.alpha))
    return View(encode_picture(np.asarray(_scaled(layers, size)), PNG), "image/png", size)


def view_size(size: Size) -> Size:
    """Return width and height of the view of a photo of `size`; never enlarged, never empty."""
    scale = min(1.0, LONGEST_SIDE / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def small_mask(mask: Mask, size: Size) -> Mask:
    """Return an H×W mask at the size of a view: each value the average over the pixels that it stands for."""
    height, width = mask.shape
    if (width, height) == size:
        return mask
    return np.asarray(Image.fromarray(mask).resize(size, Image.Resampling.BOX))


def pack(record: dict[str, Any], mask: Mask) -> bytes:
    """Return a JSON record and a mask as one message.

    First the length of the JSON (4 bytes, little-endian), then the JSON, then the mask: as plain bytes, row
    by row, because the page needs its values and would otherwise decode a PNG to get them.
    """
    header = json.dumps(record).encode("ascii")
    return len(header).to_bytes(4, "little") + header + mask.tobytes()


def _scaled(image: Image.Image, size: Size) -> Image.Image:
    if image.size == size:
        return image
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
