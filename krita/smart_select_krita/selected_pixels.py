"""A mask as bytes: which part of a picture is selected, and how much. No Krita and no Qt in here."""

from __future__ import annotations

from dataclasses import dataclass

from smart_select_krita.geometry import Area, Size


@dataclass(frozen=True)
class SelectedPixels:
    """What is selected: one byte a pixel of `area`.

    Whoever filled a bytearray hands it over and keeps nothing of it: copying twenty million bytes at once is
    time in which Krita's window waits.
    """

    area: Area
    mask: bytes | bytearray

    @property
    def size(self) -> Size:
        """Return width and height."""
        x0, y0, x1, y1 = self.area
        return x1 - x0, y1 - y0

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is selected after all."""
        return self.mask.count(0) == len(self.mask)

    def covers(self, size: Size) -> bool:
        """Tell whether all of a picture of `size` is selected, and nothing is left around it."""
        return self.area == (0, 0, *size) and self.mask.count(255) == len(self.mask)


def window(pixels: SelectedPixels, area: Area, size: Size) -> bytes:
    """Return the mask's bytes in any area that touches the picture of `size`, rows from the top.

    Nothing is selected outside the mask; beyond the picture's borders the mask goes on as it is there.
    """
    x0, y0, x1, y1 = area
    left, top, right, bottom = pixels.area
    width = right - left
    inner0, inner1 = max(x0, 0), min(x1, size[0])
    from_, to = max(inner0, left), min(inner1, right)
    empty = bytes(x1 - x0)
    rows = []
    for y in range(y0, y1):
        row = min(max(y, 0), size[1] - 1)
        if not top <= row < bottom or from_ >= to:
            rows.append(empty)
            continue
        start = (row - top) * width - left
        line = bytes(from_ - inner0) + pixels.mask[start + from_ : start + to] + bytes(inner1 - to)
        rows.append(line[:1] * (inner0 - x0) + line + line[-1:] * (x1 - inner1))
    return b"".join(rows)


def set_rows(target: bytearray, area: Area, part: Area, mask: bytes) -> None:
    """Put the bytes of `part`, which lies inside `area`, into the bytes of `area`, in place."""
    width, across = area[2] - area[0], part[2] - part[0]
    start = (part[1] - area[1]) * width + part[0] - area[0]
    for row in range(part[3] - part[1]):
        target[start + row * width : start + row * width + across] = mask[row * across : (row + 1) * across]
