"""The object's own colours in a soft edge, freed from the background that shines through.

T. Germer, T. Uelwer, S. Conrad, S. Harmeling: Fast Multi-Level Foreground Estimation, 2020: at each level of
a pyramid, foreground F and background B minimise (α·F + (1−α)·B − I)² + Σ (ε + ω·|α − α'|)·(|F − F'|² +
|B − B'|²) over the four neighbours, by a few Jacobi steps that start from the level above.
"""

from itertools import product

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from smart_select.values import Mask, Photo

Floats = NDArray[np.float32]

_REGULAR, _GRADIENT = np.float32(1e-3), np.float32(0.1)
"""ε and ω: neighbours have like colours, the more so where the opacity changes."""
_COARSE_STEPS, _FINE_STEPS = 10, 4
_SMALL_SIDE = 32
"""Levels up to this side take _COARSE_STEPS."""
_TILE, _HALO = 224, 48
"""Pixels: a tile, and what is seen around it."""
_SIDES = ((0, 1), (0, -1), (1, 0), (-1, 0))

Area = tuple[int, int, int, int]
"""x0, y0, x1, y1 in whole pixels, the far sides exclusive."""


def foreground_colours(photo: Photo, alpha: Mask, area: Area | None = None) -> Photo:
    """Return h×w×3 uint8: the object's colours in `area` (None: everywhere) of an H×W×3 photo.

    `alpha` is the H×W matte. Pixels of opacity 255 keep the photo's colours, those of 0 have the photo's too
    unless they lie near the edge. Works in tiles along the soft edge: needs little beside the result.
    """
    height, width = alpha.shape
    x0, y0, x1, y1 = area or (0, 0, width, height)
    result = photo[y0:y1, x0:x1].copy()
    for top, left in product(range(y0, y1, _TILE), range(x0, x1, _TILE)):
        bottom, right = min(top + _TILE, y1), min(left + _TILE, x1)
        inner = alpha[top:bottom, left:right]
        soft = (inner > 0) & (inner < 255)
        if not soft.any():
            continue
        first_row, first_column = max(0, top - _HALO), max(0, left - _HALO)
        around = slice(first_row, bottom + _HALO), slice(first_column, right + _HALO)
        colours = _estimate(photo[around], alpha[around])
        found = colours[:, top - first_row : bottom - first_row, left - first_column : right - first_column]
        target = result[top - y0 : bottom - y0, left - x0 : right - x0]
        target[soft] = np.rint(found.transpose(1, 2, 0)[soft] * 255).astype(np.uint8)
    return result


def _estimate(photo: Photo, alpha: Mask) -> Floats:
    """Return 3×h×w foreground colours in 0…1 of one tile."""
    height, width = alpha.shape
    levels = [(height, width)]
    while max(levels[-1]) > 1:
        levels.append((max(1, (levels[-1][0] + 1) // 2), max(1, (levels[-1][1] + 1) // 2)))
    front = np.zeros((3, 1, 1), np.float32)
    back = front.copy()
    for shape in reversed(levels):
        pixels = _shrunk(photo, shape).transpose(2, 0, 1)
        share = _shrunk(alpha, shape)
        rows = np.arange(shape[0])[:, np.newaxis] * front.shape[1] // shape[0]
        columns = np.arange(shape[1]) * front.shape[2] // shape[1]
        if shape == (1, 1):
            front, back = pixels.copy(), pixels.copy()
        else:
            front, back = front[:, rows, columns], back[:, rows, columns]
        steps = _COARSE_STEPS if max(shape) <= _SMALL_SIDE else _FINE_STEPS
        front, back = _relax(pixels, share, front, back, steps)
    return front


def _shrunk(values: NDArray[np.uint8], shape: tuple[int, int]) -> Floats:
    image = Image.fromarray(np.ascontiguousarray(values)).resize((shape[1], shape[0]), Image.Resampling.BOX)
    return np.asarray(image, np.float32) / np.float32(255)


def _relax(pixels: Floats, share: Floats, front: Floats, back: Floats, steps: int) -> tuple[Floats, Floats]:
    """Take `steps` Jacobi steps; a border's missing neighbour is the pixel itself."""
    weights = [_REGULAR + _GRADIENT * np.abs(share - _moved(share, side)) for side in _SIDES]
    total = np.sum(weights, axis=0)
    rest = 1 - share
    for _ in range(steps):
        near_front = sum((w * _moved(front, side) for w, side in zip(weights, _SIDES, strict=True))) / total
        near_back = sum((w * _moved(back, side) for w, side in zip(weights, _SIDES, strict=True))) / total
        # The 2×2 system per pixel has the identity plus a rank-one matrix: it is inverted in closed form.
        missing = pixels - share * near_front - rest * near_back
        missing /= total + share * share + rest * rest
        front = np.clip(near_front + share * missing, 0, 1)
        back = np.clip(near_back + rest * missing, 0, 1)
    return front, back


def _moved(planes: Floats, side: tuple[int, int]) -> Floats:
    """Return …×h×w planes in which each pixel has its neighbour's value."""
    moved = planes.copy()
    if side == (0, 1):
        moved[..., :-1] = planes[..., 1:]
    elif side == (0, -1):
        moved[..., 1:] = planes[..., :-1]
    elif side == (1, 0):
        moved[..., :-1, :] = planes[..., 1:, :]
    else:
        moved[..., 1:, :] = planes[..., :-1, :]
    return moved
