"""A picture of known opacity as two layers: the colours of the object and of the background.

T. Germer, T. Uelwer, S. Conrad, S. Harmeling: Fast Multi-Level Foreground Estimation, 2020: at each level of
a pyramid, foreground F and background B minimise (α·F + (1−α)·B − I)² + Σ (ε + ω·|α − α'|)·(|F − F'|² +
|B − B'|²) over the four neighbours, by a few Jacobi steps that start from the level above.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from smart_select.values import Mask, Photo

Floats = NDArray[np.float32]

_REGULAR, _GRADIENT = np.float32(1e-3), np.float32(0.1)
"""ε and ω: neighbours have like colours, the more so where the opacity changes."""
_COARSE_STEPS, _FINE_STEPS = 30, 4
_SMALL_SIDE = 32
"""Levels up to this side take _COARSE_STEPS."""
_ALONE = 0.98
"""Opacity from which on, and of which the rest up to which, a pixel shows one side alone."""
_LEAST_ALONE = 16
_FLAT = np.float32(2e-4)
"""Squared change between neighbours that the camera's noise makes, in colours of 0…1."""
_STIFFEST = 16.0
_SIDES = ((0, 1), (0, -1), (1, 0), (-1, 0))


def pyramid(height: int, width: int) -> list[tuple[int, int]]:
    """Return the shapes of a pyramid, from the given one to a single pixel."""
    levels = [(height, width)]
    while max(levels[-1]) > 1:
        levels.append((max(1, (levels[-1][0] + 1) // 2), max(1, (levels[-1][1] + 1) // 2)))
    return levels


def refined(
    photo: Photo,
    alpha: Mask,
    levels: list[tuple[int, int]],
    front: Floats,
    back: Floats,
    fine_steps: int = _FINE_STEPS,
    stiffness: np.float32 | None = None,
) -> tuple[Floats, Floats]:
    """Return colours 3×h×w, refined through `levels` from the last to the first, which front and back fit.

    Without a `stiffness` it is what either side shows alone.
    """
    for shape in reversed(levels):
        pixels = shrunk(photo, shape).transpose(2, 0, 1)
        share = shrunk(alpha, shape)
        rows = np.arange(shape[0])[:, np.newaxis] * front.shape[1] // shape[0]
        columns = np.arange(shape[1]) * front.shape[2] // shape[1]
        front, back = front[:, rows, columns], back[:, rows, columns]
        steps = _COARSE_STEPS if max(shape) <= _SMALL_SIDE else fine_steps
        now = _stiffness(pixels, share) if stiffness is None else stiffness
        front, back = _relax(pixels, share, front, back, steps, now)
    return front, back


def _stiffness(pixels: Floats, share: Floats) -> np.float32:
    """Return how much less the background's colours may differ from their neighbours' than the object's.

    By how rough either is where it is seen alone: what a soft edge shows of grain belongs to the rougher one.
    """
    front, back = _changes(pixels, share)
    if min(front.size, back.size) < _LEAST_ALONE:
        return np.float32(1)
    ratio = (front.mean() + _FLAT) / (back.mean() + _FLAT)
    return np.float32(np.clip(ratio, 1 / _STIFFEST, _STIFFEST))


def liveliness(pixels: Floats, share: Floats) -> np.float32:
    """Return 0 where the background is seen to be plain, so that any detail is the object's, and up to 1."""
    back = _changes(pixels, share)[1]
    if back.size < _LEAST_ALONE:
        return np.float32(0)
    return np.float32(np.clip(back.mean() / _FLAT - 1, 0, 1))


def _changes(pixels: Floats, share: Floats) -> tuple[Floats, Floats]:
    """Return the squared changes between neighbours where the object, and the background, is seen alone."""
    changes = np.square(pixels[:, :, 1:] - pixels[:, :, :-1]).sum(axis=0)
    least, most = np.minimum(share[:, 1:], share[:, :-1]), np.maximum(share[:, 1:], share[:, :-1])
    return changes[least > _ALONE], changes[most < 1 - _ALONE]


def shrunk(values: NDArray[np.uint8], shape: tuple[int, int]) -> Floats:
    image = Image.fromarray(np.ascontiguousarray(values)).resize((shape[1], shape[0]), Image.Resampling.BOX)
    return np.asarray(image, np.float32) / np.float32(255)


def _relax(
    pixels: Floats, share: Floats, front: Floats, back: Floats, steps: int, stiffness: np.float32
) -> tuple[Floats, Floats]:
    """Take `steps` Jacobi steps; a border's missing neighbour is the pixel itself."""
    weights = [_REGULAR + _GRADIENT * np.abs(share - _moved(share, side)) for side in _SIDES]
    total = np.sum(weights, axis=0)
    rest = 1 - share
    for _ in range(steps):
        near_front = sum((w * _moved(front, side) for w, side in zip(weights, _SIDES, strict=True))) / total
        near_back = sum((w * _moved(back, side) for w, side in zip(weights, _SIDES, strict=True))) / total
        # The 2×2 system per pixel has the identity plus a rank-one matrix: it is inverted in closed form.
        missing = pixels - share * near_front - rest * near_back
        missing /= total + share * share + rest * rest / stiffness
        front = np.clip(near_front + share * missing, 0, 1)
        back = np.clip(near_back + rest / stiffness * missing, 0, 1)
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
