"""The preview's pixels: picture, overlay and marks put together by GdkPixbuf.

No cairo: not every GIMP brings the module that lets Python use it.
"""

from __future__ import annotations

import math
from typing import Any, Final, Optional, Sequence, Tuple

from smart_select_gimp.gimp_api import GLib
from smart_select_gimp.gtk_api import GdkPixbuf
from smart_select_gimp.panel.view import View
from smart_select_plugin.wire.values import Box, Buffer, Point, Size

_GROUND: Final = 0x2B2B2BFF
_MARK_PX: Final = 17
_ARM_PX: Final = 11
_FREE_PX: Final = 4
"""How far the cross of the keyboard's pointer reaches, and how near it comes."""
_WANTED: Final = (20, 140, 60)
_NOT_WANTED: Final = (230, 57, 70)
_LINE: Final = (0xFFFFFFFF, 0x000000FF)


def pixbuf_of(pixels: Buffer, size: Size, *, has_alpha: bool) -> Any:
    """Return RGB or RGBA bytes as a pixbuf."""
    content = GLib.Bytes.new(bytes(pixels))
    row = size[0] * (4 if has_alpha else 3)
    return GdkPixbuf.Pixbuf.new_from_bytes(content, GdkPixbuf.Colorspace.RGB, has_alpha, 8, *size, row)


def mark_of(*, wanted: bool, factor: int = 1) -> Any:
    """Return a click's mark, `factor` times as large: a green disc with a plus, a red one with a minus."""
    colour = _WANTED if wanted else _NOT_WANTED
    side = _MARK_PX * factor
    middle = (side - 1) / 2
    half, arm = 0.5 * factor, 4.5 * factor - 0.5
    rgba = bytearray()
    for y in range(side):
        for x in range(side):
            distance = math.hypot(x - middle, y - middle)
            alpha = min(max(middle + 0.5 - distance, 0.0), 1.0)
            level = abs(y - middle) <= half and abs(x - middle) <= arm
            upright = wanted and abs(x - middle) <= half and abs(y - middle) <= arm
            is_white = distance > middle - 1.6 * factor or level or upright
            rgba += bytes((*((255, 255, 255) if is_white else colour), round(255 * alpha)))
    return pixbuf_of(rgba, (side, side), has_alpha=True)


class Painter:
    """Puts one frame of the preview together; `factor` is the screen's pixels for one of the view's."""

    def __init__(self, factor: int = 1) -> None:
        self.factor = factor
        self._marks = {wanted: mark_of(wanted=wanted, factor=factor) for wanted in (True, False)}

    def paint(
        self,
        view: View,
        base: Any,
        overlay: Optional[Any],
        points: Sequence[Point] = (),
        box: Optional[Box] = None,
        cursor: Optional[Tuple[float, float]] = None,
    ) -> Any:
        """Return the screen's pixels for a view.

        Points and box are in the picture's pixels, the cursor in the view's.
        """
        view = view.on_screen(self.factor)
        frame = GdkPixbuf.Pixbuf.new(GdkPixbuf.Colorspace.RGB, False, 8, view.width, view.height)
        frame.fill(_GROUND)
        shown = _shown(view)
        if shown is not None:
            is_enlarged = view.scale * view.picture[0] / base.get_width() > 2.5
            how = GdkPixbuf.InterpType.NEAREST if is_enlarged else GdkPixbuf.InterpType.BILINEAR
            base.scale(frame, *shown, *_placing(view, base), how)
            if overlay is not None:
                placing = _placing(view, overlay)
                overlay.composite(frame, *shown, *placing, GdkPixbuf.InterpType.BILINEAR, 255)
        if box is not None:
            _draw_box(frame, view, box, self.factor)
        for x, y, label in points:
            self._draw_mark(frame, view, x, y, wanted=bool(label))
        if cursor is not None:
            _draw_cursor(frame, round(cursor[0] * self.factor), round(cursor[1] * self.factor), self.factor)
        return frame

    def _draw_mark(self, frame: Any, view: View, x: float, y: float, *, wanted: bool) -> None:
        column, row = view.to_view(x, y)
        side = _MARK_PX * self.factor
        left, top = round(column - side / 2), round(row - side / 2)
        x0, y0 = max(left, 0), max(top, 0)
        x1, y1 = min(left + side, view.width), min(top + side, view.height)
        if x0 < x1 and y0 < y1:
            area = x0, y0, x1 - x0, y1 - y0
            nearest = GdkPixbuf.InterpType.NEAREST
            self._marks[wanted].composite(frame, *area, left, top, 1.0, 1.0, nearest, 255)


def _shown(view: View) -> Optional[Tuple[int, int, int, int]]:
    """Return the part of the view that the picture covers, as x, y, width, height."""
    x0, y0 = view.to_view(0, 0)
    x1, y1 = view.to_view(*view.picture)
    left, top = max(0, round(x0)), max(0, round(y0))
    right, bottom = min(view.width, round(x1)), min(view.height, round(y1))
    return (left, top, right - left, bottom - top) if left < right and top < bottom else None


def _placing(view: View, layer: Any) -> Tuple[float, float, float, float]:
    """Return offset and scale of a pixbuf that shows all of the picture."""
    x, y = view.to_view(0, 0)
    across = view.scale * view.picture[0] / layer.get_width()
    down = view.scale * view.picture[1] / layer.get_height()
    return x, y, across, down


def _draw_box(frame: Any, view: View, box: Box, thick: int) -> None:
    x0, y0 = view.to_view(box[0], box[1])
    x1, y1 = view.to_view(box[2], box[3])
    for nth, colour in enumerate(_LINE):
        inset = nth * thick
        left, top, right, bottom = round(x0) + inset, round(y0) + inset, round(x1) - inset, round(y1) - inset
        for area in (
            (left, top, right, top + thick),
            (left, bottom - thick, right, bottom),
            (left, top, left + thick, bottom),
            (right - thick, top, right, bottom),
        ):
            _fill(frame, area, colour)


def _draw_cursor(frame: Any, x: int, y: int, thick: int) -> None:
    """Draw a cross that leaves what it points at free."""
    arm, free = (_ARM_PX + 1) * thick, _FREE_PX * thick
    for rim, colour in ((thick, _LINE[1]), (0, _LINE[0])):
        for near, far in ((thick - arm, thick - free), (free, arm)):
            _fill(frame, (x + near - rim, y - rim, x + far + rim, y + thick + rim), colour)
            _fill(frame, (x - rim, y + near - rim, x + thick + rim, y + far + rim), colour)


def _fill(frame: Any, area: Tuple[int, int, int, int], colour: int) -> None:
    x0, y0 = max(area[0], 0), max(area[1], 0)
    x1, y1 = min(area[2], frame.get_width()), min(area[3], frame.get_height())
    if x0 < x1 and y0 < y1:
        frame.new_subpixbuf(x0, y0, x1 - x0, y1 - y0).fill(colour)
