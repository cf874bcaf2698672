"""Opacity of single pixels before a ground that is known to its noise.

Y.-Y. Chuang, B. Curless, D. Salesin, R. Szeliski: A Bayesian Approach to Digital Matting, 2001, with the
ground's colour given. The object's colours about a pixel are a Gaussian: along the directions in which
these differ among themselves (as hair does in lightness) a difference from their mean says little of opacity,
across them it says much. Some rounds of the paper's two steps, in closed form: the ground is not sought.
"""

import numpy as np
from numpy.typing import NDArray

from smart_select.matting.keying import sums_near
from smart_select.matting.laplacian import inverse_of_symmetric

Floats = NDArray[np.float32]

_SOLID = np.float32(0.9)
"""Opacity from which on a pixel tells the object's colour."""
_LEAST_SOLID = np.float32(1e-6)
"""Weight of solid pixels from which on they are near enough."""
_OWN_NOISE = np.float32(16.0)
"""Variance, in levels², that the object's colours have at least."""
_GIVEN = np.float32(0.12)
"""Deviation of the opacity that is to be made exact."""
_ROUNDS = 3
_MISFIT = np.float32(12.0)
"""Squared deviations of the pixel from the mixture found, at which it counts 1/e."""
_BETTER = np.float32(4.0)
"""Squared deviations less than with the given opacity, from which on another is worth taking."""
_PAIRS = ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2))


def opacity_before(ground: Floats, noise: Floats, pixels: Floats, given: Floats) -> Floats:
    """Return the opacity h×w in 0…1 of 3×h×w `pixels` before a `ground` 3×h×w, both in levels of 255.

    `noise` 3×3 is the ground's covariance, in levels².
    `given` h×w is a first one; where it has nothing solid near by, or the colours don't fit, it stays.
    """
    solid = np.clip((given - _SOLID) / (1 - _SOLID), 0, 1) ** 2
    moments = np.concatenate(
        [solid[np.newaxis], pixels * solid, np.stack([pixels[i] * pixels[j] for i, j in _PAIRS]) * solid]
    )
    moments = sums_near(moments)
    weight = np.maximum(moments[0], np.float32(1e-12))
    front = moments[1:4] / weight
    spread = moments[4:] / weight - np.stack([front[i] * front[j] for i, j in _PAIRS])
    for index in (0, 3, 5):
        spread[index] = np.maximum(spread[index], 0) + _OWN_NOISE
    behind = np.array([noise[i, j] for i, j in _PAIRS], np.float32)[:, np.newaxis, np.newaxis]
    way, left = front - ground, pixels - ground
    opacity = given
    precision = spread
    for _ in range(_ROUNDS):
        precision = inverse_of_symmetric(spread * (opacity * opacity) + behind)
        along = _times(precision, way)
        belief = (along * way).sum(axis=0)
        opacity = ((along * left).sum(axis=0) + given / _GIVEN**2) / (belief + 1 / _GIVEN**2)
        opacity = np.clip(opacity, 0, 1)
    missed = _missed(precision, left - opacity * way)
    better = _missed(inverse_of_symmetric(spread * (given * given) + behind), left - given * way) - missed
    fits = np.exp(-np.maximum(missed - 3, 0) / _MISFIT) * (1 - np.exp(-np.maximum(better, 0) / _BETTER))
    fits *= moments[0] > _LEAST_SOLID
    return np.asarray(given + (opacity - given) * fits, np.float32)


def _missed(precision: Floats, left: Floats) -> Floats:
    """Return h×w: squared Mahalanobis distances of what is left, 3×h×w, each pixel with its own precision."""
    return np.asarray((left * _times(precision, left)).sum(axis=0), np.float32)


def _times(matrices: Floats, vectors: Floats) -> Floats:
    """Return 3×h×w: symmetric matrices 6×h×w times vectors 3×h×w."""
    xx, xy, xz, yy, yz, zz = matrices
    x, y, z = vectors
    return np.stack([xx * x + xy * y + xz * z, xy * x + yy * y + yz * z, xz * x + yz * y + zz * z])
