"""A photograph reduced for methods that are slow at full size, and prompts brought to its cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from accuracy.values import U8, Bool, Box, Click


@dataclass(frozen=True, eq=False)
class Reduced:
    """`pixels` is u8 [h,w,3]; `shape` the photograph's own (H, W)."""

    pixels: U8
    shape: tuple[int, int]

    @classmethod
    def of(cls, image: U8, side: int) -> Self:
        """Reduce u8 [H,W,3] to `side` cells along its longer side; a smaller photograph stays as it is."""
        height, width = image.shape[:2]
        scale = min(1.0, side / max(height, width))
        size = max(1, round(width * scale)), max(1, round(height * scale))
        small = Image.fromarray(image).resize(size, Image.Resampling.BOX)
        return cls(np.asarray(small, np.uint8), (height, width))

    @property
    def cells(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.pixels.shape[0], self.pixels.shape[1]

    def cell(self, click: Click) -> tuple[int, int]:
        """Return the row and column of a click."""
        (h, w), (height, width) = self.cells, self.shape
        return min(h - 1, int(click[1] * h / height)), min(w - 1, int(click[0] * w / width))

    def distance(self, clicks: Sequence[Click], label: int) -> NDArray[np.float64]:
        """Return [h,w]: how far the next click of `label` is, in diagonals; infinite where there is none."""
        (h, w), (height, width) = self.cells, self.shape
        ys, xs = np.mgrid[0:h, 0:w] + 0.5
        found = np.full((h, w), np.inf)
        for x, y, given in clicks:
            if given == label:
                found = np.minimum(found, np.hypot(xs - x * w / width, ys - y * h / height))
        return found / float(np.hypot(h, w))

    def in_box(self, box: Box) -> NDArray[np.float64]:
        """Return [h,w]: 0 in the box's middle, 1 on the ellipse that fills it, infinite outside the box."""
        (h, w), (height, width) = self.cells, self.shape
        ys, xs = np.mgrid[0:h, 0:w] + 0.5
        x, y = xs * width / w, ys * height / h
        across = np.abs(2 * x - box[0] - box[2]) / (box[2] - box[0])
        down = np.abs(2 * y - box[1] - box[3]) / (box[3] - box[1])
        return np.where(np.maximum(across, down) <= 1, np.hypot(across, down), np.inf)

    def rim(self) -> Bool:
        """Return bool [h,w]: the outermost cells."""
        rim = np.ones(self.cells, np.bool_)
        rim[1:-1, 1:-1] = False
        return rim

    def clicked_parts(self, mask: Bool, clicks: Sequence[Click]) -> Bool:
        """Return the parts of bool [h,w] that a wanted click lies on; all where none does."""
        parts, _ = ndimage.label(mask)
        hit = {int(parts[self.cell(click)]) for click in clicks if click[2] == 1} - {0}
        return np.isin(parts, list(hit)) if hit else mask
