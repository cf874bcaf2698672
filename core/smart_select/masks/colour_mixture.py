"""The colours of an object and of its surroundings, each as a few Gaussians, and which of them a colour fits.

As in GrabCut (C. Rother, V. Kolmogorov, A. Blake, 2004), but every pixel teaches both mixtures, by its share.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_GAUSSIANS = 5
_ROUNDS = 2
_NARROWEST = 3e-4
"""Variance that every Gaussian has at least, in (Lab ÷ 100)²: a deviation of 1.7 Lab units."""
_TINY = np.float32(1e-12)
_BLOCK = 2048
"""Colours that are judged at a time: they stay in a core's cache, and OpenBLAS starts no threads for so few,
which would wait for each other as soon as an editor works beside them."""

_ROWS, _COLUMNS = np.triu_indices(3)


@dataclass(frozen=True, eq=False)
class Palette:
    """The monomials up to the second degree of N colours in Lab ÷ 100: 10×N float32.

    Six products (xx, xy, xz, yy, yz, zz), the colour itself and 1: a Gaussian's log density is a product with
    ten factors, and the sums over a Gaussian's colours are its moments. `lessons` are the monomials of those
    colours that are learnt from, `teaching` says which.
    """

    monomials: Floats
    lessons: Floats
    teaching: slice

    @classmethod
    def of(cls, colours: Floats, teaching: slice) -> Self:
        """Prepare 3×N colours; only those in `teaching` are learnt from."""
        squares = colours[_ROWS] * colours[_COLUMNS]
        ones = np.ones((1, colours.shape[1]), np.float32)
        monomials = np.concatenate([squares, colours, ones])
        return cls(monomials, np.ascontiguousarray(monomials[:, teaching]), teaching)

    def likelihood_ratio(self, share: Floats) -> Floats:
        """Return the log-likelihood ratio object ÷ surroundings of each colour, N float32.

        `share` N in 0…1 says how much each belongs to the object.
        """
        taught = share[self.teaching]
        factors = _fit(self.lessons, np.stack([taught, 1 - taught])).reshape(-1, 10)
        ratio = np.empty(self.monomials.shape[1], np.float32)
        for start in range(0, len(ratio), _BLOCK):
            density = factors @ self.monomials[:, start : start + _BLOCK]
            density -= density.max(axis=0)
            np.exp(density, out=density)
            ours, theirs = density[:_GAUSSIANS].sum(axis=0), density[_GAUSSIANS:].sum(axis=0)
            ratio[start : start + _BLOCK] = np.log((ours + _TINY) / (theirs + _TINY))
        return ratio


def _fit(monomials: Floats, weights: Floats) -> Floats:
    """Fit Gaussians to colours given by 10×N monomials, once for each row of M×N weights, by k-means.

    Returns M×K×10 float32: each one's log density, share of the weight included, as factors of the monomials.
    """
    colours, moments = np.ascontiguousarray(monomials[6:9]), np.ascontiguousarray(monomials.T)
    means = _spread_along_main_axis(colours, weights, weights @ moments)
    for _ in range(_ROUNDS):
        off = (np.float32(0.5) * (means**2).sum(axis=2))[..., np.newaxis] - means @ colours
        nearest = (off == off.min(axis=1, keepdims=True)).astype(np.float32)
        # Where colours are equal, means are too: they share.
        nearest *= (weights / nearest.sum(axis=1))[:, np.newaxis]
        sums = nearest @ moments
        sizes = sums[..., 9:]
        means = np.where(sizes > 1e-3, sums[..., 6:9] / (sizes + np.float32(1e-6)), means)
    return _densities(sums, means)


def _densities(sums: Floats, means: Floats) -> Floats:
    """Return M×K×10 factors for Gaussians with M×K×10 sums of the monomials and M×K×3 means."""
    sizes, means = sums[..., 9].astype(np.float64), means.astype(np.float64)
    covariance = np.empty((*sizes.shape, 3, 3))
    covariance[..., _ROWS, _COLUMNS] = covariance[..., _COLUMNS, _ROWS] = (
        sums[..., :6] / (sizes + 1e-6)[..., np.newaxis] - means[..., _ROWS] * means[..., _COLUMNS]
    )
    precision = np.linalg.inv(covariance + _NARROWEST * np.eye(3))
    pulled = (precision @ means[..., np.newaxis])[..., 0]
    factors = np.empty((*sizes.shape, 10), np.float32)
    # Off the diagonal each product stands for two.
    factors[..., :6] = precision[..., _ROWS, _COLUMNS] * np.where(_ROWS == _COLUMNS, -0.5, -1.0)
    factors[..., 6:9] = pulled
    factors[..., 9] = (
        np.log((sizes + 1e-6) / (sizes.sum(axis=1, keepdims=True) + 1e-6))
        + 0.5 * np.linalg.slogdet(precision)[1]
        - 0.5 * (means * pulled).sum(axis=2)
    )
    return factors


def _spread_along_main_axis(colours: Floats, weights: Floats, sums: Floats) -> Floats:
    """Return M×K×3 first means: at equal shares of the weight along the colours' main axis. No chance in it.

    `sums` are the M×10 weighted sums of the monomials.
    """
    total = sums[:, 9:] + np.float32(1e-6)
    mean = sums[:, 6:9] / total
    covariance = np.empty((len(sums), 3, 3), np.float32)
    covariance[:, _ROWS, _COLUMNS] = covariance[:, _COLUMNS, _ROWS] = (
        sums[:, :6] / total - mean[:, _ROWS] * mean[:, _COLUMNS]
    )
    places = np.linalg.eigh(covariance)[1][..., -1] @ colours
    means = np.empty((len(sums), _GAUSSIANS, 3), np.float32)
    for row, order in enumerate(np.argsort(places, axis=1)):
        heap = np.cumsum(weights[row, order])
        at = np.searchsorted(heap, (np.arange(_GAUSSIANS) + 0.5) / _GAUSSIANS * heap[-1])
        means[row] = colours[:, order[np.minimum(at, len(order) - 1)]].T
    return means
