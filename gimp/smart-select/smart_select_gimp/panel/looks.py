"""How a mask is shown on the preview: pixels of an overlay, made with the standard library alone.

Each look turns a mask (a byte a pixel) into RGBA bytes that are laid over the picture.
"""

from __future__ import annotations

from typing import Callable, Dict, Final, Tuple

Rgb = Tuple[int, int, int]

_TINT: Final = (30, 144, 255)
_TINT_SHARE: Final = 0.55
_DIM: Final = 0.62
_DASH_PX: Final = 4
_SOLID: Final = bytes(int(value >= 128) for value in range(256))
_FULL: Final = bytes((0, *(255 for _ in range(255))))
_SHIFT: Final = bytes(round(0.2 * (value if value >= 128 else 255 - value)) for value in range(256))
_CHECKS: Final = (102, 153)
_CHECK_PX: Final = 8


def tint(mask: bytes, width: int, phase: int) -> bytearray:
    """Colour the object."""
    return _coloured(_TINT, _scaled(mask, _TINT_SHARE))


def spotlight(mask: bytes, width: int, phase: int) -> bytearray:
    """Darken all else."""
    return _coloured((0, 0, 0), _scaled(_inverse(mask), _DIM))


def brightness(mask: bytes, width: int, phase: int) -> bytearray:
    """Lighten the object and darken the rest: by a tenth of the whole range where the picture is mid-grey."""
    rgba = _coloured((0, 0, 0), mask.translate(_SHIFT))
    light = mask.translate(_SOLID).translate(_FULL)
    for channel in range(3):
        rgba[channel::4] = light
    return rgba


def outline(mask: bytes, width: int, phase: int) -> bytearray:
    """Draw an edge of dashes; other phases make them march."""
    edge = _edge(mask.translate(_SOLID), width)
    rgba = bytearray(4 * len(mask))
    rgba[3::4] = edge.translate(_FULL)
    light = _stripes(len(mask), width, phase)
    for channel in range(3):
        rgba[channel::4] = light
    return rgba


def on_white(mask: bytes, width: int, phase: int) -> bytearray:
    """Show the object alone, on white."""
    return _coloured((255, 255, 255), _inverse(mask))


def on_black(mask: bytes, width: int, phase: int) -> bytearray:
    """Show the object alone, on black."""
    return _coloured((0, 0, 0), _inverse(mask))


def on_checks(mask: bytes, width: int, phase: int) -> bytearray:
    """Show the object alone, on the checkerboard that stands for transparency."""
    dark, light = (bytes((value,)) * _CHECK_PX for value in _CHECKS)
    even = ((dark + light) * (width // (2 * _CHECK_PX) + 1))[:width]
    odd = ((light + dark) * (width // (2 * _CHECK_PX) + 1))[:width]
    rows = -(-len(mask) // width)
    squares = (even * _CHECK_PX + odd * _CHECK_PX) * (rows // (2 * _CHECK_PX) + 1)
    rgba = bytearray(4 * len(mask))
    for channel in range(3):
        rgba[channel::4] = squares[: len(mask)]
    rgba[3::4] = _inverse(mask)
    return rgba


LOOKS: Final[Dict[str, Callable[[bytes, int, int], bytearray]]] = {
    "tint": tint,
    "outline": outline,
    "spotlight": spotlight,
    "brightness": brightness,
    "on white": on_white,
    "on black": on_black,
    "on checks": on_checks,
}


def _coloured(colour: Rgb, alpha: bytes) -> bytearray:
    rgba = bytearray(bytes((*colour, 0)) * len(alpha))
    rgba[3::4] = alpha
    return rgba


def _scaled(mask: bytes, share: float) -> bytes:
    return mask.translate(bytes(round(value * share) for value in range(256)))


def _inverse(mask: bytes) -> bytes:
    return mask.translate(bytes(255 - value for value in range(256)))


def _edge(solid: bytes, width: int) -> bytes:
    """Return 1 for each pixel of the object that has a neighbour outside (zeros and ones, a byte a pixel)."""
    one = int.from_bytes(solid, "little")
    row = 8 * width
    inner = one & (one << 8) & (one >> 8) & (one << row) & (one >> row)
    return (one ^ (inner & one)).to_bytes(len(solid), "little")


def _stripes(count: int, width: int, phase: int) -> bytes:
    """Return diagonal stripes of black and white."""
    period = b"\0" * _DASH_PX + b"\xff" * _DASH_PX
    line = period * (width // len(period) + 2)
    rows = -(-count // width)
    starts = ((row + phase) % len(period) for row in range(rows))
    return b"".join(line[start : start + width] for start in starts)[:count]
