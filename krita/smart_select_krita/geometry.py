"""Where things are: image, canvas and preview, and the ways between them. No Qt in here."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import List, NamedTuple, Sequence, Tuple

Size = Tuple[int, int]
Area = Tuple[int, int, int, int]
"""x0, y0, x1, y1 with x1 and y1 outside."""


class ImagePoint(NamedTuple):
    """A place in the image: pixels, origin top-left, pixel centres at +0.5."""

    x: float
    y: float


class WidgetPoint(NamedTuple):
    """A place in a widget: logical pixels, origin top-left."""

    x: float
    y: float


@dataclass(frozen=True)
class Affine:
    """Maps (x, y) to (a·x + c·y + e, b·x + d·y + f), as QTransform does."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def map(self, x: float, y: float) -> Tuple[float, float]:
        """Return where a point goes."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def inverted(self) -> Affine | None:
        """Return the way back; None where there is none."""
        determinant = self.a * self.d - self.b * self.c
        if abs(determinant) < 1e-12:
            return None
        a, b = self.d / determinant, -self.b / determinant
        c, d = -self.c / determinant, self.a / determinant
        return Affine(a, b, c, d, -(a * self.e + c * self.f), -(b * self.e + d * self.f))

    def then(self, other: Affine) -> Affine:
        """Return this way and the other one after it."""
        a, b = other.a * self.a + other.c * self.b, other.b * self.a + other.d * self.b
        c, d = other.a * self.c + other.c * self.d, other.b * self.c + other.d * self.d
        e, f = other.map(self.e, self.f)
        return Affine(a, b, c, d, e, f)


def canvas_to_image(flake_to_canvas: Affine, flake_to_image: Affine) -> Affine | None:
    """Return the way from the canvas widget to the image: zoom, pan, rotation and mirror included.

    Krita tells both ways from "flake", its coordinates of shapes, and none between the two.
    """
    back = flake_to_canvas.inverted()
    return None if back is None else back.then(flake_to_image)


def unwrapped(points: Sequence[ImagePoint], size: Size, across: bool, down: bool) -> List[ImagePoint]:
    """Return the points moved by as many whole pictures as bring the first one into the picture.

    That is what a place means on a canvas that repeats the picture `across`, `down` or both.
    """
    left = size[0] * math.floor(points[0].x / size[0]) if across else 0
    above = size[1] * math.floor(points[0].y / size[1]) if down else 0
    return [ImagePoint(x - left, y - above) for x, y in points]


def is_inside(point: ImagePoint, size: Size) -> bool:
    """Tell whether a point lies on the picture."""
    return 0 <= point.x < size[0] and 0 <= point.y < size[1]


@dataclass(frozen=True)
class Fit:
    """A picture shown as large as it fits in the middle of a widget."""

    image: Size
    widget: Size

    @property
    def scale(self) -> float:
        """Return how many widget pixels one image pixel takes."""
        width, height = self.image
        if width < 1 or height < 1:
            return 0.0
        return min(self.widget[0] / width, self.widget[1] / height)

    @property
    def frame(self) -> Tuple[float, float, float, float]:
        """Return left, top, width and height of the picture in the widget."""
        width, height = self.image[0] * self.scale, self.image[1] * self.scale
        return (self.widget[0] - width) / 2, (self.widget[1] - height) / 2, width, height

    def to_image(self, point: WidgetPoint) -> ImagePoint | None:
        """Return the image's point under a point of the widget; None beside the picture."""
        if self.scale <= 0:
            return None
        left, top, _, _ = self.frame
        found = ImagePoint((point.x - left) / self.scale, (point.y - top) / self.scale)
        return found if is_inside(found, self.image) else None

    def to_widget(self, point: ImagePoint) -> WidgetPoint:
        """Return where a point of the image is shown."""
        left, top, _, _ = self.frame
        return WidgetPoint(left + point.x * self.scale, top + point.y * self.scale)


def fitted(size: Size, limit: int) -> Size:
    """Return the size of a copy whose longer side is at most `limit`; never larger than the picture."""
    longest = max(size)
    if longest <= limit:
        return size
    return max(1, round(size[0] * limit / longest)), max(1, round(size[1] * limit / longest))


def bands(size: Size, copy: Size, pixels: int) -> Tuple[Tuple[Area, Area], ...]:
    """Cut a picture into strips of about `pixels` pixels: (area of the picture, area of the copy) of each.

    Rows of the copy are whole rows of the strips, so that strips scaled one by one fit together.
    """
    rows = max(1, min(copy[1], int(pixels * copy[1] / max(1, size[0] * size[1]))))
    strips = []
    for top in range(0, copy[1], rows):
        end = min(top + rows, copy[1])
        y0, y1 = top * size[1] // copy[1], end * size[1] // copy[1]
        strips.append(((0, y0, size[0], max(y1, y0 + 1)), (0, top, copy[0], end)))
    return tuple(strips)
