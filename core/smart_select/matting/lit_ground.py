"""The colour of a plain ground as lamps light it: a cubic in x and y, and what that leaves, smoothed.

It is found again and again without what is far from it, from wide limits to those of its own noise.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from smart_select.masks.grid import box_mean

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]

LIKE: Final = np.float32(16.0)
"""Squared deviations, of three channels, up to which a pixel is the ground's."""
LEAST_NOISE: Final = 0.7
"""Levels of one channel: what rounding leaves."""
_MOST_NOISE = 3.0
"""The most that a plain ground has, on a small copy: cloth and lawns have more."""
_BIN = 32
"""Levels: the ground's colour is first sought as the most usual of such bins."""
_WITHIN = (40.0, 32.0, 24.0, 16.0, 10.0, 0.0, 0.0, 0.0)
"""Levels from what was found last within which pixels are fitted, round by round; 0: as far as noise goes."""
_STRONG = 80.0
"""Levels between the channels of a colour that is known again in another light."""
_LIGHT = 0.4, 2.0
"""How much less or more of it there may be: all that is nearly black is alike."""
_PROMISING = 0.8
"""Of the least share, by the fourth round; most photographs are done with then."""
_FAR = 3.5
"""Deviations of noise that are so far."""
_OFF = 1.2
"""Levels by which the fit may be wrong behind the object."""
_DARK = 50.0
"""Levels of the strongest channel below which all is black, ground and object alike."""
_POWERS = ((0, 0), (1, 0), (0, 1), (2, 0), (1, 1), (0, 2), (3, 0), (2, 1), (1, 2), (0, 3))
_STIFF = np.diag([0.0] + [1e-6] * 2 + [1e-3] * 7)
"""A few pixels in a corner must not bend the ground behind all the rest, nor those of one line tilt it."""
_LEAST_PIXELS = 64
_LITTLE = np.float32(0.01)
"""Share of the ground in a window, below which it says nothing of it there."""


def fit_ground(
    colours: Floats, free: Bools, start: Bools, judged: Bools, least: float
) -> tuple[Floats, Floats] | None:
    """Return the ground 3×h×w behind 3×h×w `colours` (levels), and its noise's inverse covariance 3×3.

    None where less than `least` of the `judged` pixels is of such a ground. It is sought first where they
    `start`; those that are not `free` are never used.
    """
    if start.sum() < _LEAST_PIXELS:
        return None
    bins = np.einsum("i,ihw->hw", np.array([64, 8, 1]), colours.astype(np.int64) // _BIN)
    usual = start & (bins == np.bincount(bins[start]).argmax())
    left = _off_colour(colours, np.median(colours[:, usual], axis=1))
    terms, noise, ground = _terms(free.shape), np.full(3, _MOST_NOISE), colours
    for within in _WITHIN:
        limits = (np.full(3, within) if within else _FAR * noise).astype(np.float32)
        near = free & (np.abs(left) < limits[:, np.newaxis, np.newaxis]).all(axis=0)
        if near.sum() < _LEAST_PIXELS or (within == _WITHIN[3] and near[judged].mean() < least * _PROMISING):
            return None
        some = terms[:, near].astype(np.float64)
        # Not as matrix products: OpenBLAS would start threads for them.
        squares = np.einsum("in,jn->ij", some, some) + _STIFF * near.sum()
        fit = np.linalg.solve(squares, np.einsum("in,kn->ik", some, colours[:, near]))
        ground = np.einsum("ihw,ik->khw", terms, fit.astype(np.float32))
        if not within:
            ground += _smooth((colours - ground) * near, near)
        left = colours - ground
        noise = np.maximum(1.4826 * np.median(np.abs(left[:, near]), axis=1), LEAST_NOISE)
    if noise.max() > _MOST_NOISE or np.median(ground.max(axis=0)) < _DARK:
        return None
    covariance = np.cov(left[:, near]) + np.eye(3) * _OFF**2
    precision = np.linalg.inv(covariance).astype(np.float32)
    if (deviations(left, precision)[judged] < LIKE).mean() < least:
        return None
    return np.clip(ground, 0, 255), precision


def _off_colour(colours: Floats, colour: Floats) -> Floats:
    """Return 3×h×w: how far from a colour all are; if it is a strong one, from it in any light."""
    if np.ptp(colour) < _STRONG:
        light: Floats | float = 1.0
    else:
        light = np.clip(np.einsum("i,ihw->hw", colour, colours) / np.dot(colour, colour), *_LIGHT)
    return np.asarray(colours - colour[:, np.newaxis, np.newaxis] * light, np.float32)


def deviations(left: Floats, precision: Floats) -> Floats:
    """Return h×w: squared Mahalanobis distances of what is left, 3×h×w, by an inverse covariance 3×3."""
    total = np.zeros(left.shape[1:], np.float32)
    for i in range(3):
        for j in range(i, 3):
            total += left[i] * left[j] * (precision[i, j] * (1 if i == j else 2))
    return total


def _terms(shape: tuple[int, ...]) -> Floats:
    """Return 10×h×w: all products of x and y, up to the third degree, with x and y in −1…1."""
    y, x = np.meshgrid(*(np.linspace(-1, 1, side, dtype=np.float32) for side in shape), indexing="ij")
    return np.stack([x**i * y**j for i, j in _POWERS])


def _smooth(left: Floats, near: Bools) -> Floats:
    """Return 3×h×w: what a cubic leaves of a ground, evenly over a tenth of it; 0 far from any of it."""
    planes = np.concatenate([left, near[np.newaxis].astype(np.float32)])
    radius = max(1, max(near.shape) // 24)
    sums = box_mean(box_mean(planes, radius), radius)
    sums += box_mean(sums, 3 * radius) * _LITTLE
    return np.asarray(sums[:3] / (sums[3] + _LITTLE**2))
