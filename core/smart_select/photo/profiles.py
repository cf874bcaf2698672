"""ICC profiles: colours as a file means them, turned into sRGB."""

import io
import logging
from collections.abc import Callable
from typing import Final, TypeAlias

import numpy as np
from PIL import Image, ImageCms

ToSrgb: TypeAlias = Callable[[Image.Image], Image.Image]
"""An L, RGB, CMYK or LAB image → an RGB image in sRGB."""

_CUBE_STEPS: Final = 9
_SAME_WITHIN: Final = 1

_log = logging.getLogger(__name__)


def to_srgb(mode: str, icc_profile: bytes | None) -> ToSrgb:
    """Return the conversion of images of `mode` (L, RGB, CMYK, LAB) to sRGB, led by the file's profile.

    Without a profile, or with one that is broken or made for another mode, colours are taken as sRGB (CMYK by
    Pillow's plain formula): a picture in slightly wrong colours can still be selected from.
    """
    if mode == "LAB":
        return _transform(mode, ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")))
    if icc_profile:
        try:
            convert = _transform(mode, ImageCms.ImageCmsProfile(io.BytesIO(icc_profile)))
            return _plain if _changes_nothing(mode, convert) else convert
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            _log.info("colour profile of %d bytes ignored", len(icc_profile), exc_info=True)
    return _plain


def _transform(mode: str, source: ImageCms.ImageCmsProfile) -> ToSrgb:
    transform = ImageCms.buildTransform(
        source,
        ImageCms.createProfile("sRGB"),
        mode,
        "RGB",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )

    def convert(image: Image.Image) -> Image.Image:
        converted = ImageCms.applyTransform(image, transform)
        assert converted is not None  # only the in-place form returns nothing
        return converted

    return convert


def _plain(image: Image.Image) -> Image.Image:
    return image if image.mode == "RGB" else image.convert("RGB")


def _changes_nothing(mode: str, convert: ToSrgb) -> bool:
    """Try a cube of colours: most photos carry sRGB itself, and 24 MP of it need not be converted."""
    if mode not in ("L", "RGB"):
        return False
    steps = np.linspace(0, 255, _CUBE_STEPS).round().astype(np.uint8)
    colours = np.stack(np.meshgrid(*[steps] * len(mode), indexing="ij"), axis=-1).reshape(1, -1, len(mode))
    sample = Image.fromarray(colours[..., 0] if mode == "L" else colours)
    before, after = (np.asarray(image, dtype=np.int16) for image in (_plain(sample), convert(sample)))
    return bool(np.abs(before - after).max() <= _SAME_WITHIN)
