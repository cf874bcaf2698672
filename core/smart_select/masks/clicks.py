"""Clicks on a grid of cells."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Clicks:
    """N clicks: `cells` N×2 (x, y) in cells, whose centres are at +0.5, `wanted` N bools."""

    cells: NDArray[np.float64]
    wanted: NDArray[np.bool_]

    def agreement(self, logits: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return for each of K×h×w masks the share of clicks that it answers as asked (1 without clicks)."""
        if not len(self.cells):
            return np.ones(len(logits))
        rows, columns = self.on_grid(logits.shape[1:])
        return np.asarray(((logits[:, rows, columns] > 0) == self.wanted).mean(axis=1), np.float64)

    def scaled(self, x: float, y: float) -> "Clicks":
        """Return the clicks on a grid with x and y times as many cells."""
        return Clicks(self.cells * (x, y), self.wanted)

    def on_grid(self, shape: tuple[int, ...]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the row and the column of each click's cell on a grid of `shape` (h, w)."""
        height, width = shape
        columns = np.clip(np.floor(self.cells[:, 0]).astype(np.int64), 0, width - 1)
        rows = np.clip(np.floor(self.cells[:, 1]).astype(np.int64), 0, height - 1)
        return rows, columns

    def press(self, values: NDArray[np.float32], firm: float) -> None:
        """Set the 3×3 cells of h×w `values` round each click to ±`firm`, in place; a later click wins."""
        for row, column, wanted in zip(*self.on_grid(values.shape), self.wanted, strict=True):
            values[max(0, row - 1) : row + 2, max(0, column - 1) : column + 2] = firm if wanted else -firm
