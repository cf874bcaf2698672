"""Cuts pixels out: multiplies the opacity of Krita's raw pixels by a mask. No Krita and no Qt in here.

Opacity is the last channel of a pixel in all of Krita's colour models. A loop over pixels is slow in Python,
so pixels without transparency, nearly all there are, are done by tables; only where there is some among them
they go one by one, with the opacity that they had rounded to 8 bits.
"""

from __future__ import annotations

import struct
from typing import Callable, Dict, Final, Tuple

_BYTES: Final = {"U8": 1, "U16": 2, "F16": 2, "F32": 4}
_FORMATS: Final[Dict[str, Tuple[str, Callable[[int], float]]]] = {
    "U8": ("<B", lambda value: value),
    "U16": ("<H", lambda value: value * 257),
    "F16": ("<e", lambda value: value / 255),
    "F32": ("<f", lambda value: value / 255),
}


def cut_out(pixels: bytearray, mask: bytes, depth: str) -> None:
    """Multiply the opacity of `pixels`, in place, by `mask` (one byte a pixel).

    `depth` is Krita's name for it ("U8", "U16", "F16", "F32"). ValueError where they do not fit together.
    """
    count = len(mask)
    channel = _BYTES.get(depth, 0)
    if not channel or not count or len(pixels) % count:
        raise ValueError(f"{len(pixels)} bytes of {depth} are not {count} pixels")
    pixel = len(pixels) // count
    form, scale = _FORMATS[depth]
    values = [struct.pack(form, scale(value)) for value in range(256)]
    tables = [bytes(value[byte] for value in values) for byte in range(channel)]
    old = [bytes(pixels[pixel - channel + byte :: pixel]) for byte in range(channel)]
    if any(old[byte].count(values[255][byte]) != count for byte in range(channel)):
        mask = _product(_eight_bit(old, form, depth), mask)
    for byte, table in enumerate(tables):
        pixels[pixel - channel + byte :: pixel] = mask.translate(table)


def _eight_bit(channels: list[bytes], form: str, depth: str) -> bytes:
    if depth == "U8":
        return channels[0]
    most = 65535 if depth == "U16" else 1
    raw = bytearray(len(channels) * len(channels[0]))
    for byte, values in enumerate(channels):
        raw[byte :: len(channels)] = values
    numbers = struct.iter_unpack(form, raw)
    # A float may be beyond 1, infinite, or no number at all.
    return bytes(round(min(1, max(0, value / most)) * 255) if value == value else 0 for (value,) in numbers)


def _product(first: bytes, second: bytes) -> bytes:
    return bytes((a * b + 127) // 255 for a, b in zip(first, second))
