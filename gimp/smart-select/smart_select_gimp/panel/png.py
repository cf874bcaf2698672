"""Pixels as a picture file in memory: the standard library has no other."""

from __future__ import annotations

import struct
import zlib

from smart_select_plugin.wire.values import Size


def png_of(pixels: bytes, size: Size, stride: int) -> bytes:
    """Return RGB bytes, rows of `stride` bytes, as a PNG file that is quickly written and read."""
    width, height = size
    rows = b"".join(b"\0" + pixels[row * stride : row * stride + 3 * width] for row in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = (b"IHDR", header), (b"IDAT", zlib.compress(rows, 0)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in chunks)


def _chunk(name: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", checksum)
