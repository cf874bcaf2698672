"""The user's selection as a prompt for the worker."""

from __future__ import annotations

from typing import Any, Final

from smart_select_gimp.ask import Ask
from smart_select_gimp.core_copies import selection_copy
from smart_select_gimp.frames import Frame
from smart_select_gimp.gimp_api import Gegl, Gimp
from smart_select_gimp.problems import NothingSelected
from smart_select_gimp.rough import moved
from smart_select_plugin.selection_prompt import prompt_from_selection

_MOST_PIXELS: Final = 1 << 20


def ask_of_selection(image: Any, frame: Frame) -> Ask:
    """Return the prompt that the selection means; raises NothingSelected."""
    _, is_there, x0, y0, x1, y1 = Gimp.Selection.bounds(image)
    if not is_there:
        raise NothingSelected
    step = 1
    while (x1 - x0) * (y1 - y0) > _MOST_PIXELS * step * step:
        step *= 2
    left, top = x0 // step, y0 // step
    columns, rows = -(-x1 // step) - left, -(-y1 // step) - top
    mask = selection_copy(image, (left, top, columns, rows), step) or (
        image.get_selection()
        .get_buffer()
        .get(Gegl.Rectangle.new(left, top, columns, rows), 1.0 / step, "Y u8", Gegl.AbyssPolicy.NONE)
    )
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
