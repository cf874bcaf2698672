"""Coarse logits → a soft mask at the photo's resolution whose edge follows the photo.

A guided filter at two resolutions (K. He, J. Sun: Fast Guided Filter, 2015; the colour guide as in He, Sun,
Tang: Guided Image Filtering, 2013, eq. 19-21). On a grid, in every small window, the logits are fitted as a
linear function of the colour, logits ≈ a·colour + b. The coefficients are smooth, so they are enlarged
bilinearly and applied to the photo's own pixels: where object and background differ in colour the zero line
moves to the photo's edge, elsewhere it stays where plain enlarging would put it.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from smart_select.masks.clicks import Clicks
from smart_select.masks.grid import Tiles, Tiling, box_mean, crop_logits, thumbnail, with_border
from smart_select.parallel import for_each
from smart_select.values import Logits, Mask, Photo

_RADIUS = 1
_EPSILON = 1e-2
_FIT_SHARE = 0.5
"""How far `b` is the fit's own rather than what keeps the logits at the grid's nodes. The fit alone repairs
an outline that is a cell off, but rounds off what the model drew right; the nodes alone do the opposite.
Radius, epsilon and share were chosen on photographs with outlines displaced by 0, ½ and 1 cell."""
_LIMIT = 6.0
"""Logits beyond ±this are clipped: they carry no more about where the edge is."""
_EDGE_PIXELS = 2.0
"""Width of the soft edge in the photo's pixels, at any size of the photo."""
_FLATTEST = 0.25
"""Logits per cell: a slope below this is noise and not an edge."""
_WORTH_THREADS = 4_000_000
"""Pixels from which on several threads are worth starting."""

_PAIRS = ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2))


@dataclass(frozen=True, eq=False)
class EdgeGuide:
    """The photo that edges are drawn by, and its colour statistics on a grid of h×w cells.

    `covered` is the part of the logits' square that the photo covers, along x and y. `colours` and `mean`
    (window means) are 3×h×w float32 in 0…1, `inverse` is 3×3×h×w, the inverse of each window's covariance.
    """

    photo: Photo
    covered: tuple[float, float]
    colours: NDArray[np.float32]
    mean: NDArray[np.float32]
    inverse: NDArray[np.float32]

    @classmethod
    def of(cls, photo: Photo, covered: tuple[float, float], logits_shape: tuple[int, int]) -> Self:
        """Compute the statistics of H×W×3 `photo` for logits of `logits_shape` (h, w)."""
        rows, columns = logits_shape
        size = max(1, round(columns * covered[0])), max(1, round(rows * covered[1]))
        return cls.on(thumbnail(photo, size), photo, covered)

    @classmethod
    def on(cls, cells: Photo, photo: Photo, covered: tuple[float, float] = (1.0, 1.0)) -> Self:
        """Compute the statistics on a grid that is given: `photo` shrunk to h×w×3 `cells`."""
        colours = np.ascontiguousarray(cells.transpose(2, 0, 1), np.float32)
        colours /= 255
        mean = box_mean(colours, _RADIUS)
        squares = box_mean(np.stack([colours[i] * colours[j] for i, j in _PAIRS]), _RADIUS)
        covariance = squares - np.stack([mean[i] * mean[j] for i, j in _PAIRS])
        inverse = _inverse(covariance)
        return cls(photo=photo, covered=covered, colours=colours, mean=mean, inverse=inverse)

    @property
    def grid(self) -> tuple[int, int]:
        """Rows and columns of the cells over the photo."""
        _, rows, columns = self.colours.shape
        return rows, columns

    def soft_mask(self, logits: Logits) -> Mask:
        """Return the H×W mask for h×w logits over the model's whole square.

        Inside it is 255 and outside 0; the edge between is about two pixels wide at any size of the photo.
        """
        return self.draw(crop_logits(logits, self.covered, self.grid))

    def draw(self, logits: Logits, clicks: Clicks | None = None) -> Mask:
        """Return the H×W mask for logits on the guide's own grid, which lies over the photo alone.

        Whatever the colours say, `clicks` on that grid (and the cells next to them) are answered as asked.
        """
        height, width = self.photo.shape[:2]
        rows, columns = self.grid
        target = np.clip(logits, -_LIMIT, _LIMIT)
        coefficients = self._coefficients(target)
        coefficients *= 255 * _steepness(target, (height / rows, width / columns))
        coefficients[3] += 128
        if clicks is not None:
            for plane in coefficients[:3]:
                clicks.press(plane, 0)
            clicks.press(coefficients[3], 255)
        tiling = self._tiling
        sides = tiling.sides(_signs(coefficients))
        mask = tiling.filled(np.where(sides > 0, np.uint8(255), np.uint8(0)))

        def draw(tiles: Tiles) -> None:
            values = tiling.enlarge(coefficients, tiles)
            photo, at = tiling.windows(self.photo, tiles)
            colours = np.ones_like(values)
            colours[:, :3] = photo[at]
            fitted = np.einsum("nkij,nkij->nij", values, colours)
            np.minimum(np.maximum(fitted, 0, out=fitted), 255.5, out=fitted)
            drawn, at = tiling.windows(mask, tiles)
            drawn[at] = fitted

        for_each(draw, tiling.batches(sides == 0), in_threads=mask.size >= _WORTH_THREADS)
        return mask

    @cached_property
    def _tiling(self) -> Tiling:
        height, width = self.photo.shape[:2]
        return Tiling(shape=(height, width), grid=self.grid)

    def _coefficients(self, target: NDArray[np.float32]) -> NDArray[np.float32]:
        """Fit h×w logits by the colours; return 4×h×w: `a` per 8-bit colour step, and `b`."""
        means = box_mean(np.concatenate([self.colours * target, target[np.newaxis]]), _RADIUS)
        mean = means[3]
        covariance = means[:3] - self.mean * mean
        a = np.einsum("ijhw,jhw->ihw", self.inverse, covariance)
        fitted = mean - (a * self.mean).sum(axis=0)
        smooth = box_mean(np.concatenate([a, fitted[np.newaxis]]), _RADIUS)
        a, fitted = smooth[:3], smooth[3]
        at_nodes = target - (a * self.colours).sum(axis=0)
        smooth[:3] /= 255
        smooth[3] = _FIT_SHARE * fitted + (1 - _FIT_SHARE) * at_nodes
        return smooth


def _inverse(covariance: NDArray[np.float32]) -> NDArray[np.float32]:
    """Invert (covariance + ε·1) per cell; `covariance` is 6×h×w in the order of _PAIRS. Returns 3×3×h×w."""
    xx, xy, xz, yy, yz, zz = covariance
    xx, yy, zz = (value + np.float32(_EPSILON) for value in (xx, yy, zz))
    cofactors = {
        (0, 0): yy * zz - yz * yz,
        (0, 1): xz * yz - xy * zz,
        (0, 2): xy * yz - xz * yy,
        (1, 1): xx * zz - xz * xz,
        (1, 2): xy * xz - xx * yz,
        (2, 2): xx * yy - xy * xy,
    }
    determinant = xx * cofactors[0, 0] + xy * cofactors[0, 1] + xz * cofactors[0, 2]
    inverse = np.empty((3, 3, *xx.shape), np.float32)
    for (i, j), cofactor in cofactors.items():
        inverse[i, j] = inverse[j, i] = cofactor / determinant
    return inverse


def _signs(coefficients: NDArray[np.float32]) -> NDArray[np.int32]:
    """Return +1 or −1 where the 4×h×w coefficients give 255 or 0 for every colour there is, else 0."""
    weights, offset = coefficients[:3], coefficients[3]
    lowest = offset + 255 * np.minimum(weights, 0).sum(axis=0)
    highest = offset + 255 * np.maximum(weights, 0).sum(axis=0)
    return np.asarray((lowest >= 255).astype(np.int32) - (highest <= 0), np.int32)


def _steepness(logits: NDArray[np.float32], cell: tuple[float, float]) -> NDArray[np.float32]:
    """Return per grid cell what makes one step from 0 to 1 of the logits' zero line, _EDGE_PIXELS wide.

    `cell` is a cell's height and width in pixels. Where a model is unsure its logits are low and flat over
    wide areas; as opacity they would be a veil. Divided by their own slope they are about the distance to the
    zero line in pixels, so the edge is as crisp there as anywhere.
    """
    padded = with_border(logits, 1)
    down = (padded[2:, 1:-1] - padded[:-2, 1:-1]) / np.float32(2 * cell[0])
    right = (padded[1:-1, 2:] - padded[1:-1, :-2]) / np.float32(2 * cell[1])
    slope = box_mean(np.sqrt(down * down + right * right), _RADIUS)
    flattest = np.float32(_FLATTEST / max(*cell, 1))  # a photo smaller than the grid has cells below a pixel
    return np.asarray(np.float32(1 / _EDGE_PIXELS) / np.maximum(slope, flattest), np.float32)
