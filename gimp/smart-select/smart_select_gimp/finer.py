"""A large picture's edge drawn anew by its own pixels, where the model has seen a smaller copy."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Optional, Tuple

from smart_select_gimp.frames import Frame
from smart_select_gimp.seen import Seen
from smart_select_plugin.outlines import REDRAWN_BY_COLOUR
from smart_select_plugin.wire.values import Area, Buffer, Point, Refine, Selection

_MOST_PIXELS: Final = 12 << 20
_MARGIN_SQUARES: Final = 12


def finer_frame(selection: Selection, seen: Seen, model: str) -> Optional[Frame]:
    """Return the area around an object at a finer scale; None where there is none that would pay."""
    frame = seen.frame
    if selection.area is None or frame.step == 1 or model in REDRAWN_BY_COLOUR:
        return None
    x0, y0, x1, y1 = _with_margin(selection.area, frame)
    step = 1
    while (x1 - x0) * (y1 - y0) > _MOST_PIXELS * step * step:
        step *= 2
    if step >= frame.step:
        return None
    return Frame(frame.left + x0, frame.top + y0, (x1 - x0) // step, (y1 - y0) // step, step)


def refine_request(
    selection: Selection, points: Tuple[Point, ...], seen: Seen, model: str, finer: Frame, pixels: Buffer
) -> Refine:
    """Return what the worker is asked: `points` are the prompt's, `pixels` those of the finer frame."""
    left, top = finer.left - seen.frame.left, finer.top - seen.frame.top
    width, height = finer.full_size
    return Refine(
        picture=seen.picture.name,
        model=model,
        full_size=seen.frame.full_size,
        area=(left, top, left + width, top + height),
        size=finer.size,
        pixels=pixels,
        previous=selection.logits,
        previous_size=selection.logits_size,
        points=points,
    )


def refined(selection: Selection, sharp: Selection) -> Selection:
    """Return a selection with the edge that was drawn anew; its scores and logits stay."""
    if sharp.area is None:
        return selection
    return replace(selection, area=sharp.area, mask=sharp.mask, pixels=sharp.pixels)


def _with_margin(area: Area, frame: Frame) -> Area:
    """Return an area with a margin, on whole squares of the copy."""
    step, (width, height) = frame.step, frame.full_size
    return (
        max(0, area[0] // step - _MARGIN_SQUARES) * step,
        max(0, area[1] // step - _MARGIN_SQUARES) * step,
        min(width, (-(-area[2] // step) + _MARGIN_SQUARES) * step),
        min(height, (-(-area[3] // step) + _MARGIN_SQUARES) * step),
    )
