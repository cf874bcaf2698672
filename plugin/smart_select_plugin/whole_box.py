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
    across, down = ([point[axis] for point in points if point[2]] for axis in (0, 1))
    # A box without an inside has none here, too: whoever is asked says so.
    return min([x0, *across]), min([y0, *down]), max([x1, *across]), max([y1, *down])
