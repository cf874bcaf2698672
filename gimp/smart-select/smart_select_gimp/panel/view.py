"""Zoom and pan: which part of the picture the preview shows, as arithmetic."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Tuple

_LARGEST_SCALE: Final = 16.0


@dataclass(frozen=True)
class View:
    """A window of `width` × `height` view pixels; picture pixel (x, y) is at ((x − left) · scale, …)."""

    width: int
    height: int
    picture: Tuple[float, float]
    scale: float = 0.0
    left: float = 0.0
    top: float = 0.0

    @classmethod
    def fitted(cls, width: int, height: int, picture: Tuple[float, float]) -> View:
        """Return the view that shows all of a picture."""
        scale = min(width / picture[0], height / picture[1])
        return cls(width, height, picture, scale)._kept_inside()

    @property
    def fit_scale(self) -> float:
        """The scale at which all of the picture is seen."""
        return min(self.width / self.picture[0], self.height / self.picture[1])

    def to_picture(self, x: float, y: float) -> Tuple[float, float]:
        """Return the picture's point under a point of the view."""
        return x / self.scale + self.left, y / self.scale + self.top

    def to_view(self, x: float, y: float) -> Tuple[float, float]:
        """Return where a point of the picture is seen."""
        return (x - self.left) * self.scale, (y - self.top) * self.scale

    def holds(self, x: float, y: float) -> bool:
        """Whether a point of the view shows a point of the picture."""
        px, py = self.to_picture(x, y)
        return 0 <= px < self.picture[0] and 0 <= py < self.picture[1]

    def on_screen(self, factor: int) -> View:
        """Return it in the screen's own pixels, `factor` of which are one of the view's."""
        width, height = self.width * factor, self.height * factor
        return replace(self, width=width, height=height, scale=self.scale * factor)

    def zoomed(self, factor: float, x: float, y: float) -> View:
        """Return it larger or smaller, what is under (x, y) staying there."""
        px, py = self.to_picture(x, y)
        scale = min(max(self.scale * factor, self.fit_scale), max(_LARGEST_SCALE, self.fit_scale))
        return replace(self, scale=scale, left=px - x / scale, top=py - y / scale)._kept_inside()

    def moved(self, dx: float, dy: float) -> View:
        """Return it with the picture dragged by view pixels."""
        return replace(self, left=self.left - dx / self.scale, top=self.top - dy / self.scale)._kept_inside()

    def resized(self, width: int, height: int) -> View:
        """Return it for a window of another size: all of the picture, or the same middle."""
        if self.scale <= self.fit_scale * 1.001:
            return View.fitted(width, height, self.picture)
        middle = self.to_picture(self.width / 2, self.height / 2)
        grown = replace(self, width=width, height=height)
        scale = max(self.scale, grown.fit_scale)
        left, top = middle[0] - width / 2 / scale, middle[1] - height / 2 / scale
        return replace(grown, scale=scale, left=left, top=top)._kept_inside()

    def _kept_inside(self) -> View:
        """Return it without more margin than needed: a picture smaller than the window is in its middle."""
        return replace(
            self,
            left=_kept(self.left, self.width / self.scale, self.picture[0]),
            top=_kept(self.top, self.height / self.scale, self.picture[1]),
        )


def _kept(start: float, seen: float, whole: float) -> float:
    if seen >= whole:
        return (whole - seen) / 2
    return min(max(start, 0.0), whole - seen)
