"""The Path tool's anchors as clicks."""

from __future__ import annotations

from typing import Any, Final, List, Sequence, Tuple

from smart_select_gimp.channels import undo_paused
from smart_select_gimp.gimp_api import Gimp

Spot = Tuple[float, float]
_NUMBERS: Final = 6
"""For each anchor: the handle before it, the anchor, the handle behind it, x and y each."""


def spots_of(path: Any) -> Tuple[Spot, ...]:
    """Return the places of a path's anchors, in the order of clicking."""
    found: List[Spot] = []
    for stroke in path.get_strokes():
        _, numbers, _ = path.stroke_get_points(stroke)
        found += [(numbers[at + 2], numbers[at + 3]) for at in range(0, len(numbers) - 5, _NUMBERS)]
    return tuple(found)


def unlink(image: Any, paths: Sequence[Any]) -> None:
    """Take away the lines between anchors, so that a click where one was is a click and does not bend it.

    There is no undo step of that: GIMP's own step for the next or the last anchor keeps the whole path.
    """
    linked = [
        (path, stroke)
        for path in paths
        for stroke in path.get_strokes()
        if len(path.stroke_get_points(stroke)[1]) > _NUMBERS
    ]
    if not linked:
        return
    with undo_paused(image):
        for path, stroke in linked:
            _, numbers, _ = path.stroke_get_points(stroke)
            path.remove_stroke(stroke)
            for at in range(0, len(numbers) - 5, _NUMBERS):
                anchor = numbers[at : at + _NUMBERS]
                path.stroke_new_from_points(Gimp.PathStrokeType.BEZIER, anchor, False)
