"""Krita's 8-bit pixels (blue, green, red, opacity) and the worker's (red, green, blue). Whole slices at once,
because a loop over pixels is slow in Python. No Krita and no Qt in here.
"""

from __future__ import annotations

import re
from typing import Final

from smart_select_plugin.wire.values import Buffer

_SOLID: Final = re.compile(rb"\xff+")
_GREY: Final = b"\x80\x80\x80"


def rgb_of(pixels: bytes) -> bytearray:
    """Return the red, green and blue of BGRA pixels; what is quite transparent becomes a neutral grey."""
    count = len(pixels) // 4
    result = bytearray(3 * count)
    for channel in range(3):
        result[channel::3] = pixels[2 - channel :: 4]
    for run in re.finditer(rb"\x00+", pixels[3::4]):
        result[3 * run.start() : 3 * run.end()] = _GREY * (run.end() - run.start())
    return result


def with_opacity(colours: Buffer, opacity: bytes | None) -> bytearray:
    """Return BGRA of RGB pixels and their opacity, None where all is opaque."""
    count = len(colours) // 3
    result = bytearray(b"\xff") * (4 * count)
    for channel in range(3):
        result[channel::4] = colours[2 - channel :: 3]
    if opacity is not None:
        result[3::4] = opacity
    return result


def bgra_of(pixels: Buffer) -> bytearray:
    """Return BGRA of RGBA pixels."""
    result = bytearray(pixels)
    result[0::4], result[2::4] = pixels[2::4], pixels[0::4]
    return result


def put_solid(target: bytearray, own: bytes, mask: bytes) -> None:
    """Put pixels of `own` into `target`, in place, where `mask` (one byte a pixel) is 255."""
    pixel = len(own) // len(mask)
    for run in _SOLID.finditer(mask):
        part = slice(pixel * run.start(), pixel * run.end())
        target[part] = own[part]
