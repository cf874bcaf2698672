"""How far a matte is from the true one; the usual four measures."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from accuracy.measures import edge

Floats = NDArray[np.float32]

_GRADIENT_SIGMA = 1.4
_NEAR_PX = 1.5


@dataclass(frozen=True)
class Errors:
    """`sad` in 1000 px, `mse` over the band in thousandths, `gradient` in 1000, `boundary` an F in 0…1."""

    sad: float
    mse: float
    gradient: float
    boundary: float


def errors(alpha: Floats, true: Floats, band: NDArray[np.bool_]) -> Errors:
    """Compare f32 [H,W] mattes in 0…1. `band` are the pixels that the mean square is taken over.

    The gradient error is that of C. Rhemann et al.: A perceptually motivated online benchmark for image
    matting, 2009. The boundary is that of opacity one half, met within 1.5 pixels.
    """
    difference = alpha - true
    slopes = [ndimage.gaussian_gradient_magnitude(matte, _GRADIENT_SIGMA) for matte in (alpha, true)]
    return Errors(
        sad=float(np.abs(difference).sum(dtype=np.float64) / 1000),
        mse=float((difference[band] ** 2).mean(dtype=np.float64) * 1000),
        gradient=float(((slopes[0] - slopes[1]) ** 2).sum(dtype=np.float64) / 1000),
        boundary=_boundary_f(alpha >= 0.5, true >= 0.5),
    )


def _boundary_f(mine: NDArray[np.bool_], true: NDArray[np.bool_]) -> float:
    edges = edge(mine), edge(true)
    if not edges[0].any() or not edges[1].any():
        return float(edges[0].any() == edges[1].any())
    precision, recall = (
        float((ndimage.distance_transform_edt(~other)[own] <= _NEAR_PX).mean())
        for own, other in (edges, edges[::-1])
    )
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
