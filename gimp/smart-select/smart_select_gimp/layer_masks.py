"""An object put into a layer's mask, together with what is in there already."""

from __future__ import annotations

from typing import Any

from smart_select_gimp.channels import must
from smart_select_gimp.gimp_api import Gimp
from smart_select_gimp.object_mask import ObjectMask


def mask_layer(layer: Any, channel: Any, operation: Any) -> None:
    """Combine a layer's mask with a channel of the image.

    A layer without a mask shows the object alone (subtract: all but the object). Where there is one, add
    shows more and subtract hides more; replace is intersect, because what somebody has hidden stays hidden.
    """
    ops = Gimp.ChannelOps
    existing = layer.get_mask()
    if existing is not None:
        _combine(layer, existing, channel, ops.INTERSECT if operation == ops.REPLACE else operation)
        layer.set_apply_mask(True)  # or nothing would be seen of it where somebody had switched it off
        return
    subtracts = operation == ops.SUBTRACT
    mask = layer.create_mask(Gimp.AddMaskType.WHITE if subtracts else Gimp.AddMaskType.BLACK)
    must(layer.add_mask(mask))
    _combine(layer, mask, channel, ops.SUBTRACT if subtracts else ops.ADD)
    layer.set_edit_mask(False)  # the next stroke of the brush is meant for the layer


def overlaps(layer: Any, mask: ObjectMask) -> bool:
    """Whether any of the object's area lies on the layer."""
    _, left, top = layer.get_offsets()
    limits = left, top, left + layer.get_width(), top + layer.get_height()
    return mask.within(limits) is not None


def _combine(layer: Any, mask: Any, channel: Any, operation: Any) -> None:
    _, left, top = layer.get_offsets()
    must(mask.combine_masks(channel, operation, -left, -top))
