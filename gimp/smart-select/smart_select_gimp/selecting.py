"""Selections that GIMP has left perceptual, and masks that mean the same in them.

GIMP 3.2 gives a selection the format of a channel once Quick Mask was used, and it stays so. What a selection
does to pixels goes by that format; channels are copied into it number by number all the same, so that 128 is
not one half any more. For such a selection, a channel's numbers have to be coded for the eye first.
"""

from __future__ import annotations

from typing import Any

from smart_select_gimp.channels import (
    LINEAR,
    PERCEPTUAL,
    inserted,
    is_perceptual,
    making_channel,
    must,
    new_channel,
)
from smart_select_gimp.gimp_api import Gegl, Gimp, buffer_of
from smart_select_gimp.object_mask import ObjectMask
from smart_select_gimp.steps import at_once


def is_coded_for_eye(image: Any) -> bool:
    """Whether channels have to be coded to become the image's selection."""
    return is_perceptual(image.get_selection())


def combine(image: Any, channel: Any, operation: Any) -> None:
    """Combine the selection with a channel that is coded if the selection is."""
    ops = Gimp.ChannelOps
    if operation in (ops.REPLACE, ops.INTERSECT) or not is_coded_for_eye(image):
        must(image.select_item(operation, channel))
        return
    # The lesser number has the lesser code, but sums and differences of codes are not the codes of sums.
    canvas = (0, 0, image.get_width(), image.get_height())
    everywhere = Gegl.Rectangle.new(*canvas)
    aside = Gimp.Image.new(*canvas[2:], Gimp.ImageBaseType.GRAY)
    try:
        for item, how in ((image.get_selection(), ops.REPLACE), (channel, operation)):
            values = buffer_of(item).get(everywhere, 1.0, LINEAR, Gegl.AbyssPolicy.NONE)
            with inserted(aside, new_channel(aside, ObjectMask(canvas, values), "Smart Select")) as plain:
                must(aside.select_item(how, plain))
        result = buffer_of(aside.get_selection()).get(everywhere, 1.0, LINEAR, Gegl.AbyssPolicy.NONE)
    finally:
        aside.delete()
    coded = at_once(making_channel(image, ObjectMask(canvas, result), "Smart Select", is_coded=True))
    with inserted(image, coded):
        must(image.select_item(ops.REPLACE, coded))


def saved(image: Any, *, is_coded: bool) -> Any:
    """Return a new channel of the image with the selection in it; `is_coded`: for a selection again."""
    channel = Gimp.Selection.save(image)
    if is_coded or not is_coded_for_eye(image):
        return channel
    _, _, left, top, right, bottom = Gimp.Selection.bounds(image)
    area = Gegl.Rectangle.new(left, top, right - left, bottom - top)
    buffer = buffer_of(channel)
    buffer.set(area, PERCEPTUAL, buffer.get(area, 1.0, LINEAR, Gegl.AbyssPolicy.NONE))
    buffer.flush()
    channel.update(left, top, right - left, bottom - top)
    return channel
