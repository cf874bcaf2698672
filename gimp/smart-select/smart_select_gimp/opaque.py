"""Transparent pixels over grey, with the standard library alone.

A model expects opaque pixels, and transparent ones are black where nothing was ever painted: black hides dark
objects, white hides light ones.
"""

from __future__ import annotations

from typing import Final

from smart_select_plugin.wire.values import Buffer

_GREY: Final = 128
_GREY_SHARE: Final = bytes(_GREY * (255 - alpha) // 255 for alpha in range(256))
"""What the grey behind adds to a pixel with this alpha."""

_FULL_WHERE_CARRIED: Final = bytes(255 * (carry > 0) for carry in range(256))


def over_grey(premultiplied: Buffer) -> bytearray:
    """Return RGB bytes of RGBA bytes whose colours are multiplied by their alpha already."""
    pixels = bytes(premultiplied)
    count = len(pixels) // 4
    behind = _wide(pixels[3::4].translate(_GREY_SHARE))
    opaque = bytearray(3 * count)
    for channel in range(3):
        # All pixels are added as one number, two bytes for each, so that none spills into its neighbour.
        both = (_wide(pixels[channel::4]) + behind).to_bytes(2 * count, "little")
        low, carried = both[0::2], both[1::2]
        if carried.count(0) != count:  # colours brighter than white, in images that can hold them
            full = int.from_bytes(carried.translate(_FULL_WHERE_CARRIED), "little")
            low = (int.from_bytes(low, "little") | full).to_bytes(count, "little")
        opaque[channel::3] = low
    return opaque


def with_alpha(rgb: Buffer, alpha: bytes) -> bytearray:
    """Return RGBA bytes of RGB bytes and each pixel's alpha."""
    pixels = bytes(rgb)
    rgba = bytearray(4 * len(alpha))
    for channel in range(3):
        rgba[channel::4] = pixels[channel::3]
    rgba[3::4] = alpha
    return rgba


def is_invisible(rgba: Buffer) -> bool:
    """Whether all pixels of RGBA bytes are fully transparent."""
    alpha = bytes(rgba)[3::4]
    return alpha.count(0) == len(alpha)


def _wide(values: bytes) -> int:
    """Return bytes as one number in which each has two bytes."""
    wide = bytearray(2 * len(values))
    wide[0::2] = values
    return int.from_bytes(wide, "little")
