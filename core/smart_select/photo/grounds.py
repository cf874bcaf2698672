"""What an object can be put before: a colour, a gradient, or a picture laid out as one likes.

A ground gives its rows on demand, so that no second picture of the result's size is kept.
"""

from dataclasses import dataclass, field
from typing import Final, Literal, Protocol, TypeAlias, get_args

import numpy as np
from PIL import Image

from smart_select.photo.compositing import Colour, flatten
from smart_select.photo.gradients import Gradient
from smart_select.values import Mask, Photo, Size

Fit: TypeAlias = Literal["fill", "fit", "stretch", "tile"]
"""Scaled to cover and cut, scaled to be seen whole, scaled without keeping proportions, or repeated."""

FITS: Final[tuple[Fit, ...]] = get_args(Fit)

_SUPPORT: Final = 3
"""Lanczos looks at this many of the larger grid's pixels to each side."""


class Ground(Protocol):
    """A background of whatever size it is asked for."""

    def rows(self, size: Size, rows: slice) -> Photo:
        """Return h×W×3: some rows (start and stop set) of the background of a picture of `size`."""


@dataclass(frozen=True)
class Plain:
    """One colour."""

    colour: Colour

    def rows(self, size: Size, rows: slice) -> Photo:
        """Return some rows of it."""
        return np.broadcast_to(np.asarray(self.colour, np.uint8), (rows.stop - rows.start, size[0], 3))


@dataclass(frozen=True, eq=False)
class Laid:
    """A picture, H×W×3 with `alpha` or None, laid out as `fit` says; `under` is what shows where it is not.

    Where "fill" cuts its height, `anchor` says from where: 0 keeps the top, 1 the bottom.
    """

    picture: Photo
    alpha: Mask | None = None
    fit: Fit = "fill"
    under: Ground = field(default_factory=lambda: Plain((255, 255, 255)))
    anchor: float = 0.5

    def rows(self, size: Size, rows: slice) -> Photo:
        """Return some rows of it."""
        if self.fit == "tile":
            return self._tiled(size, rows)
        box, target = self._layout(size)
        return self._scaled(size, rows, box, target)

    def _layout(self, size: Size) -> tuple[tuple[float, float, float, float], tuple[int, int, int, int]]:
        """Return the used part of the picture and where it goes (both x0, y0, x1, y1)."""
        height, width = self.picture.shape[:2]
        if self.fit == "stretch":
            return (0, 0, width, height), (0, 0, *size)
        if self.fit == "fit":
            scale = min(size[0] / width, size[1] / height)
            wide, high = max(1, round(width * scale)), max(1, round(height * scale))
            left, top = (size[0] - wide) // 2, (size[1] - high) // 2
            return (0, 0, width, height), (left, top, left + wide, top + high)
        scale = max(size[0] / width, size[1] / height)
        across, down = min(size[0] / scale, width), min(size[1] / scale, height)
        x0, y0 = (width - across) / 2, (height - down) * self.anchor
        return (x0, y0, x0 + across, y0 + down), (0, 0, *size)

    def _scaled(
        self,
        size: Size,
        rows: slice,
        box: tuple[float, float, float, float],
        target: tuple[int, int, int, int],
    ) -> Photo:
        left, top, right, bottom = target
        first, last = max(rows.start, top), min(rows.stop, bottom)
        whole = target == (0, 0, *size) and self.alpha is None
        result = np.empty((rows.stop - rows.start, size[0], 3), np.uint8)
        if not whole:
            result[:] = self.under.rows(size, rows)
        if first >= last:
            return result
        scale = (box[3] - box[1]) / (bottom - top)
        part = box[0], box[1] + (first - top) * scale, box[2], box[1] + (last - top) * scale
        # Only the rows that are looked at: Pillow copies what it is given.
        height = self.picture.shape[0]
        reach = int(_SUPPORT * max(scale, 1)) + 2
        above, below = max(0, int(part[1]) - reach), min(height, int(part[3]) + reach + 1)
        inner = part[0], part[1] - above, part[2], min(part[3], height) - above
        wanted = right - left, last - first
        seen = _resized(self.picture[above:below], wanted, inner)
        place = slice(first - rows.start, last - rows.start), slice(left, right)
        if self.alpha is not None:
            seen = flatten(seen, _resized(self.alpha[above:below], wanted, inner), onto=result[place])
        result[place] = seen
        return result

    def _tiled(self, size: Size, rows: slice) -> Photo:
        height, width = self.picture.shape[:2]
        y, x = np.arange(rows.start, rows.stop) % height, np.arange(size[0]) % width
        seen: Photo = self.picture[y[:, None], x]
        if self.alpha is None:
            return seen
        return flatten(seen, self.alpha[y[:, None], x], onto=self.under.rows(size, rows))


def _resized(values: Photo, size: Size, box: tuple[float, float, float, float]) -> Photo:
    """Scale the part `box` (x0, y0, x1, y1) to `size`; neighbours beyond the box count."""
    image = Image.fromarray(np.ascontiguousarray(values))
    # Always along x first: Pillow begins with what is cheaper, which differs between bands.
    wide = image.resize(
        (size[0], image.height), Image.Resampling.LANCZOS, box=(box[0], 0, box[2], image.height)
    )
    return np.asarray(wide.resize(size, Image.Resampling.LANCZOS, box=(0, box[1], size[0], box[3])))


def render(ground: Ground, size: Size, most: int) -> Photo:
    """Return the ground of a picture of `size`, scaled down to at most `most` pixels on the longer side."""
    scale = min(1.0, most / max(size))
    small = max(1, round(size[0] * scale)), max(1, round(size[1] * scale))
    return ground.rows(small, slice(0, small[1]))


def as_gradient(stops: tuple[Colour, ...], *, angle_deg: float = 0.0, radial: bool = False) -> Ground:
    """Return a gradient, or a plain ground where there is but one colour."""
    return Gradient(stops, angle_deg, radial) if len(stops) > 1 else Plain(stops[0])
