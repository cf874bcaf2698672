"""Pictures in the colours of an indexed image: not dithered, a smooth ground would be a few flat bands."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any, Final, Iterator

from smart_select_gimp.channels import must
from smart_select_gimp.gimp_api import Gegl, Gimp, buffer_of
from smart_select_gimp.unchanged import unchanged_kept
from smart_select_plugin.wire.values import Buffer, Size

_RGB: Final = "R'G'B' u8"


def is_indexed(image: Any) -> bool:
    """Whether an image has the colours of its palette only."""
    return bool(image.get_base_type() == Gimp.ImageBaseType.INDEXED)


def in_palette(image: Any, pixels: Buffer, size: Size, before: Buffer) -> bytes:
    """Return RGB bytes dithered to an indexed image's colours, in those where they differ from `before`."""
    area = Gegl.Rectangle.new(0, 0, *size)
    aside = Gimp.Image.new(*size, Gimp.ImageBaseType.RGB)
    try:
        aside.undo_disable()
        kind, mode = Gimp.ImageType.RGB_IMAGE, Gimp.LayerMode.NORMAL
        layer = Gimp.Layer.new(aside, "Smart Select", *size, kind, 100.0, mode)
        must(aside.insert_layer(layer, None, 0))
        buffer = buffer_of(layer)
        buffer.set(area, _RGB, bytes(pixels))
        buffer.flush()
        layer.update(0, 0, *size)
        dither, kinds = Gimp.ConvertDitherType.FS, Gimp.ConvertPaletteType
        with _colours_of(image) as palette:
            must(aside.convert_indexed(dither, kinds.CUSTOM, 0, False, False, palette.get_name()))
        dithered = buffer_of(layer).get(area, 1.0, _RGB, Gegl.AbyssPolicy.NONE)
    finally:
        aside.delete()
    return unchanged_kept(before, pixels, dithered)


@contextmanager
def _colours_of(image: Any) -> Iterator[Any]:
    """Have a palette with an image's colours for a while: GIMP knows the image's own by no name."""
    palette = Gimp.Palette.new("Smart Select")
    try:
        for colour in image.get_palette().get_colors():
            palette.add_entry("", colour)
        yield palette
    finally:
        palette.delete()
