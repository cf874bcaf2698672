"""Logits → the mask at the photo's resolution, by what is known of one photo."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from smart_select.masks.cleaning import clean_logits
from smart_select.masks.clicks import Clicks
from smart_select.masks.colour_cut import SURE, Box, ColourCut
from smart_select.masks.edges import EdgeGuide
from smart_select.masks.grid import crop_logits
from smart_select.values import Logits, Mask, Photo


@dataclass(frozen=True, eq=False)
class MaskRenderer:
    """Draws masks of one photo, for logits of `shape` (h, w) over the model's square.

    `covered` is the part of the square that the photo covers, along x and y; `coarse` says that the model's
    outlines are to be redrawn by the photo's colours.
    """

    photo: Photo
    covered: tuple[float, float]
    shape: tuple[int, int]
    coarse: bool

    def mask(self, logits: Logits, clicks: Clicks, box: Box | None) -> Mask:
        """Return the H×W mask for h×w logits; `clicks` and `box` are in logits cells."""
        if self.coarse:
            return self._guide.draw(self._redrawn(logits, clicks, box))
        cells, wanted = clicks.cells, clicks.wanted
        cleaned = clean_logits(logits, wanted=cells[wanted], not_wanted=cells[~wanted])
        return self._guide.soft_mask(cleaned)

    def _redrawn(self, logits: Logits, clicks: Clicks, box: Box | None) -> Logits:
        """Return logits on the edge guide's grid."""
        cut = self._cut
        over_photo = crop_logits(logits, self.covered, cut.shape)
        x, y = self._scale_to(cut.shape)
        cut_box = None if box is None else (box[0] * x, box[1] * y, box[2] * x, box[3] * y)
        redrawn = cut.redraw(over_photo, clicks.scaled(x, y), cut_box)
        target = np.array(crop_logits(redrawn, (1.0, 1.0), self._guide.grid))
        # Bilinear enlarging may take the cell under a click back.
        clicks.scaled(*self._scale_to(self._guide.grid)).press(target, SURE)
        return target

    def _scale_to(self, grid: tuple[int, int]) -> tuple[float, float]:
        """Return the cells of a grid over the photo (rows, columns) per logits cell, along x and y."""
        return grid[1] / (self.shape[1] * self.covered[0]), grid[0] / (self.shape[0] * self.covered[1])

    @cached_property
    def _guide(self) -> EdgeGuide:
        return EdgeGuide.of(self.photo, self.covered, self.shape)

    @cached_property
    def _cut(self) -> ColourCut:
        return ColourCut.of(self.photo)
