"""Masks and selections that the worker draws anew, by the pixels that are seen around them."""

from __future__ import annotations

from typing import Any, Final, Optional

from smart_select_gimp.frames import Frame
from smart_select_gimp.object_mask import ObjectMask
from smart_select_gimp.seeing import extent, reading
from smart_select_gimp.steps import Steps, at_once
from smart_select_gimp.worker_link import Tell, wait_for
from smart_select_plugin.client import WorkerClient
from smart_select_plugin.refinement import Refinement
from smart_select_plugin.wire.values import NOTHING, Area, Composed

_GREY: Final = b"\x80"


def refined_mask(
    client: WorkerClient, item: Any, mask: ObjectMask, wish: Refinement, tell: Tell
) -> Optional[ObjectMask]:
    """Return a mask as it is wished for; None where nothing is left. `item` is what is seen."""
    image = item.get_image()
    canvas = image.get_width(), image.get_height()
    area, whole = wish.area_for(mask.area, canvas), seen_before(item, mask.area)
    if wish.needs_pixels:
        area = _common(area, whole) or area
    pixels = at_once(reading_area(item, area)) if wish.needs_pixels else NOTHING
    left, top = area[:2]
    x0, y0, x1, y1 = mask.area
    place = x0 - left, y0 - top, x1 - left, y1 - top
    reply = wait_for(client.start(wish.request(area, mask.values, place, pixels, whole=whole)), tell)
    assert isinstance(reply, Composed)
    x0, y0, x1, y1 = reply.area
    if x0 == x1:
        return None
    return ObjectMask((left + x0, top + y0, left + x1, top + y1), reply.pixels, mask.score)


def seen_before(item: Any, selected: Area) -> Area:
    """Return what of the image the worker was asked about when it answered what is selected now, as far as
    can be told: what of the item is on the canvas, or all of it where more is selected.
    """
    image = item.get_image()
    canvas = (0, 0, image.get_width(), image.get_height())
    seen = _common(extent(item), canvas)
    return seen if seen is not None and _common(seen, selected) == selected else canvas


def _common(one: Area, other: Area) -> Optional[Area]:
    x0, y0 = max(one[0], other[0]), max(one[1], other[1])
    x1, y1 = min(one[2], other[2]), min(one[3], other[3])
    return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None


def reading_area(item: Any, area: Area, step: int = 1) -> Steps[bytearray]:
    """Read an area of the image in `item` as RGB, in steps, `step` pixels for one; what it lacks is grey.

    Both sides of the area are whole steps long, counted from the item's corner.
    """
    columns, rows = ((area[far] - area[far - 2]) // step for far in (2, 3))
    pixels = bytearray(_GREY * (3 * columns * rows))
    x0, y0, x1, y1 = extent(item)
    left, top = max(area[0], x0), max(area[1], y0)
    across, down = (min(area[2], x1) - left) // step, (min(area[3], y1) - top) // step
    if across <= 0 or down <= 0:
        return pixels
    part = yield from reading(item, Frame(left, top, across, down, step))
    if part is None:  # transparent throughout
        return pixels
    first_column, first_row = (left - area[0]) // step, (top - area[1]) // step
    for row in range(down):
        start = 3 * ((first_row + row) * columns + first_column)
        pixels[start : start + 3 * across] = part[3 * across * row : 3 * across * (row + 1)]
    return pixels
