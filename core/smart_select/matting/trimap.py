"""Which pixels are surely inside, surely outside, or to be found out: a band around the outline.

It is kept on a coarse grid and enlarged tile by tile, so its cost is the grid's, not the picture's.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from smart_select.masks.grid import Region, enlarge_part
from smart_select.values import Logits, Mask

_CELLS = 256
"""Along the longer side, as SAM's decoder has them."""
SURE: Final = 2.5
"""Logits beyond ±this are trusted."""
_FULL = 8.0
_PIECE: Final = 3
"""Cells: thicker than what a moved outline leaves between itself and the old one."""
_HALF: Final = np.float32(0.5)
_SURELY: Final = np.float32(32)
_BAND_PIXELS = 1 << 21


@dataclass(frozen=True, eq=False)
class Trimap:
    """For an H×W picture: `least` and `most` (h×w) bound the logits in each cell's neighbourhood."""

    shape: tuple[int, int]
    least: NDArray[np.float32]
    most: NDArray[np.float32]
    sureness: NDArray[np.float32]

    @classmethod
    def of(cls, mask: Mask, logits: Logits | None, reach: int, sure: float = SURE) -> Self:
        """Judge by an H×W soft mask and, where they are known, by h×w logits over the picture.

        `reach` is in cells. Logits beyond ±`sure` are trusted. Where mask and logits contradict one another,
        nothing is sure; but what the mask leaves out of them in one piece (more than an outline's width) was
        left out by colours or by hand, and stays out.
        """
        height, width = mask.shape
        cell = max(height, width) / _CELLS
        grid = (max(1, min(height, round(height / cell))), max(1, min(width, round(width / cell))))
        sureness = _logits_of(mask, grid)
        if logits is not None:
            given = _resized(np.clip(logits * np.float32(SURE / sure), -_FULL, _FULL), grid)
            agree = np.sign(given) == np.sign(sureness)
            doubted = np.where(agree, np.sign(given) * np.minimum(np.abs(given), np.abs(sureness)), 0)
            left_out = _pieces((sureness < 0) & (given > 0))
            sureness = np.where(left_out, -np.float32(_FULL), doubted)
        size = 2 * reach + 1
        return cls(
            shape=(height, width),
            least=-_largest(-sureness, size),
            most=_largest(sureness, size),
            sureness=np.asarray(sureness, np.float32),
        )

    @cached_property
    def uncertain(self) -> NDArray[np.bool_]:
        """h×w: cells in which some pixel may be unknown."""
        return (self.least < SURE) & (self.most > -SURE)

    def may_be_unknown(self, region: Region) -> bool:
        """Whether some pixel of a region may be unknown; costs next to nothing."""
        rows, columns = (
            slice(max(0, part.start * cells // side - 1), -(-part.stop * cells // side) + 1)
            for part, cells, side in zip(region, self.uncertain.shape, self.shape, strict=True)
        )
        return bool(self.uncertain[rows, columns].any())

    def on_grid(self, shape: tuple[int, int]) -> Self:
        """Return the same for a smaller copy of the picture."""
        return replace(self, shape=shape)

    def prior(self, shape: tuple[int, int]) -> NDArray[np.float32]:
        """Return a rough opacity 0…1 for the pixels of a copy of `shape`."""
        everywhere = slice(0, shape[0]), slice(0, shape[1])
        logits = enlarge_part(self.sureness[np.newaxis], shape, everywhere)[0]
        return np.asarray(1 / (1 + np.exp(-logits)))

    def part(self, region: Region) -> NDArray[np.int8]:
        """Return +1 inside, −1 outside and 0 unknown for the pixels of a region."""
        least, most = enlarge_part(np.stack([self.least, self.most]), self.shape, region)
        return np.asarray((least >= SURE).astype(np.int8) - (most <= -SURE))


def share_of(mask: Mask, grid: tuple[int, int]) -> NDArray[np.float32]:
    """Return how much of each cell of an h×w grid over an H×W mask is inside, 0…1."""
    height, width = mask.shape
    narrow = np.empty((height, grid[1]), np.uint8)
    rows = max(1, _BAND_PIXELS // width)
    for top in range(0, height, rows):
        # In bands, since Pillow copies what it is given.
        band = Image.fromarray(np.ascontiguousarray(mask[top : top + rows]))
        narrow[top : top + rows] = np.asarray(band.resize((grid[1], band.height), Image.Resampling.BOX))
    shrunk = Image.fromarray(narrow).resize((grid[1], grid[0]), Image.Resampling.BOX)
    return np.asarray(np.asarray(shrunk, np.float32) / np.float32(255))


def _logits_of(mask: Mask, grid: tuple[int, int]) -> NDArray[np.float32]:
    """Return logits that say the share of each cell that is inside."""
    share = np.clip(share_of(mask, grid), 1e-3, 1 - 1e-3)
    return np.asarray(np.log(share / (1 - share)))


def _resized(logits: Logits, grid: tuple[int, int]) -> NDArray[np.float32]:
    if logits.shape == grid:
        return logits
    image = Image.fromarray(np.ascontiguousarray(logits, np.float32))
    return np.asarray(image.resize((grid[1], grid[0]), Image.Resampling.BILINEAR))


def touched_up(logits: Logits, before: NDArray[np.floating], after: NDArray[np.floating]) -> Logits:
    """Return h×w logits that are as sure of what was changed since as the mask of it is.

    `before` and `after` are `share_of` the mask that they are about, and of what it has become. An outline
    that has moved by less than three cells is no change.
    """
    inside = after >= _HALF
    changed = _pieces(inside != (before >= _HALF))
    return np.where(changed, np.where(inside, _SURELY, -_SURELY), logits).astype(np.float32)


def _pieces(cells: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the parts that are at least three cells thick, and the cell around each."""
    image = Image.fromarray(cells.astype(np.uint8))
    opened = image.filter(ImageFilter.MinFilter(_PIECE)).filter(ImageFilter.MaxFilter(_PIECE + 2))
    return np.asarray(opened) > 0


def _largest(values: NDArray[np.float32], size: int) -> NDArray[np.float32]:
    image = Image.fromarray(np.ascontiguousarray(values, np.float32))
    return np.asarray(image.filter(ImageFilter.MaxFilter(size)))
