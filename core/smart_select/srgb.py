"""sRGB (IEC 61966-2-1): which light its 8-bit codes stand for."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

_SHARES: Final = np.arange(256) / 255

LIGHT: Final[NDArray[np.float64]] = np.where(
    _SHARES > 0.04045, ((_SHARES + 0.055) / 1.055) ** 2.4, _SHARES / 12.92
)
"""Linear light 0…1 of each of the 256 codes."""
