"""Pixels out of GIMP: what the user sees, or one layer, as the picture that the worker gets.

Nothing of the image is changed, not even for a moment: no duplicate, no undo step, no file.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from typing import Any, Collection, Dict, Final, Iterator, List, Optional, Sequence, Tuple

from smart_select_gimp.contents import contents_of
from smart_select_gimp.core_copies import channels_of, rgb_copy
from smart_select_gimp.frames import Frame, frame_of
from smart_select_gimp.geometry import Geometry
from smart_select_gimp.gimp_api import Gegl, Gimp, buffer_of
from smart_select_gimp.opaque import is_invisible, over_grey
from smart_select_gimp.problems import ImageChanged, NothingToSee
from smart_select_gimp.seen import Seen
from smart_select_gimp.steps import MORE, Steps, at_once
from smart_select_plugin.picture import Picture
from smart_select_plugin.wire.values import Area, Buffer, Size

LAYER: Final = "layer"

_RGB: Final = "R'G'B' u8"  # perceptual; GEGL converts into sRGB from the image's own profile and precision
_RGBA: Final = "R'G'B'A u8"
_PREMULTIPLIED: Final = "R'aG'aB'aA u8"
_BLOCK: Final = (256, 64)
"""Pixels of the copy that are read in one step: whole tiles, and some milliseconds at any scale."""
_CORE_BLOCK: Final = (256, 256)
"""The same where GIMP makes the copy."""


def look_at(image: Any, drawables: Sequence[Any], source: str) -> Seen:
    """Return what the model shall see; raises NothingToSee. See `looking`."""
    return at_once(looking(image, drawables, source))


def looking(image: Any, drawables: Sequence[Any], source: str) -> Steps[Seen]:
    """Look at what the model shall see, in steps of some milliseconds; raises NothingToSee.

    With LAYER as `source` that is the active layer; else, and where several layers are active or none, what
    is visible.
    """
    geometry = geometry_of(image)
    with item_to_see(image, drawables, source) as item:
        frame = frame_of(geometry.canvas, extent(item))
        if frame is None:
            raise NothingToSee(is_layer=_is_one_layer(drawables, source))
        pixels = yield from reading(item, frame)
    if pixels is None:
        raise NothingToSee(is_layer=_is_one_layer(drawables, source))
    sizes = f"{frame.size} of {frame.full_size}".encode("ascii")
    name = hashlib.blake2b(pixels, digest_size=32, key=sizes).hexdigest()
    return Seen(Picture.of(pixels, frame.size, full_size=frame.full_size, name=name), frame, geometry)


def geometry_of(image: Any) -> Geometry:
    """Return what the image is like now."""
    return Geometry.of(image, contents_of(image))


@contextmanager
def item_to_see(image: Any, drawables: Sequence[Any], source: str) -> Iterator[Any]:
    """Have the drawable that holds what the model shall see."""
    if _is_one_layer(drawables, source):
        yield layers_of(drawables)[0]
        return
    alone = _only_layer(image)
    if alone is not None:
        yield alone
        return
    merged = Gimp.Layer.new_from_visible(image, image, "Smart Select")
    try:
        yield merged
    finally:
        merged.delete()


def layers_of(drawables: Sequence[Any]) -> List[Any]:
    """Return the layers that drawables are or, being layer masks, belong to; channels belong to none.

    Each is there once, and a group stands for what is in it.
    """
    layers: Dict[int, Any] = {}
    for drawable in drawables:
        if isinstance(drawable, Gimp.LayerMask):
            drawable = Gimp.Layer.from_mask(drawable)
        if isinstance(drawable, Gimp.Layer):
            layers[drawable.get_id()] = drawable
    return [layer for layer in layers.values() if not _is_within(layer, layers)]


def _is_within(layer: Any, groups: Collection[int]) -> bool:
    """Whether a layer is in a group that has one of these numbers, however deep."""
    parent = layer.get_parent()
    return parent is not None and (parent.get_id() in groups or _is_within(parent, groups))


def extent(item: Any) -> Area:
    """Return an item's area in the image."""
    _, left, top = item.get_offsets()
    return left, top, left + item.get_width(), top + item.get_height()


def read(item: Any, frame: Frame, pixel_format: str) -> Buffer:
    """Return an item's pixels in a frame, at the copy's size."""
    left, top, _, _ = extent(item)
    columns, rows = frame.size
    corner = (frame.left - left) // frame.step, (frame.top - top) // frame.step
    return _read(buffer_of(item), (*corner, columns, rows), frame.step, pixel_format)


def reading(item: Any, frame: Frame) -> Steps[Optional[bytearray]]:
    """Read an item's pixels in a frame as RGB over grey, block by block; None where all are transparent."""
    left, top, _, _ = extent(item)
    columns, rows = frame.size
    x0, y0 = (frame.left - left) // frame.step, (frame.top - top) // frame.step
    has_alpha = item.has_alpha()
    is_there = not has_alpha
    pixels = bytearray(3 * columns * rows)
    channels = channels_of(item)
    size = item.get_width(), item.get_height()
    block_width, block_height = _CORE_BLOCK if channels else _BLOCK
    for x, y, width, height in _blocks(frame.size, (block_width, block_height)):
        place = (x0 + x, y0 + y, width, height)
        block = rgb_copy(item, channels, place, frame.step) if channels else None
        if block is not None:
            is_there = True
        else:
            _check_size(item, size)
            block = _read(buffer_of(item), place, frame.step, _PREMULTIPLIED if has_alpha else _RGB)
            if has_alpha:
                is_there = is_there or not is_invisible(block)
                block = over_grey(block)
        _put_block(pixels, columns, block, (x, y, width, height), 3)
        yield MORE
    return pixels if is_there else None


def reading_with_alpha(item: Any, frame: Frame) -> Steps[bytearray]:
    """Read an item's pixels in a frame as RGBA, block by block."""
    left, top, _, _ = extent(item)
    x0, y0 = (frame.left - left) // frame.step, (frame.top - top) // frame.step
    pixels = bytearray(4 * frame.columns * frame.rows)
    size = item.get_width(), item.get_height()
    for x, y, width, height in _blocks(frame.size, _BLOCK):
        _check_size(item, size)
        block = _read(buffer_of(item), (x0 + x, y0 + y, width, height), frame.step, _RGBA)
        _put_block(pixels, frame.columns, block, (x, y, width, height), 4)
        yield MORE
    return pixels


def _blocks(size: Size, block: Size) -> Iterator[Tuple[int, int, int, int]]:
    """Cut a copy into blocks of x, y, width, height."""
    for y in range(0, size[1], block[1]):
        for x in range(0, size[0], block[0]):
            yield x, y, min(block[0], size[0] - x), min(block[1], size[1] - y)


def _put_block(
    pixels: bytearray, columns: int, block: Buffer, place: Tuple[int, int, int, int], width_bytes: int
) -> None:
    x, y, width, height = place
    row_bytes, view = width_bytes * width, memoryview(block)
    for row in range(height):
        start = width_bytes * ((y + row) * columns + x)
        pixels[start : start + row_bytes] = view[row_bytes * row : row_bytes * (row + 1)]


def _check_size(item: Any, size: Size) -> None:
    """Raise ImageChanged where an item is gone or has another size: GIMP would end whoever read it then."""
    if not item.is_valid() or (item.get_width(), item.get_height()) != size:
        raise ImageChanged


def _read(buffer: Any, area: Tuple[int, int, int, int], step: int, pixel_format: str) -> Buffer:
    """Return the pixels of x, y, width, height of a smaller copy."""
    pixels: Buffer = buffer.get(Gegl.Rectangle.new(*area), 1.0 / step, pixel_format, Gegl.AbyssPolicy.CLAMP)
    return pixels


def _is_one_layer(drawables: Sequence[Any], source: str) -> bool:
    return source == LAYER and len(layers_of(drawables)) == 1


def _only_layer(image: Any) -> Optional[Any]:
    """Return the image's layer where it alone is what is visible, as with a photograph just opened."""
    layers = image.get_layers()
    if len(layers) != 1:
        return None
    layer = layers[0]
    is_plain = (
        layer.get_visible()
        and layer.get_opacity() == 100.0
        and layer.get_mask() is None
        and not layer.is_group()
        and not layer.get_filters()
    )
    return layer if is_plain else None
