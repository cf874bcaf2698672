"""What is translucent over a wide area, as glass is: what lies behind it shows through, and is not its own.

There is no clear view of either side there, nor any pixel that is solid, and pairs of colours take every edge
behind the glass for one of its opacity. In truth that changes slowly, but for what is also seen by logits
that know how much of each cell is covered; and it is of few colours, which a first matte tells well enough.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from smart_select.masks.grid import Region, box_mean
from smart_select.matting.even_colours import LEAST, MOST
from smart_select.matting.foreground import foreground_colours
from smart_select.values import Photo

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]

_RADIUS = 8
"""Pixels around one that are looked at: between a net's threads, or hairs, there are clear views so near."""
_COMMON = np.float32(0.9)
"""Share of them that must be translucent."""
_HALF = np.float32(0.5)
_RIM = 2
"""Pixels in which it becomes what the colours say: the outline is sharp."""
_EVEN = np.float32(4e-3)
"""Variance of the colours' opacity that is taken for none."""
_TOP = 0.99
"""Share of the pixels that are at most as opaque as the most opaque, which are solid at most."""
_AROUND = 5 * _RADIUS
"""Pixels around it that are seen: clear views of what is behind."""
_COLOURS, _SAMPLES = 4, 1024


@dataclass(frozen=True, eq=False)
class Translucent:
    """In an area (rows, columns) of a picture, h×w pixels: `share` f32 in 0…1 is how far a pixel is within, 1
    but for a narrow rim; `opacity` f32 what it is there.

    `is_keyed` (h×w) is where a plain backdrop tells the opacity, all but its scale.
    """

    area: Region
    share: Floats
    opacity: Floats
    is_keyed: Bools

    @classmethod
    def of(
        cls, opacity: Floats, cover: Floats, unknown: Bools, keyed: Floats | None = None
    ) -> "Translucent | None":
        """Look at the opacity found, and at how much is `cover`ed, roughly (h×w in 0…1); None if nothing is.

        Where the opacity is `keyed` (not NaN), its shape is exact, and only by how much it is too thin is to
        be told: a screen's own tint in the glass looks like the screen.
        """
        within = unknown & (opacity > LEAST) & (opacity < MOST) & (cover > LEAST) & (cover < MOST)
        if not within.any():
            return None
        wide = _share(within, _RADIUS) > _COMMON
        if not wide.any():
            return None
        rows, columns = (np.flatnonzero(wide.any(axis=axis)) for axis in (1, 0))
        area = (
            slice(max(0, int(rows[0]) - _AROUND), int(rows[-1]) + _AROUND + 1),
            slice(max(0, int(columns[0]) - _AROUND), int(columns[-1]) + _AROUND + 1),
        )
        opacity, cover = opacity[area], cover[area]
        unknown, wide, within = unknown[area], wide[area], within[area]
        keyed = None if keyed is None else keyed[area]
        near = unknown & (_share(wide, _RADIUS) > 0)
        own = near & (_share(within, _RIM) > _HALF)
        found = _confirmed(opacity, cover, own.astype(np.float32))
        exact = own & ~np.isnan(keyed) if keyed is not None else np.zeros_like(own)
        if exact.any():
            np.copyto(found, _thickened(opacity, cover, exact), where=exact)
        share: Floats = own.astype(np.float32) * np.clip(2 * _mean(own.astype(np.float32), _RIM) - 1, 0, 1)
        return cls(area, share, found, exact)

    def colours(self, photo: Photo, opacity: Floats) -> Floats:
        """Return m×3: its own colours in a whole picture of a first opacity, freed from what is behind.

        None are told before a plain backdrop: there any of them goes with some other opacity.
        """
        own = (self.share > _HALF) & ~self.is_keyed
        if not own.any():
            return np.zeros((0, 3), np.float32)
        even = opacity[self.area] + (self.opacity - opacity[self.area]) * self.share
        alpha = np.rint(np.clip(even, 0, 1) * 255).astype(np.uint8)
        front = foreground_colours(np.ascontiguousarray(photo[self.area]), alpha)[own]
        front = front[:: max(1, len(front) // _SAMPLES)]
        few = Image.fromarray(front[np.newaxis]).quantize(_COLOURS, method=Image.Quantize.MEDIANCUT, kmeans=1)
        palette = np.array(few.getpalette(), np.float32).reshape(-1, 3)
        return np.asarray(palette[np.unique(np.asarray(few))])


def _confirmed(opacity: Floats, cover: Floats, own: Floats) -> Floats:
    """Return what the cover confirms of the colours' opacity: about every pixel, a line of it."""
    weight = np.maximum(_mean(own, _RADIUS), np.float32(1e-6))
    planes = np.stack([opacity, cover, opacity * opacity, opacity * cover]) * own
    found, covered, square, product = box_mean(planes, _RADIUS) / weight
    slope = np.clip((product - found * covered) / (square - found * found + _EVEN), 0, 1)
    slope, offset = box_mean(np.stack([slope, covered - slope * found]) * own, _RADIUS) / weight
    return np.asarray(slope * opacity + offset, np.float32)


def _thickened(opacity: Floats, cover: Floats, exact: Bools) -> Floats:
    """Return the opacity as many times as thick everywhere as the cover has it, solid at most."""
    found = opacity[exact]
    if not found.any():
        return opacity
    times = float((found * cover[exact]).sum() / (found * found).sum())
    return opacity * np.float32(np.clip(times, 1, 1 / np.quantile(found, _TOP)))


def _mean(plane: Floats, radius: int) -> Floats:
    return np.asarray(box_mean(plane[np.newaxis], radius)[0])


def _share(picture: Bools, radius: int) -> Floats:
    """Return how many of the pixels about each are set, 0…1; in bytes, for pictures are large."""
    blurred = Image.fromarray(picture.astype(np.uint8) * np.uint8(255)).filter(ImageFilter.BoxBlur(radius))
    return np.asarray(np.asarray(blurred) / np.float32(255), np.float32)
