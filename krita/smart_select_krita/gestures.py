"""What a press, a drag and a release on the canvas mean. No Qt in here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from smart_select_krita.geometry import WidgetPoint

DRAG_PX: Final = 6
"""A hand that moves less than this while it clicks has clicked."""


@dataclass(frozen=True)
class Click:
    """Somebody pointed at something."""

    at: WidgetPoint
    wanted: bool


@dataclass(frozen=True)
class Drag:
    """Somebody drew a box, from corner to corner."""

    start: WidgetPoint
    end: WidgetPoint
    wanted: bool


class Gesture:
    """Follows the pointer from press to release."""

    def __init__(self) -> None:
        self._start: WidgetPoint | None = None
        self._wanted = True

    @property
    def is_going(self) -> bool:
        """Tell whether the button is down."""
        return self._start is not None

    def press(self, at: WidgetPoint, wanted: bool) -> None:
        """Begin."""
        self._start, self._wanted = at, wanted

    def box_so_far(self, at: WidgetPoint) -> Drag | None:
        """Return the box between the press and here; None for what is still a click."""
        start = self._start
        if start is None or max(abs(at.x - start.x), abs(at.y - start.y)) < DRAG_PX:
            return None
        return Drag(start, at, self._wanted)

    def release(self, at: WidgetPoint) -> Click | Drag | None:
        """End, and return what it was; None when it had not begun."""
        start = self._start
        if start is None:
            return None
        drag = self.box_so_far(at)
        self._start = None
        return drag or Click(start, self._wanted)

    def forget(self) -> None:
        """End without a meaning."""
        self._start = None
