"""A box and the clicks beside it: these say that the object is more than the box holds."""

from __future__ import annotations

from typing import Optional, Sequence

from smart_select_plugin.wire.units import Box, Point


def whole_box(box: Optional[Box], points: Sequence[Point]) -> Optional[Box]:
    """Return the box, enlarged to hold the points that are wanted; None where there is no box.

    Both are in the same pixels, and so is what is returned.
    """
    if box is None:
        return None
    x0, y0, x1, y1 = box
    wanted = [(x, y) for x, y, label in points if label]
    across, down = [x0, x1, *(x for x, _y in wanted)], [y0, y1, *(y for _x, y in wanted)]
    return min(across), min(down), max(across), max(down)
