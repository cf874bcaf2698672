"""What requests and replies are made of.

Coordinates are pixels of the *full* picture, origin top-left, pixel centres at +0.5, whatever size of it was
sent. Sizes are (width, height); areas are (x0, y0, x1, y1) with x1 and y1 outside. Pixels are rows from the
top, without padding: 3 bytes a pixel (RGB in sRGB), masks 1 byte, logits 4 (float32, little-endian).
"""

from __future__ import annotations

from typing import Final, Tuple, Union

Buffer = Union[bytes, bytearray, memoryview]
Size = Tuple[int, int]
Area = Tuple[int, int, int, int]
Point = Tuple[float, float, int]
"""x, y, and 1 for wanted or 0 for not wanted."""
Box = Tuple[float, float, float, float]
Colour = Tuple[int, int, int]

NOTHING: Final = b""
"""Stands for bytes that are not there."""
