"""Masks as GIMP stores them, and the image left as it was around them.

GIMP combines channels, masks and selections number by number, whatever a number means in each of them. Layer
masks are linear in every precision, channels are perceptual in 8-bit images alone: bytes written with the
wrong one of the two formats arrive as other bytes, 128 as 55, or as 188. Selections: see `selecting`.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any, Final, Iterator

from smart_select_gimp.gimp_api import Babl, Gegl, Gimp, buffer_of, start_gegl
from smart_select_gimp.object_mask import ObjectMask
from smart_select_gimp.problems import GimpRefused
from smart_select_gimp.steps import MORE, Steps, at_once

LINEAR: Final = "Y u8"
PERCEPTUAL: Final = "Y' u8"

_TILE: Final = 128
"""Rows of GIMP's tiles. A new channel is empty: a tile that is not written costs nothing."""


def new_channel(image: Any, mask: ObjectMask, name: str) -> Any:
    """Return a channel with the mask, as large as the image; it is not in the image yet."""
    return at_once(making_channel(image, mask, name))


def making_channel(image: Any, mask: ObjectMask, name: str, *, is_coded: bool = False) -> Steps[Any]:
    """Make what `new_channel` returns, in steps of some milliseconds; `is_coded` is for `selecting`."""
    width, height = mask.size
    # GEGL would say nothing and write nothing.
    assert len(mask.values) == width * height, f"{len(mask.values)} bytes for {width}×{height} pixels"
    start_gegl()
    colour = Gegl.Color.new("lime")
    channel = Gimp.Channel.new(image, name, image.get_width(), image.get_height(), 50.0, colour)
    with deleted_on_failure(channel):
        yield from _filling(channel, mask, is_coded=is_coded)
    return channel


@contextmanager
def deleted_on_failure(channel: Any) -> Iterator[None]:
    """Delete a channel that is in no image if what it is for fails, or is given up between two steps."""
    try:
        yield
    except BaseException:  # GeneratorExit, too: GIMP would keep the channel until it ends
        if channel.is_valid():
            channel.delete()
        raise


def _filling(channel: Any, mask: ObjectMask, *, is_coded: bool) -> Steps[None]:
    yield MORE
    width, height = mask.size
    pixel_format = LINEAR if is_coded else own_format(channel)
    left, top = mask.area[:2]
    buffer = buffer_of(channel)
    for (x0, y0, x1, y1), values in mask.strips(_TILE):
        buffer.set(Gegl.Rectangle.new(x0, y0, x1 - x0, y1 - y0), pixel_format, values)
        buffer.flush()  # GIMP gets it now, and not all at the end, which would be a long wait
        yield MORE
    channel.update(left, top, width, height)


def own_format(item: Any) -> str:
    """Return the format in which a channel, mask or selection takes bytes as its numbers."""
    return PERCEPTUAL if is_perceptual(item) else LINEAR


def is_perceptual(item: Any) -> bool:
    """Whether the numbers of a channel, mask or selection are coded for the eye: then 188 is one half."""
    return str(Babl.get_name(item.get_format())).startswith("Y'")


def must(succeeded: bool) -> None:
    """Raise GimpRefused unless what GIMP was asked for has succeeded."""
    if not succeeded:
        raise GimpRefused(Gimp.get_pdb().get_last_error())


@contextmanager
def one_undo_step(image: Any) -> Iterator[None]:
    """Make one step of all that happens meanwhile."""
    image.undo_group_start()
    try:
        yield
    finally:
        image.undo_group_end()


@contextmanager
def undo_paused(image: Any) -> Iterator[None]:
    """Have GIMP make no undo step of what happens meanwhile; what older steps hold must still fit."""
    image.undo_freeze()
    try:
        yield
    finally:
        image.undo_thaw()


@contextmanager
def same_items_active(image: Any) -> Iterator[None]:
    """Have the same layers or channels active afterwards: GIMP activates what is inserted."""
    layers, channels = image.get_selected_layers(), image.get_selected_channels()
    try:
        yield
    finally:
        if channels:
            image.set_selected_channels(channels)
        else:
            image.set_selected_layers(layers)


@contextmanager
def same_selection(image: Any) -> Iterator[None]:
    """Have the same selection afterwards."""
    saved = None if Gimp.Selection.is_empty(image) else Gimp.Selection.save(image)
    try:
        yield
    finally:
        if saved is None:
            Gimp.Selection.none(image)
        else:
            image.select_item(Gimp.ChannelOps.REPLACE, saved)
            image.remove_channel(saved)


@contextmanager
def inserted(image: Any, channel: Any) -> Iterator[Any]:
    """Have a channel in the image for a while."""
    channel.set_visible(False)
    must(image.insert_channel(channel, None, 0))
    try:
        yield channel
    finally:
        image.remove_channel(channel)
