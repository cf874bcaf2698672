"""The object's mask in image pixels, and what is told about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Iterator, Optional, Tuple

from smart_select_gimp.frames import Frame
from smart_select_plugin.wire.values import Area, Buffer, Selection, Size

_FAINT: Final = bytes(range(128))


@dataclass(frozen=True)
class ObjectMask:
    """Bytes, 0 = outside … 255 = inside, for an area of the image; nothing is selected beyond it."""

    area: Area
    values: Buffer = field(repr=False)
    score: float = 0.0
    counted: Optional[int] = field(default=None, compare=False)
    """`pixels`, where the worker has counted them: here that takes longer."""

    @property
    def size(self) -> Size:
        """The area's width and height."""
        return self.area[2] - self.area[0], self.area[3] - self.area[1]

    @property
    def pixels(self) -> int:
        """How many pixels are rather inside than outside."""
        if self.counted is not None:
            return self.counted
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

    def strips(self, tile: int) -> Iterator[Tuple[Area, bytes]]:
        """Cut it into strips, one for each row of tiles of the image, without what is empty at their ends."""
        left, top, _, bottom = self.area
        width, whole = self.size[0], memoryview(self.values)
        y0 = top
        while y0 < bottom:
            y1 = min(bottom, (y0 // tile + 1) * tile)
            lines = [bytes(whole[row * width : (row + 1) * width]) for row in range(y0 - top, y1 - top)]
            first = min(width - len(line.lstrip(b"\0")) for line in lines)
            if first < width:
                last = max(len(line.rstrip(b"\0")) for line in lines)
                yield (left + first, y0, left + last, y1), b"".join(line[first:last] for line in lines)
            y0 = y1


def mask_of(selection: Selection, frame: Frame, canvas: Size) -> Optional[ObjectMask]:
    """Return the worker's selection in image pixels; None where nothing is selected."""
    if selection.area is None:
        return None
    scores = selection.scores
    score = scores[selection.candidate - 1] if selection.candidate <= len(scores) else 0.0
    whole = ObjectMask(frame.area_in_image(selection.area), selection.mask, score, selection.pixels)
    return whole.within((0, 0, *canvas))
