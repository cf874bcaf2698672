"""The user's selection as a prompt for the worker."""

from __future__ import annotations

from typing import Any, Final, Optional, Tuple

from smart_select_gimp.ask import Ask
from smart_select_gimp.core_copies import LARGEST, Place, selection_copy
from smart_select_gimp.frames import Frame
from smart_select_gimp.gimp_api import Gegl, Gimp, buffer_of
from smart_select_gimp.problems import NothingSelected
from smart_select_gimp.rough import moved
from smart_select_plugin.selection_prompt import prompt_from_selection
from smart_select_plugin.wire.values import Area

_MOST_PIXELS: Final = 1 << 20
_SOLID: Final = bytes(255 * (value >= 128) for value in range(256))


def ask_of_selection(image: Any, frame: Frame) -> Ask:
    """Return the prompt that the selection means; raises NothingSelected."""
    selection = image.get_selection()
    bounds = _bounds_of(selection, image)
    if bounds is None:
        raise NothingSelected
    place, step = _place_of(bounds, image)
    return _ask(image, frame, _bytes_of(image, selection, place, step), place, step)


def ask_of_change(image: Any, frame: Frame, before: Any, how: str) -> Ask:
    """Return the prompt that was drawn with Shift ("add") or Ctrl ("subtract"); raises NothingSelected.

    `before` is a copy of the selection as it was; what differs is what was drawn.
    """
    more, less = image.get_selection(), before
    if how == "subtract":
        more, less = less, more
    bounds = _bounds_of(more, image)
    if bounds is None:
        raise NothingSelected
    place, step = _place_of(bounds, image)
    a, b = (_bytes_of(image, one, place, step).translate(_SOLID) for one in (more, less))
    change = int.from_bytes(a, "little") & ~int.from_bytes(b, "little")
    return _ask(image, frame, change.to_bytes(len(a), "little"), place, step)


def _bounds_of(selection: Any, image: Any) -> Optional[Area]:
    """Return the bounds of the image's selection; those of a copy are the whole canvas."""
    if selection.get_id() != image.get_selection().get_id():
        return 0, 0, image.get_width(), image.get_height()
    _, is_there, x0, y0, x1, y1 = Gimp.Selection.bounds(image)
    return (x0, y0, x1, y1) if is_there else None


def _place_of(bounds: Area, image: Any) -> Tuple[Place, int]:
    """Return where in a small enough copy the bounds are, and how many pixels one of its is long.

    Such as GIMP makes itself: its pixels are whole squares of the image's, so that some columns and rows at
    the canvas's far edges may be left out.
    """
    x0, y0, x1, y1 = bounds
    step = 1
    while (x1 - x0) * (y1 - y0) > _MOST_PIXELS * step * step or max(x1 - x0, y1 - y0) > (LARGEST - 1) * step:
        step *= 2
    left, top = x0 // step, y0 // step
    right = max(left + 1, min(-(-x1 // step), image.get_width() // step))
    bottom = max(top + 1, min(-(-y1 // step), image.get_height() // step))
    return (left, top, right - left, bottom - top), step


def _bytes_of(image: Any, selection: Any, place: Place, step: int) -> bytes:
    return selection_copy(image, selection, place, step) or bytes(
        buffer_of(selection).get(Gegl.Rectangle.new(*place), 1.0 / step, "Y u8", Gegl.AbyssPolicy.NONE)
    )


def _ask(image: Any, frame: Frame, mask: bytes, place: Place, step: int) -> Ask:
    left, top, columns, rows = place
    prompt = prompt_from_selection(
        mask,
        (columns, rows),
        image_size=(image.get_width(), image.get_height()),
        origin=(left * step, top * step),
        pixel_size=(step, step),
    )
    if prompt is None:
        raise NothingSelected
    rough = None if prompt.mask is None else moved(prompt.mask, -frame.left, -frame.top)
    return Ask(frame.points_within(prompt.points), frame.box_within(prompt.box), rough)
