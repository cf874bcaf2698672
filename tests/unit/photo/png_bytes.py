"""PNG files of exactly the bits wanted, which Pillow itself can't write."""

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

GREY, RGB, GREY_ALPHA, RGBA = 0, 2, 4, 6


def png_of_16_bits(values: NDArray[np.uint16], colour_type: int) -> bytes:
    """Return a 16-bit PNG of H×W or H×W×channels values."""
    height, width = values.shape[:2]
    rows = values.astype(">u2").reshape(height, -1)
    return png(width, height, 16, colour_type, b"".join(b"\0" + row.tobytes() for row in rows))


def png(width: int, height: int, depth: int, colour_type: int, filtered_rows: bytes) -> bytes:
    """Return a PNG whose header may promise anything."""
    return png_chunks(width, height, depth, colour_type, zlib.compress(filtered_rows))


def png_chunks(width: int, height: int, depth: int, colour_type: int, compressed_rows: bytes) -> bytes:
    """Return a PNG of rows that are compressed already."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour_type, 0, 0, 0)
    chunks = _chunk(b"IHDR", header) + _chunk(b"IDAT", compressed_rows) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
