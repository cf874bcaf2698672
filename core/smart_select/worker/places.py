"""Where the pixels that a host sends lie in its picture: all of it, or the part round an outline."""

import math
from dataclasses import dataclass, replace
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from smart_select.masks.grid import Region
from smart_select.matting.trimap import share_of
from smart_select.values import Mask

Shape: TypeAlias = tuple[int, int]
_Cell = TypeVar("_Cell", bound=np.generic)


@dataclass(frozen=True)
class Place:
    """A picture `across` × `down`, and where what was sent of it begins, all in pixels of what was sent.

    What was sent may reach beyond the picture.
    """

    left: float
    top: float
    across: float
    down: float

    @staticmethod
    def whole(mask: Mask) -> "Place":
        """Return the place of all of a picture, as an H×W mask is of it."""
        height, width = mask.shape
        return Place(0.0, 0.0, width, height)

    def shares(self, mask: Mask, grid: Shape) -> NDArray[np.float32]:
        """Return how much of each cell of an h×w grid over the whole picture is inside a mask, 0…1."""
        result = np.zeros(grid, np.float32)
        rows, y0, y1 = _cells(self.top, mask.shape[0], self.down, grid[0])
        columns, x0, x1 = _cells(self.left, mask.shape[1], self.across, grid[1])
        if rows.start >= rows.stop or columns.start >= columns.stop:
            return result
        height, width = mask.shape
        sent = mask[max(0, y0) : y1, max(0, x0) : x1]
        margins = (max(0, -y0), max(0, y1 - height)), (max(0, -x0), max(0, x1 - width))
        filled = np.pad(sent, margins) if any(map(any, margins)) else sent
        result[rows, columns] = share_of(filled, (rows.stop - rows.start, columns.stop - columns.start))
        return result

    def seen(self, sent: Shape) -> Region:
        """Return which part of H×W pixels that were sent is of the picture."""
        return _within(self.top, sent[0], self.down), _within(self.left, sent[1], self.across)

    def begun_at(self, part: Region) -> "Place":
        """Return the place of a part of what was sent."""
        return replace(self, top=self.top + part[0].start, left=self.left + part[1].start)

    def cut(self, cells: NDArray[_Cell], sent: Shape, grid: Shape, beyond: float = 0) -> NDArray[_Cell]:
        """Return what of h×w or h×w×3 cells over the picture lies under the H×W pixels that were `sent`, on
        an own grid (rows, columns) over these; `beyond` is where the picture has ended.
        """
        seen = self.seen(sent)
        rows, columns = (_scaled(part, of, to) for part, of, to in zip(seen, sent, grid, strict=True))
        result = np.full((*grid, *cells.shape[2:]), beyond, cells.dtype)
        size = columns.stop - columns.start, rows.stop - rows.start
        if min(size) > 0:
            down, across = cells.shape[0] / self.down, cells.shape[1] / self.across
            box = (
                max(0.0, (self.left + seen[1].start) * across),
                max(0.0, (self.top + seen[0].start) * down),
                min((self.left + seen[1].stop) * across, cells.shape[1]),
                min((self.top + seen[0].stop) * down, cells.shape[0]),
            )
            image = Image.fromarray(np.ascontiguousarray(cells))
            result[rows, columns] = np.asarray(image.resize(size, Image.Resampling.BILINEAR, box=box))
        return result

    def cells_under(self, sent: Shape, grid: Shape) -> Shape:
        """Return over about how many rows and columns of a grid over the picture H×W sent pixels lie."""
        rows = max(1, round(sent[0] * grid[0] / self.down))
        return rows, max(1, round(sent[1] * grid[1] / self.across))


def _within(start: float, length: int, whole: float) -> slice:
    first = min(length, max(0, math.floor(-start)))
    return slice(first, max(first, min(length, math.ceil(whole - start))))


def _scaled(part: slice, of: int, to: int) -> slice:
    return slice(round(part.start * to / of), round(part.stop * to / of))


def _cells(start: float, length: int, whole: float, count: int) -> tuple[slice, int, int]:
    """Return the cells of a side that what was sent touches, and where these begin and end in its pixels."""
    first = max(0, math.floor(start * count / whole))
    last = min(count, math.ceil((start + length) * count / whole))
    begin, end = (round(cell * whole / count - start) for cell in (first, last))
    return slice(first, last), begin, max(end, begin + 1)
