"""sRGB → CIE Lab (D65; CIE 15:2004)."""

import numpy as np
from numpy.typing import NDArray

from smart_select.srgb import LIGHT
from smart_select.values import Photo

_LIGHT = LIGHT.astype(np.float32)
_TO_XYZ = np.array(
    [[0.412453, 0.357580, 0.180423], [0.212671, 0.715160, 0.072169], [0.019334, 0.119193, 0.950227]],
    np.float32,
)
_WHITE = np.array([0.95047, 1.0, 1.08883], np.float32)


def to_lab(photo: Photo) -> NDArray[np.float32]:
    """Return h×w×3 float32, Lab ÷ 100, for h×w×3 uint8 sRGB."""
    xyz = _LIGHT[photo] @ _TO_XYZ.T / _WHITE
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + np.float32(16 / 116))
    x, y, z = f[..., 0], f[..., 1], f[..., 2]
    lab = np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=2)
    return np.asarray(lab / np.float32(100), np.float32)
