"""Selections that GIMP has left perceptual, and masks that mean the same in them.

GIMP 3.2 gives a selection the format of a channel once Quick Mask was used, and it stays so. What a selection
does to pixels goes by that format; channels are copied into it number by number all the same, so that 128 is
not one half any more. For such a selection, a channel's numbers have to be coded for the eye first.
"""

from __future__ import annotations

from typing import Any

from smart_select_gimp.channels import LINEAR, PERCEPTUAL, is_perceptual, must, same_selection
from smart_select_gimp.gimp_api import Gegl, Gimp


def is_coded_for_eye(image: Any) -> bool:
    """Whether channels have to be coded to become the image's selection."""
    return is_perceptual(image.get_selection())


def combine(image: Any, channel: Any, operation: Any) -> None:
    """Combine the selection with a channel that is coded if the selection is."""
    if operation != Gimp.ChannelOps.SUBTRACT or not is_coded_for_eye(image):
        must(image.select_item(operation, channel))
        return
    # A difference of codes is not the code of the difference, but the lesser number has the lesser code.
    with same_selection(image):
        must(image.select_item(Gimp.ChannelOps.REPLACE, channel))
        Gimp.Selection.invert(image)
        rest = Gimp.Selection.save(image)
    must(image.select_item(Gimp.ChannelOps.INTERSECT, rest))
    image.remove_channel(rest)


def saved(image: Any, *, is_coded: bool) -> Any:
    """Return a new channel of the image with the selection in it; `is_coded`: for a selection again."""
    channel = Gimp.Selection.save(image)
    if is_coded or not is_coded_for_eye(image):
        return channel
    _, _, left, top, right, bottom = Gimp.Selection.bounds(image)
    area = Gegl.Rectangle.new(left, top, right - left, bottom - top)
    buffer = channel.get_buffer()
    buffer.set(area, PERCEPTUAL, buffer.get(area, 1.0, LINEAR, Gegl.AbyssPolicy.NONE))
    buffer.flush()
    channel.update(left, top, right - left, bottom - top)
    return channel
