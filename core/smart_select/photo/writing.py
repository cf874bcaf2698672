"""Arrays → the bytes of picture files, by the suffix of the name they are to get."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from smart_select.errors import OutputUnwritable
from smart_select.photo.files import write_file
from smart_select.values import Size


@dataclass(frozen=True)
class PictureFormat:
    """A kind of file that results are written as; `channels` are the array depths it can hold unchanged."""

    name: str
    channels: frozenset[int]
    longest_side: int
    options: Mapping[str, Any] = field(default_factory=dict)


PNG: Final = PictureFormat("PNG", frozenset({1, 3, 4}), 2**31 - 1)
TIFF: Final = PictureFormat("TIFF", frozenset({1, 3, 4}), 2**31 - 1, {"compression": "tiff_adobe_deflate"})
WEBP: Final = PictureFormat("WebP", frozenset({3, 4}), 16383, {"lossless": True})
JPEG: Final = PictureFormat("JPEG", frozenset({3}), 65500, {"quality": 95, "subsampling": "4:4:4"})

FORMATS_BY_SUFFIX: Final[Mapping[str, PictureFormat]] = MappingProxyType(
    {".png": PNG, ".tif": TIFF, ".tiff": TIFF, ".webp": WEBP, ".jpg": JPEG, ".jpeg": JPEG}
)

_CONTENTS: Final = {1: "a mask", 3: "a picture", 4: "transparency"}


def format_for(path: str | Path, *, channels: int) -> PictureFormat:
    """Return the format that `path`'s suffix asks for, for H×W (1 channel), RGB (3) or RGBA (4) arrays.

    Raises OutputUnwritable for a suffix that is unknown or can't hold so many channels.
    """
    path = Path(path)
    chosen = FORMATS_BY_SUFFIX.get(path.suffix.lower())
    able = ", ".join(suffix for suffix, kind in FORMATS_BY_SUFFIX.items() if channels in kind.channels)
    if chosen is None:
        raise OutputUnwritable(path, f"its name must end in one of {able}")
    if channels not in chosen.channels:
        raise OutputUnwritable(
            path, f"{chosen.name} can't hold {_CONTENTS[channels]}, so let the name end in one of {able}"
        )
    return chosen


def encode_picture(
    pixels: NDArray[np.uint8], kind: PictureFormat, *, path: str | Path = "The result"
) -> bytes:
    """Return the bytes of a picture file: 8-bit grey for H×W, RGB for H×W×3, RGBA for H×W×4, all in sRGB.

    `path` is for messages. Raises OutputUnwritable when the picture is too large for the format.
    """
    height, width = pixels.shape[:2]
    check_size((width, height), kind, path=path)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, format=kind.name, **kind.options)
    return file.getvalue()


def check_size(size: Size, kind: PictureFormat, *, path: str | Path) -> None:
    """Raise OutputUnwritable when a picture of `size` is too large for the format; `path` is for messages."""
    width, height = size
    if max(size) > kind.longest_side:
        raise OutputUnwritable(
            path,
            f"{kind.name} pictures end at {kind.longest_side} pixels a side and this one is "
            f"{width}×{height}, so write .png or .tif instead",
        )


def write_picture(path: str | Path, pixels: NDArray[np.uint8]) -> None:
    """Write H×W (grey), H×W×3 (RGB) or H×W×4 (RGBA) uint8 pixels to `path`, whole or not at all.

    The suffix decides the format: PNG and TIFF take all, WebP (lossless) RGB and RGBA, JPEG only RGB. Raises
    OutputUnwritable.
    """
    channels = 1 if pixels.ndim == 2 else pixels.shape[2]
    kind = format_for(path, channels=channels)
    write_file(path, encode_picture(pixels, kind, path=path))
