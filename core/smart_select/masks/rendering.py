"""Logits → the mask at the photo's resolution, by what is known of one photo."""

from dataclasses import dataclass
from functools import cached_property

from smart_select.masks.cleaning import clean_logits
from smart_select.masks.clicks import Clicks
from smart_select.masks.colour_cut import SURE, ColourCut, cells_of
from smart_select.masks.edges import EdgeGuide
from smart_select.masks.grid import crop_logits
from smart_select.values import Box, Logits, Mask, Photo


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
            return self._redrawn(logits, clicks, box)
        return self._guide.soft_mask(clean_logits(logits, clicks))

    def _redrawn(self, logits: Logits, clicks: Clicks, box: Box | None) -> Mask:
        cut, guide = self._cut_and_guide
        rows, columns = cut.shape
        x, y = columns / (self.shape[1] * self.covered[0]), rows / (self.shape[0] * self.covered[1])
        on_cells = clicks.scaled(x, y)
        box_on_cells = None if box is None else (box[0] * x, box[1] * y, box[2] * x, box[3] * y)
        redrawn = cut.redraw(crop_logits(logits, self.covered, cut.shape), on_cells, box_on_cells)
        on_cells.press(redrawn, SURE)
        return guide.draw(redrawn, on_cells)

    @cached_property
    def _guide(self) -> EdgeGuide:
        return EdgeGuide.of(self.photo, self.covered, self.shape)

    @cached_property
    def _cut_and_guide(self) -> tuple[ColourCut, EdgeGuide]:
        """Both on the same cells: the photo is shrunk once, and logits are enlarged once."""
        cells = cells_of(self.photo)
        return ColourCut.of(cells), EdgeGuide.on(cells, self.photo)
