"""Opacity smoothed along the picture's colours: the closed-form matting Laplacian, without its matrix.

A. Levin, D. Lischinski, Y. Weiss: A Closed-Form Solution to Natural Image Matting, 2008: in each window of
3×3 pixels opacity is about a linear function of colour. What the windows leave over is added by box sums as
in K. He, J. Sun, X. Tang: Fast Matting Using Large Kernel Matting Laplacian Matrices, 2010, so nothing is
stored per pair of pixels.
"""

from dataclasses import dataclass
from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
_Real = TypeVar("_Real", np.float32, np.float64)

_EPSILON = 3e-6
_WINDOW = np.float32(1 / 9)
_PAIRS = ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2))
_AT = ((0, 1, 2), (1, 3, 4), (2, 4, 5))
"""Where a symmetric 3×3 matrix has its entry among six."""
_TYPICAL_DIAGONAL = np.float32(0.6)


@dataclass(frozen=True, eq=False)
class ColourLines:
    """The windows of one picture of h×w pixels; their centres lie (h−2)×(w−2).

    `colours` 3×h×w in 0…1, `mean` 3×(h−2)×(w−2), `inverse` 6×(h−2)×(w−2): of each window's covariance.
    """

    colours: Floats
    mean: Floats
    inverse: Floats

    @classmethod
    def of(cls, colours: Floats, epsilon: float = _EPSILON) -> Self:
        """Prepare for 3×h×w colours in 0…1, at least 3×3 pixels."""
        # In doubles: where a window's colours lie on a line, single floats leave nothing of the determinant.
        exact = colours.astype(np.float64)
        mean = _window_means(exact)
        covariance = _window_means(np.stack([exact[i] * exact[j] for i, j in _PAIRS]))
        covariance -= np.stack([mean[i] * mean[j] for i, j in _PAIRS])
        covariance[[0, 3, 5]] += epsilon
        inverse = inverse_of_symmetric(covariance)
        return cls(colours=colours, mean=mean.astype(np.float32), inverse=inverse.astype(np.float32))

    def fit(self, opacity: Floats) -> Floats:
        """Return 4×(h−2)×(w−2): opacity ≈ a·colour + b in each window (three of a, then b)."""
        mean = _window_means(opacity)
        covariance = _window_means(self.colours * opacity)
        covariance -= self.mean * mean
        lines = np.empty((4, *mean.shape), np.float32)
        lines[3] = mean
        for axis, (first, second, third) in enumerate(_AT):
            line = np.multiply(self.inverse[first], covariance[0], out=lines[axis])
            line += self.inverse[second] * covariance[1]
            line += self.inverse[third] * covariance[2]
            lines[3] -= line * self.mean[axis]
        return lines

    def misfit(self, opacity: Floats) -> Floats:
        """Return the Laplacian times h×w opacities, divided by a window's nine pixels."""
        lines = self.fit(opacity)
        total = _spread(lines)
        fitted = total[3]
        for axis in range(3):
            fitted += total[axis] * self.colours[axis]
        return np.asarray((_counts(opacity.shape) * opacity - fitted) * _WINDOW)


def smooth_opacity(
    lines: ColourLines, opacity: Floats, trust: Floats, unknown: NDArray[np.bool_], steps: int
) -> Floats:
    """Return h×w opacities that follow the colour lines, near the given ones where these are trusted.

    Minimises αᵀLα + Σ trust·(α − opacity)² over the unknown pixels by conjugate gradients; the known ones
    keep their opacity.
    """
    given = opacity * unknown
    fixed = opacity - given
    found = given.copy()
    left: Floats = (trust * given - lines.misfit(fixed)) * unknown
    left -= (lines.misfit(found) + trust * found) * unknown
    ease = unknown / (_TYPICAL_DIAGONAL + trust)
    eased = left * ease
    direction = eased.copy()
    merit = float((left * eased).sum())
    for _ in range(steps):
        if merit <= 1e-9:
            break
        change = (lines.misfit(direction) + trust * direction) * unknown
        step = np.float32(merit / max(float((direction * change).sum()), 1e-20))
        found += step * direction
        left -= step * change
        eased = left * ease
        before, merit = merit, float((left * eased).sum())
        direction *= np.float32(merit / before)
        direction += eased
    return np.asarray(np.clip(fixed + found, 0, 1))


def mean_at_pixels(lines: Floats) -> Floats:
    """Return k×h×w for k×(h−2)×(w−2): the mean of the windows that each pixel lies in."""
    height, width = lines.shape[1] + 2, lines.shape[2] + 2
    return np.asarray(_spread(lines) / _counts((height, width)))


def inverse_of_symmetric(matrices: NDArray[_Real]) -> NDArray[_Real]:
    """Return the inverses of symmetric 3×3 matrices, 6×h×w as 6×h×w (xx, xy, xz, yy, yz, zz)."""
    xx, xy, xz, yy, yz, zz = matrices
    inverse = np.stack(
        [
            yy * zz - yz * yz,
            xz * yz - xy * zz,
            xy * yz - xz * yy,
            xx * zz - xz * xz,
            xy * xz - xx * yz,
            xx * yy - xy * xy,
        ]
    )
    inverse /= xx * inverse[0] + xy * inverse[1] + xz * inverse[2]
    return inverse


def _window_means(planes: NDArray[_Real]) -> NDArray[_Real]:
    """Return …×(h−2)×(w−2) means of 3×3 windows."""
    tall = planes[..., :-2] + planes[..., 1:-1]
    tall += planes[..., 2:]
    total = tall[..., :-2, :] + tall[..., 1:-1, :]
    total += tall[..., 2:, :]
    total /= 9
    return total


def _spread(windows: Floats) -> Floats:
    """Return k×h×w: what all windows that a pixel lies in add up to; the transpose of summing them."""
    count, height, width = windows.shape
    wide = np.zeros((count, height, width + 2), np.float32)
    for shift in range(3):
        wide[..., shift : shift + width] += windows
    total = np.zeros((count, height + 2, width + 2), np.float32)
    for shift in range(3):
        total[..., shift : shift + height, :] += wide
    return total


def _counts(shape: tuple[int, ...]) -> Floats:
    """Return in how many windows each of h×w pixels lies."""
    rows, columns = (
        np.minimum(np.minimum(np.arange(side) + 1, side - np.arange(side)), 3).astype(np.float32)
        for side in shape
    )
    return np.outer(np.minimum(rows, shape[0] - 2), np.minimum(columns, shape[1] - 2)).astype(np.float32)
