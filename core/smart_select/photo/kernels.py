"""What blurs: Gaussians, and the round or six-sided spots that a lens draws of a point of light."""

import math
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from smart_select.srgb import LIGHT

Colours: TypeAlias = NDArray[np.float32]
"""h×w×3."""

Aperture: TypeAlias = Literal["disc", "hexagon"]

_KERNEL_SIGMAS: Final = 3
_DIRECT_SIGMA: Final = 1.5
"""Wider Gaussians are computed on blocks of pixels, so that a block's sigma stays between this and twice
this."""
_LENS_CELLS: Final = 12.0
"""Larger spots are drawn on blocks of pixels, so that their radius in blocks stays between this and twice
this."""
_SUBPIXELS: Final = 8
_SMOOTH_PRIMES: Final = (2, 3, 5)
_GLOW: Final = 2.0
_GLOW_FROM: Final = 0.8
"""Highlights are brighter than white, which a photo has clipped: from this light on by up to _GLOW more."""


class Blur(Protocol):
    """A blur of some width, as computed on blocks of pixels."""

    @property
    def block(self) -> int:
        """Side in pixels of the blocks that it is computed on."""

    @property
    def reach(self) -> int:
        """How many cells far it looks."""

    @property
    def decode(self) -> NDArray[np.float32]:
        """256 values that 8-bit sRGB is taken as."""

    def encode(self, values: Colours) -> NDArray[np.uint8]:
        """Return decoded values as 8-bit sRGB."""

    def apply(self, cells: Colours) -> Colours:
        """Return h×w×3 cells blurred, without the `reach` outermost ones."""

    def scaled(self, share: float) -> "Blur":
        """Return the same, `share` as wide."""


@dataclass(frozen=True)
class Gaussian:
    """A Gaussian of `sigma_px` > 0, of 8-bit values as they are."""

    sigma_px: float

    @property
    def block(self) -> int:
        """Side in pixels of the blocks that it is computed on."""
        return max(1, int(self.sigma_px // _DIRECT_SIGMA))

    @property
    def reach(self) -> int:
        """How many cells far it looks."""
        return math.ceil(_KERNEL_SIGMAS * self._sigma)

    @property
    def decode(self) -> NDArray[np.float32]:
        """256 values that 8-bit sRGB is taken as: themselves."""
        return np.arange(256, dtype=np.float32)

    def encode(self, values: Colours) -> NDArray[np.uint8]:
        """Return values as 8-bit sRGB."""
        return np.clip(np.rint(values), 0, 255).astype(np.uint8)

    def apply(self, cells: Colours) -> Colours:
        """Convolve by columns and by rows."""
        radius = self.reach
        offsets = np.arange(-radius, radius + 1, dtype=np.float64)
        kernel = np.exp(-0.5 * (offsets / self._sigma) ** 2)
        kernel = (kernel / kernel.sum()).astype(np.float32)
        for _ in range(2):
            length = len(cells) - 2 * radius
            total = cells[radius : radius + length] * kernel[radius]
            pair = np.empty_like(total)
            for before in range(radius):  # and what lies as far behind: the kernel is symmetric
                after = 2 * radius - before
                np.add(cells[before : before + length], cells[after : after + length], out=pair)
                pair *= kernel[before]
                total += pair
            cells = total.swapaxes(0, 1)
        return cells

    def scaled(self, share: float) -> "Gaussian":
        """Return the same, `share` as wide."""
        return Gaussian(self.sigma_px * share)

    @property
    def _sigma(self) -> float:
        """Sigma in blocks; averaging over a block blurs as well, by the variance of a box."""
        block = self.block
        variance = self.sigma_px**2 - (block**2 / 12 if block > 1 else 0)
        return math.sqrt(variance) / block


@dataclass(frozen=True)
class Lens:
    """A lens out of focus: every point of light becomes a spot of `radius_px`, in linear light."""

    radius_px: float
    aperture: Aperture = "disc"

    @property
    def block(self) -> int:
        """Side in pixels of the blocks that it is computed on."""
        return max(1, int(self.radius_px // _LENS_CELLS))

    @property
    def reach(self) -> int:
        """How many cells far it looks."""
        return math.ceil(self.radius_px / self.block + 0.5)

    @property
    def decode(self) -> NDArray[np.float32]:
        """256 values that 8-bit sRGB is taken as: linear light (IEC 61966-2-1), highlights above 1."""
        return _light()

    def encode(self, values: Colours) -> NDArray[np.uint8]:
        """Return light as 8-bit sRGB."""
        shares = np.clip(values / self.decode[-1], 0, 1)
        return np.asarray(_nearest_codes()[np.rint(shares * 65535).astype(np.uint16)], np.uint8)

    def apply(self, cells: Colours) -> Colours:
        """Convolve by a product of spectra."""
        reach = self.reach
        spot = _spot(self.radius_px / self.block, reach, self.aperture)
        height, width = cells.shape[:2]
        size = _fast_length(height), _fast_length(width)
        spectrum = np.fft.rfft2(spot, size)
        blurred = np.empty((height - 2 * reach, width - 2 * reach, 3), np.float32)
        for channel in range(3):
            # Circular: only where the kernel lies within is taken, which the wrap-around does not touch.
            product = np.fft.irfft2(np.fft.rfft2(cells[..., channel], size) * spectrum, size)
            blurred[..., channel] = product[2 * reach : height, 2 * reach : width]
        return blurred

    def scaled(self, share: float) -> "Lens":
        """Return the same, `share` as wide."""
        return Lens(self.radius_px * share, self.aperture)


def _spot(radius: float, reach: int, aperture: Aperture) -> NDArray[np.float64]:
    """Return the (2·reach+1)² picture of a point of light, sum 1, edges smooth by counting subpixels."""
    side = 2 * reach + 1
    places = (np.arange(side * _SUBPIXELS) + 0.5) / _SUBPIXELS - side / 2
    x, y = np.abs(places), np.abs(places)[:, None]
    if aperture == "disc":
        inside = np.hypot(x, y) <= radius
    else:
        # As large as the disc: a hexagon of circumradius c has the area 1.5·√3·c².
        corner = radius * math.sqrt(2 * math.pi / (3 * math.sqrt(3)))
        inside = (y <= corner * math.sqrt(3) / 2) & (math.sqrt(3) * x + y <= math.sqrt(3) * corner)
    spot = inside.reshape(side, _SUBPIXELS, side, _SUBPIXELS).mean(axis=(1, 3))
    total = spot.sum()
    if not total:
        spot[reach, reach] = total = 1.0
    return np.asarray(spot / total, np.float64)


@cache
def _light() -> NDArray[np.float32]:
    glow = np.clip((LIGHT - _GLOW_FROM) / (1 - _GLOW_FROM), 0, 1) ** 2
    return np.asarray(LIGHT * (1 + _GLOW * glow), np.float32)


@cache
def _nearest_codes() -> NDArray[np.uint8]:
    """Return for each of 65536 shares of the greatest light the 8-bit code whose light is nearest."""
    light = _light()
    values = np.arange(65536, dtype=np.float32) * (light[-1] / 65535)
    return np.asarray(np.searchsorted((light[1:] + light[:-1]) / 2, values), np.uint8)


def _fast_length(length: int) -> int:
    """Return the next length that has no prime factor above 5."""
    while True:
        rest = length
        for prime in _SMOOTH_PRIMES:
            while rest % prime == 0:
                rest //= prime
        if rest == 1:
            return length
        length += 1
