"""Another sky, which meets the horizon as skies do: through haze, and not along a cut."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from smart_select.bands import row_bands
from smart_select.photo.compositing import replace_background
from smart_select.photo.gradients import Gradient
from smart_select.photo.grounds import Ground, render
from smart_select.photo.light_matching import light_curves, relight
from smart_select.values import SOLID, Mask, Photo, Size

CLEAR_SKY: Final = Gradient(((62, 118, 186), (128, 176, 219), (205, 224, 236)))
"""From the zenith to the horizon."""

SKY_ANCHOR: Final = 0.2
"""Where a picture of a sky is cut, mostly below: photographs of skies have land at the bottom."""

_HAZE_SHARE: Final = 0.4
"""Haze begins so high above the horizon, as a share of the sky's height."""
_HAZE_DEPTH: Final = 0.7
"""Share of the old sky's colour at the horizon itself, where haze is 1."""
_SOFT_PER_SIDE: Final = 0.004
"""Sigma of the edge at the horizon, where haze is 1, as a share of the longer side."""
_LOWEST_COLUMNS: Final = 0.9
"""The horizon lies where so many of the columns with sky have their last of it, or above."""
_LOOKED_AT_PX: Final = 256
_COLUMNS: Final = 512
"""About so many of them say where the horizon is."""


@dataclass(frozen=True, eq=False)
class Sky:
    """A ground that ends at row `horizon`, with `haze` 0…1 of an old sky's `colour` there."""

    ground: Ground
    horizon: int
    haze: float
    colour: NDArray[np.float32]

    def rows(self, size: Size, rows: slice) -> Photo:
        """Return some rows of it."""
        sky_size = size[0], self.horizon
        last = self.ground.rows(sky_size, slice(self.horizon - 1, self.horizon))
        above = (
            self.ground.rows(sky_size, slice(rows.start, min(rows.stop, self.horizon)))
            if rows.start < self.horizon
            else last[:0]
        )
        below = np.broadcast_to(last, (rows.stop - rows.start - len(above), size[0], 3))
        seen = np.concatenate([above, below])
        if not self.haze:
            return seen
        share = (self.haze * _HAZE_DEPTH * self.nearness(rows))[:, None, None]
        return np.asarray(np.rint(seen + (self.colour - seen) * share), np.uint8)

    def nearness(self, rows: slice) -> NDArray[np.float32]:
        """Return for each row how near the horizon it is: 0 high above … 1 there and below, smoothly."""
        height = max(1.0, self.horizon * _HAZE_SHARE)
        rising = np.clip((np.arange(rows.start, rows.stop) + 0.5 - self.horizon) / height + 1, 0, 1)
        return np.asarray(rising * rising * (3 - 2 * rising), np.float32)


def replace_sky(
    ground: Ground,
    colours: Photo,
    mask: Mask,
    alpha: Mask | None = None,
    *,
    foreground: Photo | None = None,
    haze: float = 0.5,
    light: float = 0.0,
) -> Photo:
    """Return an H×W×3 picture whose sky, where `mask` is 255, is `ground`, laid out from the top to the
    horizon.

    The horizon is where the mask ends below. Towards it the new sky takes on the old one's haze and the edge
    gets softer, both by `haze` (0…1); edges high up, as of trees and roofs, stay as they are. `foreground`
    are the colours of what is not sky (None: the photo's), and are used up: the result is made in their
    place; `light` (0…1) brings that into the new sky's light. Where the picture is transparent (`alpha`) the
    sky shows too. Works in bands of rows.
    """
    height, width = mask.shape
    sky = Sky(ground, _horizon(mask), haze, _colour_above_horizon(colours, mask))
    front = colours if foreground is None else foreground
    land = np.bitwise_not(mask)
    seen = render(sky.ground, (width, sky.horizon), _LOOKED_AT_PX)
    curves = light_curves(colours, land, seen, light) if light else None
    sigma = _SOFT_PER_SIDE * max(height, width) * haze
    result = np.empty_like(colours) if foreground is None else foreground
    for rows in row_bands(mask.shape):
        weight = _softened(land, rows, sigma, sky.nearness(rows)) if sigma > 0 else land[rows]
        part = front[rows] if curves is None else relight(front[rows], curves)
        behind = sky.rows((width, height), rows)
        result[rows] = replace_background(part, weight, behind, None if alpha is None else alpha[rows])
    return result


def _horizon(mask: Mask) -> int:
    """Return the row that the sky ends at, at least 1."""
    solid = mask[:, :: max(1, mask.shape[1] // _COLUMNS)] >= SOLID
    with_sky = solid.any(axis=0)
    if not with_sky.any():
        return len(mask)
    ends = (len(mask) - np.argmax(solid[::-1], axis=0))[with_sky]
    return max(1, int(np.quantile(ends, _LOWEST_COLUMNS, method="nearest")))


def _colour_above_horizon(colours: Photo, mask: Mask) -> NDArray[np.float32]:
    """Return the old sky's mean colour in its lowest tenth."""
    horizon = _horizon(mask)
    rows = slice(max(0, horizon - max(1, horizon // 10)), horizon)
    weight = (mask[rows] == 255).astype(np.float32)
    total = float(weight.sum())
    if not total:
        return np.full(3, 255, np.float32)
    return np.asarray(np.einsum("hw,hwc->c", weight, colours[rows].astype(np.float32)) / total, np.float32)


def _softened(land: Mask, rows: slice, sigma: float, nearness: NDArray[np.float32]) -> Mask:
    """Return some rows of the land's mask, softened inwards near the horizon: haze lies before it."""
    part = land[rows]
    if not nearness.any():
        return part
    reach = int(3 * sigma) + 3
    top = max(0, rows.start - reach)
    around = Image.fromarray(np.ascontiguousarray(land[top : rows.stop + reach]))
    blurred = np.asarray(around.filter(ImageFilter.GaussianBlur(sigma)))[rows.start - top :][: len(part)]
    thinner = np.minimum(part, blurred).astype(np.float32)
    return np.asarray(np.rint(part + (thinner - part) * nearness[:, None]), np.uint8)
