"""Colours that pass into each other, as a background."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from smart_select.photo.compositing import Colour
from smart_select.values import Photo, Size

_NOISE_SEED: Final = 20260101
_NOISE_ROWS: Final = 64


@dataclass(frozen=True)
class Gradient:
    """Two or more colours at equal distances.

    Linear ones go from top to bottom at `angle_deg` 0, from left to right at 90, and so on; they reach from
    corner to corner. `radial` ones go from the middle to the corners.
    """

    stops: tuple[Colour, ...]
    angle_deg: float = 0.0
    radial: bool = False

    def rows(self, size: Size, rows: slice) -> Photo:
        """Return some rows of the gradient in a picture of `size`.

        A little noise, the same each time, hides the steps of 8 bits, which are seen on large smooth grounds.
        """
        width, height = size
        x = (np.arange(width, dtype=np.float32) + np.float32(0.5 - width / 2))[None, :]
        y = (np.arange(rows.start, rows.stop, dtype=np.float32) + np.float32(0.5 - height / 2))[:, None]
        if self.radial:
            place = np.hypot(x, y) / np.float32(math.hypot(width, height) / 2)
        else:
            angle = math.radians(self.angle_deg)
            across, down = math.sin(angle), math.cos(angle)
            length = abs(across) * width + abs(down) * height
            place = (x * np.float32(across) + y * np.float32(down)) / np.float32(length) + np.float32(0.5)
        colours = _between(np.asarray(self.stops, np.float32), np.clip(place, 0, 1))
        noise = np.random.default_rng(_NOISE_SEED).random((_NOISE_ROWS, width), np.float32)
        noisy = colours + noise[np.arange(rows.start, rows.stop) % _NOISE_ROWS][..., None]
        return np.asarray(noisy, np.uint8)


def _between(stops: NDArray[np.float32], place: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return h×w×3 colours, 0…255, for places 0…1 along the stops; whole numbers stay below 255.5."""
    position = place * np.float32(len(stops) - 1)
    lower = np.minimum(position.astype(np.int64), max(len(stops) - 2, 0))
    share = (position - lower)[..., None]
    upper = np.minimum(lower + 1, len(stops) - 1)
    mixed = stops[lower] + (stops[upper] - stops[lower]) * share
    return np.asarray(np.minimum(mixed, np.float32(254.999)), np.float32)
