"""A picture with strands, a mask that is filled between them, and a model that leaves them open."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smart_select.values import Logits, Mask, Photo

WIDTH, HEIGHT = 240, 180
_HEAD = (slice(110, 170), slice(60, 180))
_HAIR = (slice(40, 110), slice(60, 180))


@dataclass(frozen=True, eq=False)
class Hairy:
    """`opacity` is the truth, 0…1; `mask` is a click's, and `logits` (over `photo`) what the model said."""

    photo: Photo
    opacity: NDArray[np.float64]
    mask: Mask
    logits: Logits

    @property
    def firm_logits(self) -> Logits:
        """The same from a model that is sure of the mask."""
        return np.where(self.mask > 0, np.float32(8), np.float32(-8))

    def error_of(self, matte: NDArray[np.uint8]) -> float:
        """Return the mean error among the strands, 0…1."""
        return float(np.abs(matte / 255 - self.opacity)[_HAIR].mean())


def hairy(brightness: int = 0) -> Hairy:
    """Return dark strands above a dark head on a light ground, `brightness` levels darker or lighter."""
    random = np.random.default_rng(0)
    opacity = np.zeros((HEIGHT, WIDTH))
    opacity[_HEAD] = 1
    opacity[_HAIR] = (np.arange(120) % 10 < 4)[np.newaxis]
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    mask[_HEAD] = mask[_HAIR] = 255
    logits = np.where(mask > 0, np.float32(8), np.float32(-8))
    logits[_HAIR] = 0.1
    ground = np.array((205, 210, 220)) + random.normal(size=(HEIGHT, WIDTH, 3)) * 4
    object_ = np.array((60, 40, 30)) + random.normal(size=(HEIGHT, WIDTH, 3)) * 4
    mixed = ground + (object_ - ground) * opacity[..., np.newaxis] + brightness
    return Hairy(np.clip(np.rint(mixed), 0, 255).astype(np.uint8), opacity, mask, logits)
