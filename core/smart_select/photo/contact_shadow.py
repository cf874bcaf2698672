"""A soft shadow where an object stands on its new ground: dark and narrow at the contact, faint beyond.

It is a guess from the outline alone: light from above, and a floor that the lowest points of the outline
stand on. They lie on the lower side of its convex hull, as the wheels of a car do; what is between that line
and the outline is floor under the object, where least light comes.
"""

import math
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from smart_select.values import SOLID, Mask, Photo, Size, bounding_box

_SIDE: Final = 768
_FLOOR_DARKNESS: Final = 0.4
_CONTACT_DARKNESS: Final = 0.6
_FLOOR_BLUR: Final = 0.04
"""Sigma as a share of the object's size; likewise the next one."""
_CONTACT_BLUR: Final = 0.01
_STANDING: Final = 0.2
"""Points so near above the lowest one, as a share of the object's height, may stand on the floor as well."""
_BEHIND: Final = 0.09
"""How far the shadow on the floor reaches up behind the line of contact, as a share of the height."""
_BEFORE: Final = 0.03
"""And how far down before it."""
_THIN: Final = 0.006
"""The dark line at the contact itself, as a share of the height."""


@dataclass(frozen=True, eq=False)
class Shadow:
    """Shares of light (h×w float32, 0…1) that are taken away, over an H×W picture."""

    darkness: NDArray[np.float32]
    size: Size

    @classmethod
    def of(cls, mask: Mask, strength: float) -> Self | None:
        """Return the shadow of an H×W mask; None where the picture's lower border cuts the object off.

        `strength` 0…1 scales it.
        """
        height, width = mask.shape
        scale = min(1.0, _SIDE / max(height, width))
        small = max(1, round(width * scale)), max(1, round(height * scale))
        inside = np.asarray(Image.fromarray(mask).resize(small, Image.Resampling.BOX)) >= SOLID
        area = bounding_box(inside)
        if area is None or area[3] == small[1]:
            return None
        tall = area[3] - area[1]
        size = math.sqrt(tall * (area[2] - area[0]))
        bottom, line = _contact_line(inside, tall)
        floor = _between(inside.shape, line - _BEHIND * tall, line + _BEFORE * tall)
        thin = max(1.0, _THIN * tall)
        contact = _between(inside.shape, np.minimum(bottom, line) - thin, line + thin)
        light = 1 - _FLOOR_DARKNESS * _blurred(floor, _FLOOR_BLUR * size)
        light *= 1 - _CONTACT_DARKNESS * _blurred(contact, _CONTACT_BLUR * size)
        return cls(np.asarray((1 - light) * strength, np.float32), (width, height))

    def cast(self, ground: Photo, rows: slice) -> Photo:
        """Return some rows of a ground with the shadow on them."""
        width, height = self.size
        high, wide = self.darkness.shape
        box = 0, rows.start * high / height, wide, rows.stop * high / height
        part = Image.fromarray(self.darkness).resize(
            (width, rows.stop - rows.start), Image.Resampling.BICUBIC, box=box
        )
        lit = 1 - np.clip(np.asarray(part), 0, 1)
        return np.asarray(np.rint(ground * lit[..., None]), np.uint8)


def _contact_line(inside: NDArray[np.bool_], tall: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return per column where the outline ends below, and where it meets the floor; NaN for nowhere."""
    height, width = inside.shape
    bottom = np.where(inside.any(axis=0), height - np.argmax(inside[::-1], axis=0), np.nan)
    lowest = np.nanmax(bottom)
    standing = np.flatnonzero(bottom >= lowest - _STANDING * tall)
    corners: list[tuple[float, float]] = []
    for x in standing.tolist():  # A. Andrew's monotone chain, 1979; the lower side, as y grows downwards
        y = float(bottom[x])
        while len(corners) > 1 and _turn(corners[-2], corners[-1], (x, y)) >= 0:
            corners.pop()
        corners.append((x, y))
    line = np.full(width, np.nan)
    first, last = int(standing[0]), int(standing[-1]) + 1
    xs, ys = zip(*corners, strict=True)
    line[first:last] = np.interp(np.arange(first, last), xs, ys)
    return bottom, line


def _turn(first: tuple[float, float], second: tuple[float, float], third: tuple[float, float]) -> float:
    """Return more than 0 where the way from the first over the second to the third leaves the hull's lower
    side.
    """
    along, beyond = second[0] - first[0], third[0] - first[0]
    return along * (third[1] - first[1]) - beyond * (second[1] - first[1])


def _between(
    shape: tuple[int, ...], top: NDArray[np.float64], bottom: NDArray[np.float64]
) -> NDArray[np.float32]:
    """Return h×w shares of the pixels between two lines given per column; none in columns with NaN."""
    rows = np.arange(shape[0])[:, None]
    covered = np.minimum(rows + 1, np.nan_to_num(bottom, nan=-1.0)) - np.maximum(
        rows, np.nan_to_num(top, nan=float(shape[0]))
    )
    return np.asarray(np.clip(covered, 0, 1), np.float32)


def _blurred(values: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    codes = Image.fromarray(np.rint(np.clip(values, 0, 1) * 255).astype(np.uint8))
    return np.asarray(codes.filter(ImageFilter.GaussianBlur(sigma)), np.float32) / np.float32(255)
