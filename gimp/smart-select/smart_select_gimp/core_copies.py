"""Copies that GIMP makes in its own process: the same bytes as a plug-in's reading gives, sooner.

A plug-in that reads a drawable fetches all of its full-size tiles one by one, even for a copy of a quarter;
GIMP has them at hand, and often the copies too, because its canvas is drawn from them. It also makes a copy
in one go: a plug-in that fetches tiles is ended by GIMP when the drawable changes its size in between.
"""

from __future__ import annotations

import sys
from typing import Any, Final, List, Optional, Tuple

from smart_select_gimp.gimp_api import Babl
from smart_select_plugin.wire.values import Area, Buffer

LARGEST: Final = 1024
"""GIMP makes no longer ones."""

_SRGB: Final = {"R'G'B' u8": 3, "R'G'B'A u8": 4}
"""Formats whose copies are what the model sees, or nearly, and the bytes of a pixel in them."""

_HALVES: Final = {"u16": (2, 0x80), "u32": (4, 0x80), "half": (2, 0x38), "float": (4, 0x3F)}
"""Bytes of a number, and the highest one's least value from one half on."""
_NUMBERS: Final = {"u16": (2, 8), "u32": (4, 8), "half": (2, 7), "float": (4, 4), "double": (8, 0)}
"""Bytes of a number, and by how many bits its highest two are to be shifted: what is left grows with it."""

_PERCEPTUAL: Final = 3
_LINEAR: Final = 1
Place = Tuple[int, int, int, int]


def channels_of(drawable: Any) -> int:
    """Return how many channels an 8-bit sRGB drawable has, 3 or 4; 0 where its pixels are others."""
    return _SRGB.get(str(Babl.get_name(drawable.get_format())), 0)


def rgb_copy(drawable: Any, channels: int, place: Place, step: int) -> Optional[Buffer]:
    """Return the RGB bytes of x, y, width, height of a copy; None where it is to be read another way.

    Coordinates are the copy's pixels, of `step` × `step` pixels each; `channels` is what `channels_of` says.
    """
    found = _copy(drawable, place, step)
    if found is None or found[1] != channels:
        return None
    pixels = found[0]
    if channels == _SRGB["R'G'B' u8"]:
        return pixels
    alpha = pixels[3::4]
    if alpha.count(255) != len(alpha):
        return None
    opaque = bytearray(3 * len(alpha))
    for channel in range(3):
        opaque[channel::3] = pixels[channel::4]
    return opaque


def selection_copy(image: Any, selection: Any, place: Place, step: int) -> Optional[bytes]:
    """Return a selection's bytes in x, y, width, height of a copy; None where they are to be read.

    `selection` is the image's, or a copy of one that it had.
    """
    found = _copy(selection, place, step)
    return None if found is None else _selection_bytes(image, *found)


def selection_sample(image: Any, area: Area, side: int) -> Optional[bytes]:
    """Return a sample of the selection in an area of the image, a byte a cell; see `sample_of`.

    None where GIMP does not make it.
    """
    found = _sample(image.get_selection(), area, side)
    return None if found is None else _selection_bytes(image, found[0], found[2])


def alpha_sample(layer: Any, area: Area, side: int) -> Optional[bytes]:
    """Return how opaque a layer is in an area of its pixels, as `selection_sample` does; None likewise."""
    found = _sample(layer, area, side) if layer.has_alpha() else None
    if found is None:
        return None
    pixels, _columns, width = found
    is_stored = width == layer.get_bpp()  # by GIMP 3.0, which leaves deep ones as they are
    if is_stored and _precision_of(layer.get_image()) != "u8":
        return None
    return pixels[width - 1 :: width]


def _selection_bytes(image: Any, pixels: bytes, width: int) -> Optional[bytes]:
    """Return a byte for each pixel of a selection that has `width` of them; None where they can't be told.

    Deep ones in GIMP 3.0 come as they are stored: their highest byte tells which half of the range it is.
    """
    if width == _LINEAR:
        return pixels
    if width == _PERCEPTUAL:  # GIMP 3.2 shows selections as grey, coded for the eye
        return pixels[0::3].translate(_LINEAR_OF_PERCEPTUAL)
    half = _HALVES.get(_precision_of(image))
    if half is None or half[0] != width or sys.byteorder != "little":
        return None
    return pixels[width - 1 :: width].translate(bytes(255 * (value >= half[1]) for value in range(256)))


def sample_of(drawable: Any, side: int) -> bytes:
    """Return a drawable's pixels in a copy whose longer side is `side`, whatever these pixels are like.

    Nothing where GIMP makes none, as with previews of layers switched off in its preferences.
    """
    found = _sample(drawable, (0, 0, drawable.get_width(), drawable.get_height()), side)
    return b"" if found is None else found[0]


def lightness_of(layer: Any, side: int) -> Tuple[bytes, int]:
    """Return a byte a cell of such a copy, the larger the lighter, and how many are in a row; nothing, 0."""
    found = _sample(layer, (0, 0, layer.get_width(), layer.get_height()), side)
    if found is None:
        return b"", 0
    pixels, columns, width = found
    kind = _precision_of(layer.get_image())
    if width == layer.get_bpp() and kind in _NUMBERS:  # GIMP 3.0 gives them as they are stored
        size, shift = _NUMBERS[kind]
        high, low = pixels[size - 1 :: size], pixels[size - 2 :: size]
        pixels = bytes((256 * a + b) >> shift & 255 for a, b in zip(high, low))
        width //= size
    cells = range(0, len(pixels), width)
    return bytes(sum(pixels[start : start + width]) // width for start in cells), columns


def sample_size(area: Area, side: int) -> Tuple[int, int]:
    """Return the columns and rows of a sample of an area whose longer side is at most `side`."""
    across, down = area[2] - area[0], area[3] - area[1]
    longest = max(across, down, side)
    return max(1, across * side // longest), max(1, down * side // longest)


def _sample(drawable: Any, area: Area, side: int) -> Optional[Tuple[bytes, int, int]]:
    """Return bytes, columns, and bytes a cell of a copy of an area whose longer side is at most `side`."""
    x0, y0, x1, y1 = area
    columns, rows = sample_size(area, side)
    found = drawable.get_sub_thumbnail_data(x0, y0, x1 - x0, y1 - y0, columns, rows)
    pixels = _bytes_of(found)
    return None if pixels is None else (pixels, int(found[1]), int(found[3]))


def _precision_of(image: Any) -> str:
    """Return the kind of number that an image is made of, such as "u16"."""
    return str(image.get_precision().value_nick).split("-")[0]


def _copy(drawable: Any, place: Place, step: int) -> Optional[Tuple[bytes, int]]:
    """Return bytes and channels of x, y, width, height of a copy; None where GIMP does not make it."""
    x, y, columns, rows = place
    is_inside = (x + columns) * step <= drawable.get_width() and (y + rows) * step <= drawable.get_height()
    if not is_inside or max(columns, rows) > LARGEST:
        return None
    found = drawable.get_sub_thumbnail_data(x * step, y * step, columns * step, rows * step, columns, rows)
    pixels = _bytes_of(found)
    if pixels is None or tuple(found[1:3]) != (columns, rows):
        return None
    return pixels, int(found[3])


def _bytes_of(found: Any) -> Optional[bytes]:
    data = found[0] if found else None
    return None if data is None else bytes(data.get_data() or b"")


def _linear_of_perceptual() -> bytes:
    values: List[int] = []
    for code in range(256):
        share = code / 255
        linear = share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        values.append(round(255 * linear))
    return bytes(values)


_LINEAR_OF_PERCEPTUAL: Final = _linear_of_perceptual()
