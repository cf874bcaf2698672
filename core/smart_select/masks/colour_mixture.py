"""The colours of an object and of its surroundings, each as a few Gaussians, and which of them a colour fits.

As in GrabCut (C. Rother, V. Kolmogorov, A. Blake, 2004), but every pixel teaches both mixtures, by its share.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_GAUSSIANS = 5
_ROUNDS = 4
_NARROWEST = 3e-4
"""Variance that every Gaussian has at least, in (Lab ÷ 100)²: a deviation of 1.7 Lab units."""
_TINY = np.float32(1e-12)
_BLOCK = 2048
"""Colours that are judged at a time: they stay in a core's cache, and OpenBLAS starts no threads for so few,
which would wait for each other as soon as an editor works beside them."""

_ROWS, _COLUMNS = np.triu_indices(3)


@dataclass(frozen=True, eq=False)
class Palette:
    """N colours, 3×N float32 in Lab ÷ 100, and their monomials up to the second degree, 10×N."""

    colours: Floats
    monomials: Floats

    @classmethod
    def of(cls, colours: Floats) -> Self:
        """Prepare 3×N colours."""
        squares = colours[_ROWS] * colours[_COLUMNS]
        ones = np.ones((1, colours.shape[1]), np.float32)
        return cls(colours, np.concatenate([squares, colours, ones]))

    def likelihood_ratio(self, share: Floats, teaching: slice) -> Floats:
        """Return the log-likelihood ratio object ÷ surroundings of each colour, N float32.

        `share` N in 0…1 says how much each belongs to the object; only the colours in `teaching` are learnt
        from.
        """
        colours, share = np.ascontiguousarray(self.colours[:, teaching]), share[teaching]
        factors = np.concatenate([_fit(colours, share), _fit(colours, 1 - share)])
        ratio = np.empty(self.colours.shape[1], np.float32)
        for start in range(0, len(ratio), _BLOCK):
            density = factors @ self.monomials[:, start : start + _BLOCK]
            density -= density.max(axis=0)
            np.exp(density, out=density)
            ours, theirs = density[:_GAUSSIANS].sum(axis=0), density[_GAUSSIANS:].sum(axis=0)
            ratio[start : start + _BLOCK] = np.log((ours + _TINY) / (theirs + _TINY))
        return ratio


def _fit(colours: Floats, weights: Floats) -> Floats:
    """Fit Gaussians to 3×N colours of N weights by k-means.

    Returns K×10 float32: each one's log density, share of the weight included, as factors of the monomials.
    """
    total = weights.sum() + 1e-6
    weighted = colours * weights
    means = _spread_along_main_axis(colours, weights)
    for _ in range(_ROUNDS):
        nearest = ((means**2).sum(axis=1, keepdims=True) - 2 * means @ colours).argmin(axis=0)
        sizes = np.bincount(nearest, weights, _GAUSSIANS)[:, np.newaxis]
        sums = np.stack([np.bincount(nearest, plane, _GAUSSIANS) for plane in weighted], axis=1)
        means = np.where(sizes > 1e-3, sums / (sizes + 1e-6), means).astype(np.float32)
    factors = np.empty((_GAUSSIANS, 10), np.float32)
    for index, (mean, size) in enumerate(zip(means, sizes[:, 0], strict=True)):
        own = nearest == index
        off = colours[:, own] - mean[:, np.newaxis]
        covariance = (off * weights[own]) @ off.T / (size + 1e-6)
        precision = np.linalg.inv(covariance + _NARROWEST * np.eye(3))
        # Off the diagonal each product stands for two.
        factors[index, :6] = -0.5 * precision[_ROWS, _COLUMNS] * np.where(_ROWS == _COLUMNS, 1, 2)
        factors[index, 6:9] = precision @ mean
        factors[index, 9] = (
            np.log((size + 1e-6) / total)
            + 0.5 * np.linalg.slogdet(precision)[1]
            - 0.5 * mean @ precision @ mean
        )
    return factors


def _spread_along_main_axis(colours: Floats, weights: Floats) -> Floats:
    """Return K×3 first means: at equal shares of the weight along the colours' main axis. No chance in it."""
    off = colours - (colours @ weights / (weights.sum() + 1e-6))[:, np.newaxis]
    axis = np.linalg.eigh((off * weights) @ off.T)[1][:, -1]
    order = np.argsort(axis @ off)
    heap = np.cumsum(weights[order])
    at = np.searchsorted(heap, (np.arange(_GAUSSIANS) + 0.5) / _GAUSSIANS * heap[-1])
    return np.ascontiguousarray(colours[:, order[np.minimum(at, len(order) - 1)]].T)
