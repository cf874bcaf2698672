"""The colours of one side of an outline: what they are about every pixel, and how much they differ."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from smart_select.masks.grid import Region, box_mean, enlarge_part

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]

NOISE = np.float32(16.0)
"""Variance of the camera's noise and of how colours are stored, in levels²."""
RADIUS = 4
"""Cells around one that its colours are averaged over."""
_SAMPLED = 2
"""Of so many pixels along either axis one is averaged."""
_CELL = 4
"""Such pixels: side of the cells that the colours of either side are averaged in."""
_PASSES = (6.0, 6.0, 12.0)
"""Squared deviations from which on pixels are left out of the next average: strays must not hide."""
_PLAIN = np.float32(144.0)
"""Variance, in levels², up to which a side counts as plain."""
_LEAST_WEIGHT = np.float32(0.02)


@dataclass(frozen=True, eq=False)
class Side:
    """Mean and variance (3×rows×columns, on cells) of the colours of one side of h×w pixels."""

    shape: tuple[int, int]
    mean: Floats
    variance: Floats

    @classmethod
    def of(cls, pixels: Floats | NDArray[np.uint8], own: Bools) -> "Side | None":
        """Average 3×h×w pixels where they are `own`; None where none are."""
        if not own[::_SAMPLED, ::_SAMPLED].any():
            return None
        few = np.ascontiguousarray(pixels[:, ::_SAMPLED, ::_SAMPLED], np.float32)
        weight = own[::_SAMPLED, ::_SAMPLED].astype(np.float32)
        found = cls._averaged(few, weight)
        for limit in _PASSES:
            found = cls._averaged(few, weight * (found.deviation(few) < limit))
        return replace(found, shape=own.shape)

    @classmethod
    def _averaged(cls, pixels: Floats, weight: Floats) -> "Side":
        sums = cells(np.concatenate([weight[np.newaxis], pixels * weight, pixels * pixels * weight]))
        everywhere = sums.mean(axis=(1, 2), keepdims=True)
        near = box_mean(sums, RADIUS)
        # Far from all pixels of this side, the picture's average of it stands in.
        near += everywhere * _LEAST_WEIGHT
        total: Floats = np.maximum(near[:1], np.float32(1e-9))
        mean: Floats = near[1:4] / total
        variance = np.maximum(near[4:7] / total - mean * mean, 0)
        return cls((weight.shape[0], weight.shape[1]), mean, variance.astype(np.float32))

    def deviation(self, pixels: Floats) -> Floats:
        """Return h×w: the squared distance of 3×h×w pixels from the mean, in variances, of all channels."""
        everywhere = slice(0, self.shape[0]), slice(0, self.shape[1])
        mean = self.means()
        variance = enlarge_part(self.variance, self.shape, everywhere) + NOISE
        return np.asarray(((pixels - mean) ** 2 / variance).sum(axis=0))

    @property
    def is_plain_anywhere(self) -> bool:
        """Whether some pixel's surroundings are of about one colour."""
        return bool((self.variance.max(axis=0) < _PLAIN).any())

    def plain(self) -> Bools:
        """Return h×w: whether a pixel's surroundings are of about one colour."""
        return np.asarray(self.spread() < _PLAIN)

    def means(self) -> Floats:
        """Return 3×h×w: the mean colours about every pixel."""
        return enlarge_part(self.mean, self.shape, (slice(0, self.shape[0]), slice(0, self.shape[1])))

    def spread(self) -> Floats:
        """Return h×w: the largest channel's variance."""
        return self.spread_part(self.shape, (slice(0, self.shape[0]), slice(0, self.shape[1])))

    def spread_part(self, shape: tuple[int, int], region: Region) -> Floats:
        """Return the largest channel's variance for a region of an enlarged copy of `shape`."""
        largest = self.variance.max(axis=0, keepdims=True)
        return np.asarray(enlarge_part(largest, shape, region)[0])


def cells(planes: Floats) -> Floats:
    """Return the sums over _CELL×_CELL pixels of k×h×w planes; the last ones may be cut off by the border."""
    rows = np.add.reduceat(planes, np.arange(0, planes.shape[1], _CELL), axis=1)
    return np.asarray(np.add.reduceat(rows, np.arange(0, planes.shape[2], _CELL), axis=2))
