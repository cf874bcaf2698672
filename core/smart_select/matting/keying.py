"""Opacity before a plain background, as film studios key it: what is behind is known there, to the level.

P. Vlahos, 1964; A. Smith, J. Blinn: Blue Screen Matting, 1996. Where no known colour of the object explains a
pixel, the object is taken to have nothing of a coloured backdrop's tint. Where solid pixels of the object are
near, a pixel's share of the way from the backdrop's colour to theirs is its opacity, which is exact to single
pixels: the matte itself is drawn on a smaller copy.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smart_select.masks.grid import Region, box_mean, enlarge_part
from smart_select.matting.sides import NOISE, Side
from smart_select.values import Photo

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]

REACH = 24
"""Pixels around a part of the picture in which solid colours are looked for."""
_LEAST_TINT = np.float32(40.0)
"""How far from grey a backdrop is, in levels: a wall that is nearly grey keys nothing."""
_ROOM = np.float32(40.0)
"""Levels that a channel must be able to change by, to bound the opacity."""
_SOLID, _CLEAR = np.float32(0.9), np.float32(0.03)
"""Opacity from which on, and up to which, a pixel tells a side's colour."""
_MEANS = ((1, 2, 1.0), (4, 1, 1e-2), (8, 2, 1e-4))
"""Cells' side in pixels, cells around, and weight: far colours count only where there are no near ones."""
_LEAST_SOLID = np.float32(1e-6)
"""Weight of solid pixels from which on they are near enough."""
_LEAST_CONTRAST = np.float32(60.0)
"""Distance of the two colours, in levels, from which on a share of the way between them can be told."""
_FARTHEST = np.float32(3 * 255**2)
"""Squared distance of black and white."""
_CONTRAST = np.float32(400.0)
"""The same, squared, in variances of the backdrop: its own changes make 0.05 of opacity then."""
_LIKE = np.float32(6.0)
"""Squared deviations up to which the nearest clear pixels are of the plain backdrop."""
_MISFIT = np.float32(400.0)
"""Squared distance from that way, in levels², at which a share counts 1/e."""


@dataclass(frozen=True, eq=False)
class Backdrop:
    """What lies behind an object, on a small copy of the picture; plain at least somewhere."""

    side: Side

    @classmethod
    def of(cls, photo: Photo, known: NDArray[np.int8]) -> "Backdrop | None":
        """Look at an h×w×3 copy; `known` is +1 inside, −1 outside, 0 unknown. None where nothing is plain."""
        side = Side.of(photo.transpose(2, 0, 1), known < 0)
        return cls(side) if side is not None and side.is_plain_anywhere else None

    def keyed(self, photo: Photo, known: NDArray[np.int8]) -> Floats | None:
        """Return opacity h×w in 0…1 of the copy's unknown pixels, NaN where the backdrop is lively or grey.

        None where it is nowhere else.
        """
        everywhere = slice(0, known.shape[0]), slice(0, known.shape[1])
        tint = tint_of(self.side.mean)
        strength = enlarge_part(tint.strength[np.newaxis], known.shape, everywhere)[0]
        usable = self.side.plain() & (strength > _LEAST_TINT) & (known == 0)
        if not usable.any():
            return None
        pixels, behind = photo[usable].astype(np.float32).T, self.side.means()[:, usable]
        opacity = 1 - tint_of(pixels, tint.channel, tint.is_lacking).strength / strength[usable]
        # However bright or dark the object is, so much of it there must be.
        room = np.where(pixels < behind, behind, 255 - behind)
        least = np.where(room > _ROOM, np.abs(pixels - behind) / np.maximum(room, _ROOM), 0).max(axis=0)
        result = np.full(known.shape, np.nan, np.float32)
        result[usable] = np.clip(np.maximum(opacity, least), 0, 1)
        return result

    def is_plain_in(self, shape: tuple[int, int], region: Region) -> bool:
        """Whether the backdrop is plain about some pixel of a region of the picture of `shape`."""
        return bool((self.side.spread_part(shape, region) < _FARTHEST / _CONTRAST).any())

    def sharpened(self, photo: Photo, opacity: Floats, shape: tuple[int, int], region: Region) -> Floats:
        """Return opacity h×w of a region by shares of the way from its backdrop to the nearest solid colours.

        `photo` h×w×3 is the region of the picture of `shape`, `opacity` in 0…1 what is to be replaced; where
        the backdrop is lively, or nothing solid is near, it stays. Solid colours are looked for within.
        """
        pixels = np.ascontiguousarray(photo.transpose(2, 0, 1)).astype(np.float32)
        solid = np.clip((opacity - _SOLID) / (1 - _SOLID), 0, 1) ** 2
        front, weight = _mean_near(pixels, solid)
        behind, seen = _mean_near(pixels, (opacity < _CLEAR).astype(np.float32))
        far, spread = enlarge_part(self.side.mean, shape, region), self.side.spread_part(shape, region)
        # What is mostly plain has its exceptions, and there it is another colour that is behind.
        off = np.square(behind - far).sum(axis=0)
        is_plain = (off < _LIKE * (spread + NOISE)) | (seen < _LEAST_SOLID)
        behind = (behind * seen + far * _LEAST_SOLID) / (seen + _LEAST_SOLID)
        way = front - behind
        length = (way * way).sum(axis=0)
        left = pixels - behind
        share = np.clip((left * way).sum(axis=0) / np.maximum(length, 1), 0, 1)
        left -= share * way
        fits = np.exp((left * left).sum(axis=0) / -_MISFIT)
        is_far = length > np.maximum(_LEAST_CONTRAST**2, spread * _CONTRAST)
        fits *= is_plain & is_far & (weight > _LEAST_SOLID)
        return np.asarray(opacity + (share - opacity) * fits, np.float32)


def sums_near(planes: Floats) -> Floats:
    """Return k×h×w planes summed about every pixel, near ones weighing most."""
    shape = planes.shape[1], planes.shape[2]
    total = np.zeros_like(planes)
    for cell, radius, share in _MEANS:
        if cell == 1:
            total += box_mean(planes, radius) * np.float32(share)
            continue
        rows = np.add.reduceat(planes, np.arange(0, shape[0], cell), axis=1)
        cells = np.add.reduceat(rows, np.arange(0, shape[1], cell), axis=2)
        near = box_mean(cells, radius) * np.float32(share / cell**2)
        total += enlarge_part(near, shape, (slice(0, shape[0]), slice(0, shape[1])))
    return total


def _mean_near(pixels: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Return the weighted mean colours 3×h×w about every pixel, and what they weigh."""
    total = sums_near(np.concatenate([pixels * weight, weight[np.newaxis]]))
    return total[:3] / np.maximum(total[3], np.float32(1e-12)), total[3]


@dataclass(frozen=True, eq=False)
class Tint:
    """How far 3×h×w colours are from grey: the strongest `channel`, or what `is_lacking`."""

    channel: int
    is_lacking: bool
    strength: Floats


def tint_of(colours: Floats, channel: int | None = None, is_lacking: bool = False) -> Tint:
    """Return by how much a channel exceeds the others, or falls short of them; by itself the most tinted."""
    if channel is None:
        means = colours.reshape(3, -1).mean(axis=1)
        both = tint_of(colours, int(means.argmax())), tint_of(colours, int(means.argmin()), True)
        return max(both, key=lambda tint: float(tint.strength.mean()))
    others = np.delete(colours, channel, axis=0)
    away = others.min(axis=0) - colours[channel] if is_lacking else colours[channel] - others.max(axis=0)
    return Tint(channel, is_lacking, away)
