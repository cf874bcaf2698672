"""The object's mask in image pixels, and what is told about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Optional

from smart_select_gimp.frames import Frame
from smart_select_plugin.wire.values import Area, Buffer, Selection, Size

_FAINT: Final = bytes(range(128))


@dataclass(frozen=True)
class ObjectMask:
    """Bytes, 0 = outside … 255 = inside, for an area of the image; nothing is selected beyond it."""

    area: Area
    values: Buffer = field(repr=False)
    score: float = 0.0

    @property
    def size(self) -> Size:
        """The area's width and height."""
        return self.area[2] - self.area[0], self.area[3] - self.area[1]

    @property
    def pixels(self) -> int:
        """How many pixels are rather inside than outside."""
        return len(bytes(self.values).translate(None, _FAINT))

    def covers(self, canvas: Size) -> bool:
        """Whether all of the canvas is inside, and nothing is left around the object."""
        return self.area == (0, 0, *canvas) and bytes(self.values).count(255) == len(self.values)

    def within(self, limits: Area) -> Optional[ObjectMask]:
        """Return the part that lies in `limits`; None where none does."""
        x0, y0 = max(self.area[0], limits[0]), max(self.area[1], limits[1])
        x1, y1 = min(self.area[2], limits[2]), min(self.area[3], limits[3])
        if x0 >= x1 or y0 >= y1:
            return None
        if (x0, y0, x1, y1) == self.area:
            return self
        width = self.size[0]
        first, columns = x0 - self.area[0], x1 - x0
        view = memoryview(self.values)
        rows = range(y0 - self.area[1], y1 - self.area[1])
        values = b"".join(view[row * width + first : row * width + first + columns] for row in rows)
        return ObjectMask((x0, y0, x1, y1), values, self.score)


def mask_of(selection: Selection, frame: Frame, canvas: Size) -> Optional[ObjectMask]:
    """Return the worker's selection in image pixels; None where nothing is selected."""
    if selection.area is None:
        return None
    scores = selection.scores
    score = scores[selection.candidate - 1] if selection.candidate <= len(scores) else 0.0
    whole = ObjectMask(frame.area_in_image(selection.area), selection.mask, score)
    return whole.within((0, 0, *canvas))
