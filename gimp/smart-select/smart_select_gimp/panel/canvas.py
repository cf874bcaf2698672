"""What the user does on GIMP's own canvas meanwhile: selections and path anchors, noticed by looking.

GIMP gives plug-ins no clicks on the canvas, but what its own tools leave is seen at once: a rectangle or a
lasso in the selection, clicks of the Path tool in a path.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Final, List, Optional, Tuple

from smart_select_gimp.gimp_api import Gegl, Gimp
from smart_select_gimp.panel.steady import SteadyChange

_ROWS: Final = 5
Spot = Tuple[float, float]


@dataclass(frozen=True)
class Drawn:
    """Something new on the canvas: a finished selection, or the anchors of the active path."""

    selection: bool = False
    anchors: Optional[Tuple[Spot, ...]] = None


class Canvas:
    """Looks at one image now and then."""

    def __init__(self, image: Any) -> None:
        self._image = image
        self._selection = SteadyChange(selection_signature(image))
        self._anchors = path_anchors(image)

    def look(self) -> Drawn:
        """Return what is new since the last look."""
        anchors = path_anchors(self._image)
        changed = anchors if anchors != self._anchors else None
        self._anchors = anchors
        is_new = self._selection.look(selection_signature(self._image))
        return Drawn(is_new and not Gimp.Selection.is_empty(self._image), changed)

    def expect(self) -> None:
        """Take the selection as it is now for our own."""
        self._selection.know(selection_signature(self._image))


def selection_signature(image: Any) -> str:
    """Return a text that is another one whenever the selection is: its bounds, and some rows of it.

    All of it would be megabytes from GIMP, several times a second.
    """
    bounds = Gimp.Selection.bounds(image)
    is_there, x0, y0, x1, y1 = bounds[1], bounds[2], bounds[3], bounds[4], bounds[5]
    if not is_there:
        return "nothing"
    digest = hashlib.blake2b(digest_size=16)
    buffer = image.get_selection().get_buffer()
    for number in range(_ROWS):
        row = Gegl.Rectangle.new(x0, y0 + (2 * number + 1) * (y1 - y0) // (2 * _ROWS), x1 - x0, 1)
        digest.update(bytes(buffer.get(row, 1.0, "Y u8", Gegl.AbyssPolicy.NONE)))
    return f"{x0} {y0} {x1} {y1} {digest.hexdigest()}"


def path_anchors(image: Any) -> Tuple[Spot, ...]:
    """Return the anchors of the active path, in the order of clicking."""
    found: List[Spot] = []
    for path in image.get_selected_paths():
        for stroke in path.get_strokes():
            _, numbers, _ = path.stroke_get_points(stroke)
            # In, anchor, out: three points for each anchor.
            found += [(numbers[at + 2], numbers[at + 3]) for at in range(0, len(numbers) - 5, 6)]
    return tuple(found)
