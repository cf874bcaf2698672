"""Which pixels are surely inside, surely outside, or to be found out: a band around the outline.

It is kept on a coarse grid and enlarged tile by tile, so its cost is the grid's, not the picture's.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from smart_select.masks.components import connected_components
from smart_select.masks.grid import Region, box_mean, enlarge_part
from smart_select.values import Logits, Mask

_CELLS = 256
"""Along the longer side, as SAM's decoder has them."""
UNDECIDED: Final = 0.15
"""A model's logits within ±this say nothing. Wider, holes come into objects that share their background's
colours (measured on photographs); narrower, a net's meshes stay filled."""
SURE: Final = 2.5
"""Logits beyond ±this are trusted."""
_LEAST_SURE: Final = 0.2
"""Share of a model's logits beyond ±SURE below which it has not answered: there is no outline to refine then,
only probabilities. On photographs half and more are."""
_FULL: Final = np.float32(8)
_PIECE: Final = 3
"""Cells: thicker than what a moved outline leaves between itself and the old one."""
_WIDE_PIECE: Final = 7
"""Cells: thicker than what lies between hairs."""
_ROUND: Final = 2
"""Cells on each side, by which a piece is judged together."""
_HALF: Final = np.float32(0.5)
_SURELY: Final = np.float32(32)
_BAND_PIXELS = 1 << 21


@dataclass(frozen=True, eq=False)
class Trimap:
    """For an H×W picture: `least` and `most` (h×w) bound the logits in each cell's neighbourhood.

    `contested` (h×w) are pieces that the mask has and the logits lack; see `settled`.
    """

    shape: tuple[int, int]
    least: NDArray[np.float32]
    most: NDArray[np.float32]
    sureness: NDArray[np.float32]
    reach: int
    contested: NDArray[np.bool_] | None

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
        sureness = of_mask = _logits_of(mask, grid)
        contested = None
        if logits is not None:
            given = _resized(np.clip(logits * np.float32(SURE / sure), -_FULL, _FULL), grid)
            agree = np.sign(given) == np.sign(sureness)
            doubted = np.where(agree, np.sign(given) * np.minimum(np.abs(given), np.abs(sureness)), 0)
            left_out = pieces((sureness < 0) & (given > 0), _PIECE)
            sureness = np.where(left_out, -_FULL, doubted)
            contested = pieces((of_mask > 0) & (given < 0), _WIDE_PIECE)
        return cls._around(sureness, (height, width), reach, contested)

    @classmethod
    def _around(
        cls, sureness: Logits, shape: tuple[int, int], reach: int, contested: NDArray[np.bool_] | None
    ) -> Self:
        size = 2 * reach + 1
        return cls(
            shape=shape,
            least=-_largest(-sureness, size),
            most=_largest(sureness, size),
            sureness=np.asarray(sureness, np.float32),
            reach=reach,
            contested=contested,
        )

    def settled(self, matte: Mask) -> Self:
        """Return it with the contested pieces inside that a first H×W `matte` has not clearly taken away.

        Colours that tell object and background apart take gaps away; where they can't, what was selected is
        to stay whole, piece by piece: of a net's meshes most are taken away, and those left are no object
        either. Returns itself where there is nothing to settle.
        """
        if self.contested is None or not self.contested.any():
            return self
        weight = self.contested.astype(np.float32)
        share, weights = box_mean(np.stack((share_of(matte, weight.shape) * weight, weight)), _ROUND)
        stays = self.contested & (share > _HALF * weights) & self._mostly_left(matte)
        if not stays.any():
            return self
        return self._around(np.where(stays, _FULL, self.sureness), self.shape, self.reach, None)

    def _mostly_left(self, matte: Mask) -> NDArray[np.bool_]:
        """Return the contested pieces of which a matte has left more than half."""
        assert self.contested is not None, "there is something contested"
        found = connected_components(self.contested)
        share = share_of(matte, self.contested.shape)
        left = np.bincount(found.labels.ravel(), share.ravel()) > _HALF * np.bincount(found.labels.ravel())
        left[0] = False
        return left[found.labels]

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

    def on_copy(self, shape: tuple[int, int]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
        """Return what `part` does for all of a smaller copy of the picture, and a rough opacity 0…1 there."""
        everywhere = slice(0, shape[0]), slice(0, shape[1])
        logits = enlarge_part(self.sureness[np.newaxis], shape, everywhere)[0]
        return replace(self, shape=shape).part(everywhere), np.asarray(1 / (1 + np.exp(-logits)))

    def part(self, region: Region) -> NDArray[np.int8]:
        """Return +1 inside, −1 outside and 0 unknown for the pixels of a region."""
        least, most = enlarge_part(np.stack([self.least, self.most]), self.shape, region)
        return np.asarray((least >= SURE).astype(np.int8) - (most <= -SURE))


def has_answered(logits: Logits) -> bool:
    """Whether a model is sure of enough of its h×w logits to have meant anything by them."""
    return bool((np.abs(logits) > SURE).mean() >= _LEAST_SURE)


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
    changed = pieces(inside != (before >= _HALF), _PIECE)
    return np.where(changed, np.where(inside, _SURELY, -_SURELY), logits).astype(np.float32)


def pieces(cells: NDArray[np.bool_], thick: int) -> NDArray[np.bool_]:
    """Return the parts that are at least so many cells thick, and the cell around each."""
    image = Image.fromarray(cells.astype(np.uint8))
    opened = image.filter(ImageFilter.MinFilter(thick)).filter(ImageFilter.MaxFilter(thick + 2))
    return np.asarray(opened) > 0


def _largest(values: NDArray[np.float32], size: int) -> NDArray[np.float32]:
    image = Image.fromarray(np.ascontiguousarray(values, np.float32))
    return np.asarray(image.filter(ImageFilter.MaxFilter(size)))
