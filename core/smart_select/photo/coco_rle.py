"""COCO's run-length encoding of masks.

Runs alternate between outside and inside, starting with outside (a run of 0 if the first pixel is inside),
and go down the columns first. As a string, each count is written in groups of 5 bits, lowest first, in
characters from "0" on; bit 6 of a group says that another follows, and from the third run on the difference
to the run two before is written instead of the count.
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from smart_select.values import Size

_GROUP_BITS: Final = 5
_GROUP: Final = 0x1F
_CONTINUES: Final = 0x20
_SIGN: Final = 0x10
_FIRST_CHARACTER: Final = 48


def encode_runs(inside: NDArray[np.bool_]) -> list[int]:
    """Return the uncompressed counts of an H×W mask; their sum is H·W."""
    pixels = inside.ravel(order="F")
    if not pixels.size:
        return [0]
    changes = np.flatnonzero(pixels[1:] != pixels[:-1]) + 1
    bounds = np.concatenate(([0], changes, [pixels.size]))
    counts: list[int] = np.diff(bounds).tolist()
    return [0, *counts] if pixels[0] else counts


def decode_runs(counts: Sequence[int], size: Size) -> NDArray[np.bool_]:
    """Return the H×W mask of uncompressed `counts`; ValueError when they do not add up to `size`."""
    width, height = size
    if sum(counts) != width * height or min(counts, default=0) < 0:
        raise ValueError(f"the runs cover {sum(counts)} pixels and the picture has {width}×{height}")
    inside = np.arange(len(counts)) % 2 == 1
    return np.repeat(inside, counts).reshape((height, width), order="F")


def compress_runs(counts: Sequence[int]) -> str:
    """Return COCO's string for uncompressed counts."""
    characters = bytearray()
    for index, count in enumerate(counts):
        rest = count - counts[index - 2] if index > 2 else count
        more = True
        while more:
            group = rest & _GROUP
            rest >>= _GROUP_BITS
            more = rest != (-1 if group & _SIGN else 0)
            characters.append((group | (_CONTINUES if more else 0)) + _FIRST_CHARACTER)
    return characters.decode("ascii")


def decompress_runs(text: str) -> list[int]:
    """Return the uncompressed counts of COCO's string; ValueError when it breaks off within a count."""
    counts: list[int] = []
    value = shift = 0
    for character in text:
        group = ord(character) - _FIRST_CHARACTER
        value |= (group & _GROUP) << shift
        shift += _GROUP_BITS
        if group & _CONTINUES:
            continue
        if group & _SIGN:
            value -= 1 << shift
        counts.append(value + counts[-2] if len(counts) > 2 else value)
        value = shift = 0
    if shift:
        raise ValueError("the string of runs breaks off in the middle of a count")
    return counts


def coco_segmentation(inside: NDArray[np.bool_]) -> dict[str, Any]:
    """Return COCO's `segmentation` value, {"size": [height, width], "counts": string}, of an H×W mask."""
    return {"size": list(inside.shape), "counts": compress_runs(encode_runs(inside))}
