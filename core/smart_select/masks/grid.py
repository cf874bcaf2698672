"""Coarse grids over a photo: window means, cropping, tiles, and bilinear enlarging of one tile at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from smart_select.values import Logits, Photo, Size

Region: TypeAlias = tuple[slice, slice]
"""Rows and columns of pixels."""

SidedTile: TypeAlias = tuple[Region, int]
"""A tile, and the side that it is on: +1, −1, or 0 for both."""

_TILE_CELLS = 8
_SMALLEST_TILE, _LARGEST_TILE = 96, 144
"""Pixels: large enough that NumPy's cost per call is small; small enough that little but the edge is
computed, and that OpenBLAS starts no threads of its own for a tile's matrix products."""
_BAND_PIXELS = 1 << 21
_TALL = 16
"""Height in widths from which a photo is shrunk along y first."""


def box_mean(planes: NDArray[np.float32], radius: int) -> NDArray[np.float32]:
    """Return the mean of each (2·radius+1)² window of …×h×w planes; the border repeats outwards."""
    height, width = planes.shape[-2:]
    margins = [(0, 0)] * (planes.ndim - 2) + [(radius, radius)] * 2
    padded = np.pad(planes, margins, mode="edge")
    tall = padded[..., :width].copy()
    for shift in range(1, 2 * radius + 1):
        tall += padded[..., shift : shift + width]
    total = tall[..., :height, :].copy()
    for shift in range(1, 2 * radius + 1):
        total += tall[..., shift : shift + height, :]
    total *= np.float32(1 / (2 * radius + 1) ** 2)
    return total


def thumbnail(photo: Photo, size: Size) -> Photo:
    """Shrink H×W×3 to `size` (width, height), antialiased; in bands, since Pillow copies what it is given."""
    height, width = photo.shape[:2]
    if height > _TALL * width:
        # Pillow shrinks along x first; a strip so tall would be kept whole, and may even be widened.
        return thumbnail(photo.transpose(1, 0, 2), (size[1], size[0])).transpose(1, 0, 2)
    rows = max(1, _BAND_PIXELS // width)
    narrow = np.empty((height, size[0], 3), np.uint8)
    for top in range(0, height, rows):
        band = np.ascontiguousarray(photo[top : top + rows])
        shrunk = Image.fromarray(band).resize((size[0], len(band)), Image.Resampling.BILINEAR)
        narrow[top : top + rows] = np.asarray(shrunk)
    return np.asarray(Image.fromarray(narrow).resize(size, Image.Resampling.BILINEAR))


def crop_logits(logits: Logits, covered: tuple[float, float], shape: tuple[int, int]) -> Logits:
    """Return the part of h×w logits that lies over the photo, resampled to `shape` (rows, columns)."""
    rows, columns = logits.shape
    if covered == (1.0, 1.0) and logits.shape == shape:
        return logits
    image = Image.fromarray(np.ascontiguousarray(logits, np.float32))
    box = (0.0, 0.0, columns * covered[0], rows * covered[1])
    return np.asarray(image.resize((shape[1], shape[0]), Image.Resampling.BILINEAR, box=box))


@dataclass(frozen=True)
class _Axis:
    """One axis of a tiling: `cells` grid cells over `length` pixels, cell and pixel centres at +0.5."""

    length: int
    cells: int

    @cached_property
    def bounds(self) -> NDArray[np.int64]:
        """The tiles' borders in pixels."""
        pixels = min(max(_SMALLEST_TILE, _TILE_CELLS * self.length // self.cells), _LARGEST_TILE)
        count = -(-self.length // pixels)
        return np.arange(count + 1) * self.length // count

    def reach(self, cells: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return each tile's first and one-past-last cell, with `cells` more on both sides."""
        first = self.bounds[:-1] * self.cells // self.length - cells
        last = -(-self.bounds[1:] * self.cells // self.length) + cells
        return np.maximum(first, 0), np.minimum(last, self.cells)

    @cached_property
    def weights(self) -> dict[int, tuple[int, NDArray[np.float32]]]:
        """Per tile, by its first pixel: the first cell, and a pixels×cells matrix of bilinear weights."""
        return {start: self._weights(start, stop) for start, stop in _pairs(self.bounds)}

    def _weights(self, start: int, stop: int) -> tuple[int, NDArray[np.float32]]:
        return _bilinear(start, stop, self.length, self.cells)


class Tiling:
    """A photo of `shape` (rows, columns) cut into tiles over a `grid` of (rows, columns) cells."""

    def __init__(self, *, shape: tuple[int, int], grid: tuple[int, int]) -> None:
        self._rows = _Axis(length=shape[0], cells=grid[0])
        self._columns = _Axis(length=shape[1], cells=grid[1])

    def rows(self, values: NDArray[np.float32], limit: float, reach: int) -> Iterator[list[SidedTile]]:
        """Yield every row of tiles, each tile with the side of ±`limit` that it is on.

        That is +1 or −1 when all its cells, and `reach` around it, are beyond the limit there, else 0.
        """
        signs = (values >= limit).astype(np.int32) - (values <= -limit)
        sums = np.pad(signs, ((1, 0), (1, 0))).cumsum(axis=0).cumsum(axis=1)
        top, bottom = (edge[:, np.newaxis] for edge in self._rows.reach(reach))
        left, right = self._columns.reach(reach)
        inside = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
        sides = np.where(np.abs(inside) == (bottom - top) * (right - left), np.sign(inside), 0)
        columns = _pairs(self._columns.bounds)
        for row, (start, stop) in enumerate(_pairs(self._rows.bounds)):
            yield [
                ((slice(start, stop), slice(begin, end)), int(sides[row, column]))
                for column, (begin, end) in enumerate(columns)
            ]

    def enlarge(self, planes: NDArray[np.float32], tile: Region) -> NDArray[np.float32]:
        """Enlarge k×rows×columns planes bilinearly to the pixels of one tile."""
        top, vertical = self._rows.weights[tile[0].start]
        left, horizontal = self._columns.weights[tile[1].start]
        block = planes[:, top : top + vertical.shape[1], left : left + horizontal.shape[1]]
        # Two small matrix products: several times faster than gathering four neighbours per pixel.
        return np.asarray(vertical @ (block @ horizontal.T))


def enlarge_part(planes: NDArray[np.float32], shape: tuple[int, int], region: Region) -> NDArray[np.float32]:
    """Enlarge k×rows×columns planes over a photo of `shape` (rows, columns) to the pixels of one region.

    Without matrix products: for so many cells these cost more, and OpenBLAS's threads spin on a busy machine.
    """
    rows, row_share = _between(region[0].start, region[0].stop, shape[0], planes.shape[1])
    columns, column_share = _between(region[1].start, region[1].stop, shape[1], planes.shape[2])
    top, bottom = int(rows[0]), min(int(rows[-1]) + 2, planes.shape[1])
    right = np.minimum(columns + 1, planes.shape[2] - 1)
    lower = np.minimum(rows + 1, planes.shape[1] - 1) - top
    result = np.empty((len(planes), len(rows), len(columns)), np.float32)
    for plane, enlarged in zip(planes[:, top:bottom], result, strict=True):
        wide = plane[:, columns]
        wide += (plane[:, right] - wide) * column_share
        np.take(wide, rows - top, axis=0, out=enlarged, mode="clip")
        change = wide[lower]
        change -= enlarged
        change *= row_share[:, np.newaxis]
        enlarged += change
    return result


def _between(start: int, stop: int, length: int, cells: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return, for pixels start…stop of `length`, the cell before each and the next one's share."""
    positions = (np.arange(start, stop) + 0.5) * (cells / length) - 0.5
    positions = np.clip(positions, 0, cells - 1)
    before = np.minimum(positions.astype(np.int64), max(cells - 2, 0))
    return before, (positions - before).astype(np.float32)


def _bilinear(start: int, stop: int, length: int, cells: int) -> tuple[int, NDArray[np.float32]]:
    """Return the first cell, and a pixels×cells matrix of weights, for pixels start…stop of `length`."""
    lower, share = _between(start, stop, length, cells)
    upper = np.minimum(lower + 1, cells - 1)
    first = int(lower[0])
    weights = np.zeros((stop - start, int(upper[-1]) - first + 1), np.float32)
    pixel = np.arange(stop - start)
    weights[pixel, lower - first] += 1 - share
    weights[pixel, upper - first] += share
    return first, weights


def _pairs(bounds: NDArray[np.int64]) -> list[tuple[int, int]]:
    return list(pairwise(bounds.tolist()))
