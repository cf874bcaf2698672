"""Where the picture that a model sees lies in the image, and how much smaller it is.

Large pictures are handed over at 1/2, 1/4, … of their size: GEGL then averages whole squares of pixels, and
the model looks at about 1024×1024 anyway. A frame's edges lie on such squares, so that a pixel of the copy
stands for exactly `step` × `step` pixels of the image.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Optional, Sequence, Tuple

from smart_select_plugin.wire.values import Area, Box, Point, Size

LONGEST_SIDE: Final = 2048
"""A copy is never longer than this, and longer than half of it where the picture is."""


@dataclass(frozen=True)
class Frame:
    """An area of an image in `step` × `step` squares; `left` and `top` are image pixels."""

    left: int
    top: int
    columns: int
    rows: int
    step: int

    @property
    def size(self) -> Size:
        """The size of the copy."""
        return self.columns, self.rows

    @property
    def full_size(self) -> Size:
        """The size in image pixels, whole squares."""
        return self.columns * self.step, self.rows * self.step

    def points_within(self, points: Sequence[Point]) -> Tuple[Point, ...]:
        """Return image points in the frame's own full-size pixels."""
        return tuple((x - self.left, y - self.top, label) for x, y, label in points)

    def box_within(self, box: Optional[Box]) -> Optional[Box]:
        """Return an image box in the frame's own full-size pixels."""
        if box is None:
            return None
        return box[0] - self.left, box[1] - self.top, box[2] - self.left, box[3] - self.top

    def area_in_image(self, area: Area) -> Area:
        """Return an area of the frame in image pixels."""
        return area[0] + self.left, area[1] + self.top, area[2] + self.left, area[3] + self.top


def frame_of(canvas: Size, item: Area, longest_side: int = LONGEST_SIDE) -> Optional[Frame]:
    """Return the frame of an item, `item` being its area in the image; None where it misses the canvas.

    Only what lies on the canvas belongs to it, up to whole squares of the item's own pixels.
    """
    left, top = max(item[0], 0), max(item[1], 0)
    right, bottom = min(item[2], canvas[0]), min(item[3], canvas[1])
    if left >= right or top >= bottom:
        return None
    step = 1
    while max(right - left, bottom - top) > longest_side * step:
        step *= 2
    # Squares are counted from the item's corner: so GEGL makes them.
    first_column, first_row = (left - item[0]) // step, (top - item[1]) // step
    return Frame(
        left=item[0] + first_column * step,
        top=item[1] + first_row * step,
        columns=-(-(right - item[0]) // step) - first_column,
        rows=-(-(bottom - item[1]) // step) - first_row,
        step=step,
    )
