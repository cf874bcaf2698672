"""Points that lie well inside a mask: where a person would click."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from smart_select.masks.components import connected_components

_GRID_SIDE = 256
_SMALLEST_SHARE = 0.05


def inner_points(mask: NDArray[np.bool_], limit: int) -> list[tuple[float, float]]:
    """Return the deepest point of each larger part of an H×W mask, in pixels, the largest part first.

    At most `limit` points; parts below 5 % of the largest are left out. An empty mask has none.
    """
    height, width = mask.shape
    grid = _shrink(mask)
    rows, columns = grid.shape
    parts = connected_components(grid)
    if not parts.count:
        return []
    by_area = 1 + np.argsort(-parts.areas[1:], kind="stable")[:limit]
    large = [part for part in by_area if parts.areas[part] >= _SMALLEST_SHARE * parts.areas[by_area[0]]]
    points = []
    for part in large:
        row, column = _deepest_cell(parts.labels == part)
        points.append(((column + 0.5) * width / columns, (row + 0.5) * height / rows))
    return points


def _shrink(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Bring a mask to a grid that is quick to search; a thin part keeps its cells."""
    height, width = mask.shape
    size = min(width, _GRID_SIDE), min(height, _GRID_SIDE)
    shares = np.asarray(Image.fromarray(mask).convert("L").resize(size, Image.Resampling.BOX))
    half = shares >= 128
    return half if half.any() else shares > 0


def _deepest_cell(part: NDArray[np.bool_]) -> tuple[int, int]:
    """Erode until one more step would leave nothing; of what is left take the cell nearest its middle."""
    while True:
        padded = np.pad(part, 1)
        inner = part & padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]
        if not inner.any():
            break
        part = inner
    rows, columns = np.nonzero(part)
    nearest = np.argmin((rows - rows.mean()) ** 2 + (columns - columns.mean()) ** 2)
    return int(rows[nearest]), int(columns[nearest])
