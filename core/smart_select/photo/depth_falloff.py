"""How far pixels are from an object: what is near it is taken to be about as far from the camera."""

import math
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from smart_select.values import SOLID, Mask

_SIDE: Final = 256
"""Cells along the longer side of the distances, which are smooth."""
_NEAREST: Final = 0.25
"""Share of the blur right beside the object; it would stand in a sharp ring otherwise."""


@dataclass(frozen=True, eq=False)
class Falloff:
    """Shares (0…1) of a blur on a grid of h×w cells, `block` pixels a side, over an H×W picture."""

    shares: NDArray[np.float32]
    block: int

    @classmethod
    def of(cls, mask: Mask, falloff_px: float) -> Self:
        """Return shares that rise from a quarter at the object to 1 at `falloff_px` pixels from it."""
        height, width = mask.shape
        block = max(1, math.ceil(max(height, width) / _SIDE))
        distances = distances_from(cells_of(mask, block) >= SOLID) * np.float32(block)
        rising = np.clip(distances / np.float32(max(falloff_px, 1e-3)), 0, 1)
        return cls(_NEAREST + (1 - _NEAREST) * rising * rising * (3 - 2 * rising), block)

    def part(self, rows: slice, columns: slice) -> NDArray[np.float32]:
        """Return the shares of pixels; rows and columns lie on the picture."""
        box = (
            columns.start / self.block,
            rows.start / self.block,
            columns.stop / self.block,
            rows.stop / self.block,
        )
        size = columns.stop - columns.start, rows.stop - rows.start
        return np.asarray(Image.fromarray(self.shares).resize(size, Image.Resampling.BILINEAR, box=box))


def cells_of(mask: Mask, block: int) -> Mask:
    """Return the greatest value of each block×block pixels."""
    height, width = mask.shape
    rows, columns = np.arange(0, height, block), np.arange(0, width, block)
    return np.asarray(np.maximum.reduceat(np.maximum.reduceat(mask, rows, axis=0), columns, axis=1))


def distances_from(inside: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Return each cell's distance, in cells, to the nearest one of `inside` (exact; all far where none is).

    First along columns, then the nearest parabola along rows: P. Felzenszwalb, D. Huttenlocher: Distance
    Transforms of Sampled Functions, 2012; whole rows at a time instead of their lower envelope.
    """
    height, width = inside.shape
    far = np.float32(height + width)
    along = np.where(inside, np.float32(0), far)
    for row in range(1, height):
        np.minimum(along[row], along[row - 1] + 1, out=along[row])
    for row in range(height - 2, -1, -1):
        np.minimum(along[row], along[row + 1] + 1, out=along[row])
    squares = along * along
    nearest = squares.copy()
    for step in range(1, width):
        further = np.float32(step * step)
        np.minimum(nearest[:, step:], squares[:, :-step] + further, out=nearest[:, step:])
        np.minimum(nearest[:, :-step], squares[:, step:] + further, out=nearest[:, :-step])
    return np.asarray(np.sqrt(nearest), np.float32)
