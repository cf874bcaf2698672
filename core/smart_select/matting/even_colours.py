"""The own colours of what is translucent over a wide area, as glass is: even, whatever is seen through it.

Nothing tells there how a pixel's colour is shared by object and background, and a picture of their own
would show in both. The object's colours change slowly, or with its opacity, as at a highlight; so they are
taken for linear functions of opacity in every neighbourhood, and the rest belongs to what is behind.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from smart_select.masks.components import connected_components
from smart_select.masks.grid import box_mean
from smart_select.values import Mask

Floats = NDArray[np.float32]

LEAST, MOST = 0.06, 0.97
"""Opacity between which a pixel is neither clear nor solid."""
_COMMON = np.float32(0.9)
"""Share of the pixels near one that must be so: beside hairs, threads and most of what moved, there are
clear views."""
_NEAR_PX = 12
_SOLID, _SOLID_REACH = np.float32(0.05), 2
"""Nor is it an edge, however soft, beside as much that is solid, so many times as far around: there what is
solid tells what the object looks like."""
_RIM_PX, _RIM_CELLS = 3, 0.6
_SHARP = 0.3
"""Opacity that a thing's outline reaches within twice as many pixels, or cells of a large picture, and a
feathered selection does not."""
_MOSTLY = np.float32(0.5)
_RADIUS_PX = 10
"""Of a neighbourhood, but at least _LEAST_RADIUS of a large picture's cells."""
_LEAST_RADIUS = 4
_EVEN = np.float32(1e-3)
"""Variance of opacity that is taken for none."""
_NOTHING = np.float32(1e-6)


def is_translucent(alpha: Mask) -> NDArray[np.uint8]:
    """Return 255 where a pixel is neither clear nor solid, else 0."""
    return np.asarray((alpha > LEAST * 255) & (alpha < MOST * 255)).astype(np.uint8) * np.uint8(255)


def wide_share(translucent: Mask, alpha: Mask, cell_px: float) -> Floats | None:
    """Return h×w in 0…1: how much of each cell is part of a wide translucent area; None without any.

    `translucent` is how much of it is translucent at all, 0…255, and `alpha` h×w its mean opacity.
    """
    share = translucent.astype(np.float32) / np.float32(255)
    near = max(1, round(_NEAR_PX / cell_px))
    solid = _mean((alpha >= MOST * 255).astype(np.float32), _SOLID_REACH * near)
    wide = (_mean(share, near) > _COMMON) & (solid < _SOLID)
    if not wide.any():
        return None
    share[_mean(wide.astype(np.float32), near) <= 0] = 0
    return share


def rim_side(cell_px: float) -> int:
    """Return half of how wide the outline of a thing may be, in pixels: the larger a photo, the softer."""
    return max(_RIM_PX, round(_RIM_CELLS * cell_px))


def rim(alpha: Mask, side: int, opacity: float = LEAST) -> NDArray[np.uint8]:
    """Return 255 in the squares of `side` with something clear, beside something of more than `opacity`."""
    height, width = alpha.shape
    squares = np.pad(alpha, ((0, -height % side), (0, -width % side)), mode="edge")
    squares = squares.reshape(squares.shape[0] // side, side, squares.shape[1] // side, side)
    least, most = squares.min(axis=3).min(axis=1), squares.max(axis=3).max(axis=1)
    around = np.asarray(Image.fromarray(most).filter(ImageFilter.MaxFilter(3)))
    found = ((least <= LEAST * 255) & (around > opacity * 255)).astype(np.uint8) * np.uint8(255)
    return np.repeat(np.repeat(found, side, axis=0), side, axis=1)[:height, :width]


def sharp_rim(alpha: Mask, side: int) -> NDArray[np.uint8]:
    """Return 255 where `rim` finds the outline of a thing, rather than the end of a feathered selection."""
    return rim(alpha, side, _SHARP)


def without_feathers(wide: Floats, rims: Mask, sharp: Mask) -> Floats:
    """Return h×w `wide_share` without the pieces whose rim is not mostly sharp: a solid thing's own colours
    would be evened there, because it was selected softly. `rims` and `sharp` are each cell's, 0…255. A piece
    without any rim stays: it is a pane.
    """
    pieces = connected_components(wide > 0)
    near = _mean(rims.astype(np.float32), 1), _mean(sharp.astype(np.float32), 1)
    of_rims, of_sharp = (np.bincount(pieces.labels.ravel(), plane.ravel()) for plane in near)
    things = of_sharp >= _MOSTLY * of_rims
    return np.where(things[pieces.labels], wide, np.float32(0))


@dataclass(frozen=True, eq=False)
class EvenColours:
    """`planes` f32 7×h×w, of each cell: how far it is translucent and so is what is around it, 0…1; for red,
    green and blue in 0…1 by how much they rise with opacity; and what they are at none.
    """

    planes: Floats

    @classmethod
    def of(cls, front: Floats, alpha: Mask, share: Floats, cell_px: float) -> Self:
        """Look at first colours 3×h×w and opacity in cells; `share` is how far each is to be evened, 0…1."""
        opacity = alpha.astype(np.float32) / np.float32(255)
        radius = max(_LEAST_RADIUS, round(_RADIUS_PX / cell_px))
        # The more opaque, the better the colour is known.
        weight = share * opacity * opacity
        total = np.maximum(_mean(weight, radius), _NOTHING)
        planes = np.concatenate([front, front * opacity, [opacity, opacity * opacity]]).astype(np.float32)
        means = box_mean(planes * weight, radius) / total
        colours, products, mean, square = means[:3], means[3:6], means[6], means[7]
        rise = (products - colours * mean) / (square - mean * mean + _EVEN)
        lines = np.concatenate([rise, colours - rise * mean]) * weight
        return cls(np.concatenate([share[np.newaxis], box_mean(lines, radius) / total]).astype(np.float32))

    def over(self, front: Floats, pixels: Floats, opacity: Floats) -> Floats:
        """Return other first colours 3×h×w of the same cells with these in their place.

        As far as the picture's own (h×w×3 in 0…1) allow: no background is darker than black, or too bright.
        """
        seen = pixels.transpose(2, 0, 1)
        share = np.maximum(opacity, np.float32(LEAST))
        even = self.planes[1:4] * opacity + self.planes[4:]
        least, most = np.clip((seen - (1 - share)) / share, 0, 1), np.clip(seen / share, 0, 1)
        even = np.clip(even, least, most)
        return np.asarray(front + (even - front) * self.planes[0], np.float32)


def _mean(plane: Floats, radius: int) -> Floats:
    return np.asarray(box_mean(plane[np.newaxis], radius)[0])
