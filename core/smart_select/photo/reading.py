"""Reads a picture file into upright 8-bit sRGB pixels, whatever it is stored as."""

import logging
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

from smart_select.errors import ImageTooLarge, ImageUnreadable
from smart_select.photo.channels import colour_mode, has_alpha, split_channels, tiles
from smart_select.photo.compositing import flatten
from smart_select.photo.opening import DECODING_ERRORS, damage_reason, open_header
from smart_select.photo.orientation import read_orientation, stored_view, turns_sideways
from smart_select.photo.profiles import to_srgb
from smart_select.system_reasons import system_reason
from smart_select.values import Mask, Photo, Size

DEFAULT_LIMIT_PIXELS: Final = 200_000_000
"""Larger pictures are refused unless the caller raises the limit."""

_BEHIND_TRANSPARENCY: Final = (128, 128, 128)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class LoadedPhoto:
    """A picture, upright and in 8-bit sRGB; arrays are read-only.

    `colours` is H×W×3 uint8 as stored, hidden colours under transparent pixels included; `alpha` is H×W
    uint8, or None when the picture is opaque everywhere. `format` and `mode` are Pillow's names of what the
    file held; `is_animated` tells that it held more pictures than this, its first one.
    """

    colours: Photo
    alpha: Mask | None
    format: str
    mode: str
    is_animated: bool = False

    @property
    def size(self) -> Size:
        """Width and height in pixels, upright."""
        height, width = self.colours.shape[:2]
        return width, height

    @cached_property
    def pixels(self) -> Photo:
        """H×W×3 uint8 for the model: what an eye would see on middle grey.

        Grey, because both a dark and a white drawing on transparent ground stand out from it, and because the
        colours hidden under alpha 0 (often the background that someone removed) must not steer the selection.
        """
        if self.alpha is None:
            return self.colours
        pixels = flatten(self.colours, self.alpha, onto=_BEHIND_TRANSPARENCY)
        pixels.flags.writeable = False
        return pixels


def read_photo(path: str | Path, *, limit_pixels: int = DEFAULT_LIMIT_PIXELS) -> LoadedPhoto:
    """Return the picture in the file at `path`.

    EXIF orientation is applied, an ICC profile is converted to sRGB (a broken one is ignored), 16-bit and
    float values are scaled to 8 bits; of an animation the first frame is taken. The size is read from the
    header and held against `limit_pixels` before anything is decoded. Needs 7.5 bytes per
    pixel, 8.5 with alpha, and up to 10 for progressive JPEG (the last copy is 3, or 4).

    Raises ImageUnreadable, and its leaf ImageTooLarge.
    """
    path = Path(path)
    try:
        if not path.stat().st_size and path.is_file():
            raise ImageUnreadable(path, "the file is empty, so copy or download it again")
        if path.exists() and not path.is_file():
            raise ImageUnreadable(path, "it is a folder" if path.is_dir() else "it is not an ordinary file")
        file = path.open("rb")
    except OSError as error:
        raise ImageUnreadable(path, system_reason(error)) from error
    with file:
        image = open_header(file, path)
        width, height = image.size
        if width * height > limit_pixels:
            raise ImageTooLarge(path, width, height, limit_pixels)
        try:
            is_animated = _is_animated(image)  # before the first frame is decoded
            image.load()
            return _convert(image, read_orientation(image), is_animated=is_animated)
        except MemoryError as error:
            raise ImageUnreadable(
                path, "it needs more memory than is free, so scale it down first"
            ) from error
        except DECODING_ERRORS as error:
            _log.info("%s can't be decoded", path, exc_info=True)
            raise ImageUnreadable(path, damage_reason(error)) from error


def _is_animated(image: Image.Image) -> bool:
    """Whether a file holds more pictures like its first: not a phone's photo with its gain map beside it."""
    return bool(getattr(image, "is_animated", False)) and image.format != "MPO"


def photo_from_image(image: Image.Image) -> Photo:
    """Return H×W×3 uint8 sRGB for a Pillow image of any mode, in its own frame (EXIF is not applied).

    Colours as in `read_photo`, transparency on middle grey. Raises ImageUnreadable when the pixels can't be
    had, as of a truncated or closed file.
    """
    try:
        image.load()
        return _convert(image, orientation=1).pixels
    except DECODING_ERRORS as error:
        _log.info("A Pillow image can't be decoded", exc_info=True)
        raise ImageUnreadable("The picture", damage_reason(error)) from error


def _convert(image: Image.Image, orientation: int, *, is_animated: bool = False) -> LoadedPhoto:
    """Convert tile by tile into the upright result, so that no second picture-sized copy is ever alive."""
    width, height = image.size
    upright = (width, height) if turns_sideways(orientation) else (height, width)
    colours = np.empty((*upright, 3), np.uint8)
    alpha = np.empty(upright, np.uint8) if has_alpha(image) else None

    split = split_channels(image)
    convert = to_srgb(colour_mode(image), image.info.get("icc_profile"))
    for x0, y0, x1, y1 in tiles(width, height):
        tile = split(image.crop((x0, y0, x1, y1)))
        stored_view(colours, orientation)[y0:y1, x0:x1] = np.asarray(convert(tile.colours))
        if alpha is not None:
            stored_view(alpha, orientation)[y0:y1, x0:x1] = 255 if tile.alpha is None else tile.alpha

    colours.flags.writeable = False
    if alpha is not None:
        alpha.flags.writeable = False
        alpha = None if alpha.min() == 255 else alpha
    return LoadedPhoto(
        colours=colours, alpha=alpha, format=image.format or "", mode=image.mode, is_animated=is_animated
    )
