"""Pixels out of GIMP: what the user sees, or one layer, as the picture that the worker gets.

Nothing of the image is changed, not even for a moment: no duplicate, no undo step, no file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, List, Optional, Sequence

from smart_select_gimp.frames import Frame, frame_of
from smart_select_gimp.gimp_api import Gegl, Gimp
from smart_select_gimp.opaque import is_invisible, over_grey
from smart_select_gimp.problems import NothingToSee
from smart_select_plugin.picture import Picture
from smart_select_plugin.wire.values import Area, Buffer

LAYER: Final = "layer"

_RGB: Final = "R'G'B' u8"  # perceptual; GEGL converts into sRGB from the image's own profile and precision
_PREMULTIPLIED: Final = "R'aG'aB'aA u8"


@dataclass(frozen=True)
class Seen:
    """The picture and where in the image it lies."""

    picture: Picture
    frame: Frame


def look_at(image: Any, drawables: Sequence[Any], source: str) -> Seen:
    """Return what the model shall see; raises NothingToSee.

    With LAYER as `source` that is the active layer; else, and where several layers are active or none, what
    is visible.
    """
    layers = layers_of(drawables)
    if source == LAYER and len(layers) == 1:
        return _of_layer(image, layers[0], "The active layer")
    alone = _only_layer(image)
    if alone is not None:
        return _of_layer(image, alone, "The picture")
    merged = Gimp.Layer.new_from_visible(image, image, "Smart Select")
    try:
        return _of_layer(image, merged, "The picture")
    finally:
        merged.delete()


def layers_of(drawables: Sequence[Any]) -> List[Any]:
    """Return the layers that drawables are or, being layer masks, belong to; channels belong to none."""
    layers: List[Any] = []
    for drawable in drawables:
        if isinstance(drawable, Gimp.LayerMask):
            layers.append(Gimp.Layer.from_mask(drawable))
        elif isinstance(drawable, Gimp.Layer):
            layers.append(drawable)
    return layers


def extent(item: Any) -> Area:
    """Return an item's area in the image."""
    _, left, top = item.get_offsets()
    return left, top, left + item.get_width(), top + item.get_height()


def read(item: Any, frame: Frame, pixel_format: str) -> Buffer:
    """Return an item's pixels in a frame, at the copy's size."""
    left, top, _, _ = extent(item)
    columns, rows = frame.size
    corner = (frame.left - left) // frame.step, (frame.top - top) // frame.step
    buffer = item.get_buffer()
    pixels: Buffer = buffer.get(
        Gegl.Rectangle.new(*corner, columns, rows), 1.0 / frame.step, pixel_format, Gegl.AbyssPolicy.CLAMP
    )
    return pixels


def _of_layer(image: Any, layer: Any, what: str) -> Seen:
    frame = frame_of((image.get_width(), image.get_height()), extent(layer))
    if frame is None:
        raise NothingToSee(what)
    pixels = _opaque_pixels(layer, frame, what) if layer.has_alpha() else read(layer, frame, _RGB)
    return Seen(Picture.of(pixels, frame.size, full_size=frame.full_size), frame)


def _opaque_pixels(layer: Any, frame: Frame, what: str) -> Buffer:
    pixels = read(layer, frame, _PREMULTIPLIED)
    if is_invisible(pixels):
        raise NothingToSee(what)
    return over_grey(pixels)


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
