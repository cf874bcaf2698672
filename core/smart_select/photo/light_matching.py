"""An object brought into the light of its new background: its tint and its brightness, carefully.

Each channel of linear light is multiplied by a number (J. von Kries' rule), the same for all pixels, hence a
table of 256 values a channel. Tints are what near-grey pixels show, because a green wall is no green light.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from smart_select.srgb import LIGHT
from smart_select.values import Mask, Photo

_SIDE: Final = 256
_GREY_SATURATION: Final = 0.2
_ANY_COLOUR: Final = 0.002
"""The say of a fully coloured pixel, beside 1 of a grey one: what is left where there is nothing grey."""
_TINT_LIMIT: Final = 1.5
_LIGHT_LIMIT: Final = 4.0
"""Channels, and their mean, are never multiplied or divided by more."""

_LIGHT_SHARE: Final = 0.6
"""How much of a difference in brightness (as an exponent) is light; the rest is what stands about there."""

Curves = NDArray[np.uint8]
"""3×256: the new value of each channel's value."""


def light_curves(scene: Photo, mask: Mask, ground: Photo, strength: float) -> Curves:
    """Return the curves that bring an object from `scene` (H×W×3; where `mask` is) before `ground` (h×w×3).

    `strength` 0…1: how far. The object's own brightness is compared with its old surroundings', so that a
    dark coat stays a dark coat.
    """
    old, new = _small(scene), _small(ground)
    seen = (255 - _small(mask)).astype(np.float64) / 255
    tints = np.clip(_tint(new) / _tint(old), 1 / _TINT_LIMIT, _TINT_LIMIT)
    around = seen if seen.mean() > 0.02 else np.ones_like(seen)
    light = np.clip(
        _brightness(new, np.ones(new.shape[:2])) / _brightness(old, around), 1 / _LIGHT_LIMIT, _LIGHT_LIMIT
    )
    gains = (tints * light**_LIGHT_SHARE) ** strength
    lit = LIGHT[None, :] * gains[:, None]
    # Above 1 the curve would clip; it bends towards white instead, from the middle tones on.
    lit = np.where(gains[:, None] > 1, lit / (1 + (gains[:, None] - 1) * LIGHT[None, :]), lit)
    codes = np.where(lit > 0.0031308, 1.055 * np.maximum(lit, 1e-9) ** (1 / 2.4) - 0.055, lit * 12.92)
    return np.asarray(np.clip(np.rint(codes * 255), 0, 255), np.uint8)


def relight(colours: Photo, curves: Curves) -> Photo:
    """Return h×w×3 with each channel through its curve."""
    return np.stack([curves[channel][colours[..., channel]] for channel in range(3)], axis=-1)


def _tint(picture: Photo) -> NDArray[np.float64]:
    """Return red, green and blue of the light, their geometric mean 1."""
    light = LIGHT[picture]
    high, low = picture.max(axis=2).astype(np.float64), picture.min(axis=2).astype(np.float64)
    saturation = (high - low) / np.maximum(high, 1)
    # Neither what is clipped nor what is nearly black tells a colour.
    telling = np.clip(high / 40, 0, 1) * np.where(high >= 254, 0.1, 1.0)
    weight = telling * (np.exp(-((saturation / _GREY_SATURATION) ** 2)) + _ANY_COLOUR) + 1e-9
    mean = (light * weight[..., None]).sum(axis=(0, 1)) / weight.sum() + 1e-4
    return np.asarray(mean / np.exp(np.log(mean).mean()), np.float64)


def _brightness(picture: Photo, weight: NDArray[np.float64]) -> float:
    """Return the weighted geometric mean of linear luminance."""
    luminance = LIGHT[picture] @ np.array([0.2126, 0.7152, 0.0722])
    return float(np.exp((np.log(luminance + 0.01) * weight).sum() / weight.sum()))


def _small(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a picture thinned out to some hundred pixels a side: statistics need no more."""
    step = max(1, -(-max(picture.shape[:2]) // _SIDE))
    return picture[::step, ::step]
