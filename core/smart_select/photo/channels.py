"""Any of Pillow's pixel modes → 8-bit colours and alpha."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from smart_select.values import Mask

Rectangle: TypeAlias = tuple[int, int, int, int]
"""x0, y0, x1, y1 in whole pixels."""

TILE_PIXELS: Final = 1 << 21
"""Pixels converted at a time, so that what conversion needs beside its result stays near 32 MB."""

_ALPHA_MODES: Final = {"LA", "La", "PA", "RGBA", "RGBa"}
_GREY_MODES: Final = {"1", "L", "LA", "La"}
_COLOUR_MODES: Final = {"L", "RGB", "CMYK", "LAB"}
_FULL_RANGES: Final = {"I": 65535.0, "F": 1.0}
_MIN_IS_WHITE: Final = 0
_PHOTOMETRIC_TAG: Final = 262


@dataclass(frozen=True, eq=False)
class Channels:
    """A tile of a picture: `colours` of mode L, RGB, CMYK or LAB, `alpha` H×W uint8 or None when opaque."""

    colours: Image.Image
    alpha: Mask | None


def tiles(width: int, height: int) -> Iterator[Rectangle]:
    """Yield rectangles that cover width×height pixels once, each of at most TILE_PIXELS pixels."""
    columns = min(width, TILE_PIXELS)
    rows = max(1, TILE_PIXELS // columns)
    for y in range(0, height, rows):
        for x in range(0, width, columns):
            yield x, y, min(x + columns, width), min(y + rows, height)


def has_alpha(image: Image.Image) -> bool:
    """Tell whether the loaded image carries transparency that `split_channels` returns."""
    return image.mode in _ALPHA_MODES or (image.has_transparency_data and not _is_deep(image.mode))


def colour_mode(image: Image.Image) -> str:
    """Return the mode (L, RGB, CMYK or LAB) that `split_channels` gives this image's colours."""
    if image.mode in _COLOUR_MODES and not has_alpha(image):
        return image.mode
    return "L" if image.mode in _GREY_MODES or _is_deep(image.mode) else "RGB"


def split_channels(image: Image.Image) -> Callable[[Image.Image], Channels]:
    """Return the function that splits tiles of this loaded image into colours and alpha.

    16-bit and wider grey is scaled to 8 bits with rounding: I;16 by its full range 0…65535, I likewise and F
    by 0…1 if all values fit there, else by their own smallest and largest value; not-a-number becomes black.
    (16-bit colour comes from Pillow as its upper 8 bits already: at most one level darker than rounded.)
    """
    if _is_deep(image.mode):
        low, high = _value_range(image)
        return lambda tile: Channels(_scaled(tile, low, high), None)
    mode = colour_mode(image)
    if not has_alpha(image):
        return lambda tile: Channels(tile if tile.mode == mode else tile.convert(mode), None)
    return lambda tile: _split_alpha(tile, mode)


def _split_alpha(tile: Image.Image, mode: str) -> Channels:
    if tile.mode == "La":
        tile = tile.convert("LA")
    with_alpha = tile.convert("RGBA")
    return Channels(
        with_alpha.getchannel("R") if mode == "L" else with_alpha.convert("RGB"),
        np.asarray(with_alpha.getchannel("A")),
    )


def _is_deep(mode: str) -> bool:
    return mode in ("I", "F") or mode.startswith("I;16")


def _scaled(tile: Image.Image, low: float, high: float) -> Image.Image:
    values = np.nan_to_num(
        np.asarray(tile).astype(np.float32), nan=low, posinf=max(low, high), neginf=min(low, high)
    )
    scaled = (values - low) * np.float32(255 / (high - low))
    return Image.fromarray(np.clip(np.rint(scaled), 0, 255).astype(np.uint8))


def _value_range(image: Image.Image) -> tuple[float, float]:
    """Return the values that become 0 and 255 (the first is the larger one when white is stored as 0)."""
    if image.mode.startswith("I;16"):
        white_is_zero = getattr(image, "tag_v2", {}).get(_PHOTOMETRIC_TAG) == _MIN_IS_WHITE
        return (65535.0, 0.0) if white_is_zero else (0.0, 65535.0)
    low, high = _extremes(image)
    full = _FULL_RANGES[image.mode]
    return (0.0, full) if low >= 0 and high <= full else (low, high)


def _extremes(image: Image.Image) -> tuple[float, float]:
    low, high = np.inf, -np.inf
    for tile in tiles(*image.size):
        values: NDArray[Any] = np.asarray(image.crop(tile))
        values = values[np.isfinite(values)]
        if values.size:
            low, high = min(low, float(values.min())), max(high, float(values.max()))
    return (low, high) if low < high else (0.0, max(high, 1.0))
