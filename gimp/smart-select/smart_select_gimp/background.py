"""What is behind the object, exchanged or changed in a layer of its own: the photograph stays as it is."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import Any, Final

from smart_select_gimp.channels import inserted, must, new_channel, one_undo_step, same_items_active
from smart_select_gimp.effects import Effect
from smart_select_gimp.frames import Frame, frame_of
from smart_select_gimp.gimp_api import Gegl, Gimp, buffer_of
from smart_select_gimp.i18n import _
from smart_select_gimp.layer_masks import mask_layer, overlaps
from smart_select_gimp.object_mask import ObjectMask
from smart_select_gimp.opaque import with_alpha
from smart_select_gimp.outputs import Target, check_nothing_floats, check_usable
from smart_select_gimp.palette import in_palette, is_indexed
from smart_select_gimp.problems import ImageChanged, LayerElsewhere, LayerNeeded, VisibilityLocked
from smart_select_gimp.seeing import extent, read
from smart_select_gimp.worker_link import Tell, wait_for
from smart_select_plugin.client import WorkerClient
from smart_select_plugin.wire.values import Buffer, Compose, Composed

_STRIP: Final = 256
_HIGH: Final = int(sys.byteorder == "little")
"""Which of a 16-bit number's bytes is the upper one."""
_ONLY_SOLID: Final = bytes(255 * (value == 255) for value in range(256))

_WHOLE: Final = 1 << 30
"""Longer than any picture: nothing is made smaller."""


def layer_for(target: Target, mask: ObjectMask) -> Any:
    """Return the layer that is worked on; raises Problem, also where the object is not on it."""
    layer = usable_layer(target)
    if not overlaps(layer, mask):
        raise LayerElsewhere
    return layer


def usable_layer(target: Target) -> Any:
    """Return the one layer that is worked on, the lowest active one; raises Problem."""
    if not target.layers:
        raise LayerNeeded
    if not target.layers[-1].is_valid():
        raise ImageChanged
    check_nothing_floats(target.image)
    layer = target.layers[-1]
    check_usable([layer])
    return layer


def check_can_be_hidden(layer: Any, effect: Effect) -> None:
    """Raise VisibilityLocked for a layer that the effect has to hide: GIMP would refuse."""
    if layer.get_lock_visibility() and effect.hides(is_seen_through=_is_seen_through(layer)):
        raise VisibilityLocked(layer.get_name())


def replace_background(target: Target, mask: ObjectMask, colour: Any) -> None:
    """Hide all but the object and put a layer of one colour under it."""
    image, layer = target.image, layer_for(target, mask)
    with one_undo_step(image), same_items_active(image):
        _insert_colour(layer, colour, image.get_item_position(layer) + 1)
        with inserted(image, new_channel(image, mask, "Smart Select")) as channel:
            mask_layer(layer, channel, Gimp.ChannelOps.REPLACE)
    Gimp.displays_flush()


def insert_before_colour(layer: Any, new: Any, colour: Any) -> None:
    """Put an object that was cut out of a layer above it, and a layer of one colour between them."""
    image = layer.get_image()
    with one_undo_step(image):
        place = image.get_item_position(layer)
        _insert_colour(layer, colour, place)
        must(image.insert_layer(new, layer.get_parent(), place))
        _hide_what_is_hidden(layer, new)
        _look_alike(layer, new)
    Gimp.displays_flush()


def _insert_colour(layer: Any, colour: Any, place: int) -> None:
    image = layer.get_image()
    behind = _new_layer(layer, _("Background colour"), has_alpha=False)
    must(image.insert_layer(behind, layer.get_parent(), place))
    Gimp.context_push()
    try:
        Gimp.context_set_foreground(colour)
        must(behind.fill(Gimp.FillType.FOREGROUND))
    finally:
        Gimp.context_pop()


def composed(client: WorkerClient, layer: Any, mask: ObjectMask, effect: Effect, tell: Tell) -> Any:
    """Return a layer, not in the image yet, with what the worker makes of a layer's pixels and the object."""
    image = layer.get_image()
    frame = frame_of((image.get_width(), image.get_height()), extent(layer), _WHOLE)
    assert frame is not None, "an object lies on this layer"
    area = (frame.left, frame.top, frame.left + frame.columns, frame.top + frame.rows)
    part = mask.within(area)
    assert part is not None, "an object lies on this layer"
    x0, y0, x1, y1 = part.area
    alpha = bytes(read(layer, frame, "R'G'B'A u8"))[3::4] if layer.has_alpha() else b""
    pixels = read(layer, frame, "R'G'B' u8")
    request = Compose(
        kind=effect.kind,
        size=frame.size,
        pixels=pixels,
        mask=part.values,
        mask_area=(x0 - frame.left, y0 - frame.top, x1 - frame.left, y1 - frame.top),
        alpha=alpha,
        **effect.fields_for(frame.size),
    )
    reply = wait_for(client.start(request), tell)
    assert isinstance(reply, Composed)
    if reply.channels == 4:
        x0, y0, x1, y1 = reply.area
        place = Frame(frame.left + x0, frame.top + y0, x1 - x0, y1 - y0, 1)
        name = _("{layer}: object").format(layer=layer.get_name())
        return _layer_of(layer, place, reply.pixels, name, has_alpha=True)
    made = reply.pixels
    if is_indexed(image):
        made = in_palette(image, made, frame.size, pixels)
    if not alpha or effect.is_opaque:
        return _layer_of(layer, frame, made, effect.layer_name, has_alpha=False)
    return _layer_of(layer, frame, with_alpha(made, alpha), effect.layer_name, has_alpha=True)


def insert_composed(layer: Any, new: Any, mask: ObjectMask, effect: Effect) -> None:
    """Put a layer that was composed above the one that it was made of, as one undo step.

    It has gone through 8 bits: where an image has more, the object's pixels are the layer's. Where the layer
    is seen through, or blended, it is hidden: the new one is seen as it was, in its place.
    """
    check_can_be_hidden(layer, effect)  # somebody may have locked it meanwhile
    image = layer.get_image()
    with one_undo_step(image):
        must(image.insert_layer(new, layer.get_parent(), image.get_item_position(layer)))
        if is_deep(image) and not layer.is_group() and effect.keeps_object(has_alpha=layer.has_alpha()):
            new = _with_object_of(layer, new, mask)
        if not effect.is_opaque:
            _hide_what_is_hidden(layer, new)
        _look_alike(layer, new)
        if effect.hides(is_seen_through=_is_seen_through(layer)):
            must(layer.set_visible(False))
    Gimp.displays_flush()


def _is_seen_through(layer: Any) -> bool:
    """Whether what is below a layer has a part in how its solid pixels look."""
    normal = (Gimp.LayerMode.NORMAL, Gimp.LayerMode.NORMAL_LEGACY)
    return layer.get_opacity() != 100.0 or _mode_of(layer) not in normal


def _mode_of(layer: Any) -> Any:
    """Return a layer's mode, as one that is no group can have it."""
    mode = layer.get_mode()
    return Gimp.LayerMode.NORMAL if mode == Gimp.LayerMode.PASS_THROUGH else mode


def _look_alike(layer: Any, new: Any) -> None:
    """Show what was made of a layer as that is shown."""
    if not _is_seen_through(layer):
        return
    new.set_opacity(layer.get_opacity())
    new.set_mode(_mode_of(layer))
    new.set_blend_space(layer.get_blend_space())
    new.set_composite_space(layer.get_composite_space())
    new.set_composite_mode(layer.get_composite_mode())


def _hide_what_is_hidden(layer: Any, new: Any) -> None:
    """Give the new layer the other one's mask, if it has one that is not switched off."""
    if layer.get_mask() is None or not layer.get_apply_mask():
        return
    mask = new.create_mask(Gimp.AddMaskType.BLACK)
    must(new.add_mask(mask))
    (left, top), (x, y) = layer.get_offsets()[1:], new.get_offsets()[1:]
    must(mask.combine_masks(layer.get_mask(), Gimp.ChannelOps.ADD, left - x, top - y))
    new.set_edit_mask(False)


def _with_object_of(layer: Any, new: Any, mask: ObjectMask) -> Any:
    """Return `new` with a layer's own pixels where the object is solid, all its bits; it lies above it."""
    image, name = layer.get_image(), new.get_name()
    own = layer.copy()
    if own.get_mask() is not None:
        own.remove_mask(Gimp.MaskApplyMode.DISCARD)
    own.set_opacity(100.0)
    own.set_visible(True)
    own.set_mode(Gimp.LayerMode.NORMAL)
    must(image.insert_layer(own, layer.get_parent(), image.get_item_position(new) + 1))
    left, top = new.get_offsets()[1:]
    own.resize(new.get_width(), new.get_height(), own.get_offsets()[1] - left, own.get_offsets()[2] - top)
    solid = replace(mask, values=bytes(mask.values).translate(_ONLY_SOLID))
    with inserted(image, new_channel(image, solid, "Smart Select")) as channel:
        hidden = new.create_mask(Gimp.AddMaskType.WHITE)
        must(new.add_mask(hidden))
        must(hidden.combine_masks(channel, Gimp.ChannelOps.SUBTRACT, -left, -top))
    new.set_mode(Gimp.LayerMode.REPLACE)
    merged = image.merge_down(new, Gimp.MergeType.CLIP_TO_BOTTOM_LAYER)
    merged.set_name(name)
    if not layer.has_alpha():
        merged.flatten()
    return merged


def is_deep(image: Any) -> bool:
    """Whether an image has more than the 8 bits that the worker is sent."""
    return not image.get_precision().value_nick.startswith("u8")


def _layer_of(layer: Any, frame: Frame, pixels: Buffer, name: str, *, has_alpha: bool) -> Any:
    """Return a new layer of a frame's size and place with these RGB or RGBA bytes."""
    new = _new_layer(layer, name, has_alpha=has_alpha, size=frame.size)
    new.set_offsets(frame.left, frame.top)
    # GEGL would write nothing otherwise.
    assert len(pixels) == frame.columns * frame.rows * (4 if has_alpha else 3)
    pixel_format = "R'G'B'A" if has_alpha else "R'G'B'"
    buffer = buffer_of(new)
    if is_deep(new.get_image()):
        _set_dithered(buffer, frame, pixels, pixel_format)
    else:
        buffer.set(Gegl.Rectangle.new(0, 0, *frame.size), f"{pixel_format} u8", bytes(pixels))
    buffer.flush()
    new.update(0, 0, *frame.size)
    return new


def _set_dithered(buffer: Any, frame: Frame, content: Buffer, pixel_format: str) -> None:
    """Write 8-bit values as 16-bit ones with noise in the lower half: smooth ground then shows no steps."""
    columns, rows = frame.size
    row = len(content) // rows
    high = memoryview(content)
    for top in range(0, rows, _STRIP):
        height = min(_STRIP, rows - top)
        wide = bytearray(os.urandom(2 * row * height))
        upper = high[row * top : row * (top + height)]
        wide[_HIGH::2] = upper
        if len(content) == 4 * columns * rows:  # what is opaque stays so
            wide[6 + 1 - _HIGH :: 8] = upper[3::4]
        area = Gegl.Rectangle.new(0, top, columns, height)
        buffer.set(area, f"{pixel_format} u16", bytes(wide))


def _new_layer(layer: Any, name: str, *, has_alpha: bool, size: Any = None) -> Any:
    image = layer.get_image()
    types, base = Gimp.ImageType, Gimp.ImageBaseType
    kinds = {
        base.RGB: (types.RGB_IMAGE, types.RGBA_IMAGE),
        base.GRAY: (types.GRAY_IMAGE, types.GRAYA_IMAGE),
        base.INDEXED: (types.INDEXED_IMAGE, types.INDEXEDA_IMAGE),
    }
    kind = kinds[image.get_base_type()][int(has_alpha)]
    width, height = size or (image.get_width(), image.get_height())
    return Gimp.Layer.new(image, name, width, height, kind, 100.0, Gimp.LayerMode.NORMAL)
