"""Small copies for the preview: of the layer that is worked on, of its mask, of what comes behind."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, List, Tuple

from smart_select_gimp.frames import Frame, frame_of
from smart_select_gimp.gimp_api import Gio, GLib
from smart_select_gimp.grounds import LARGER, check_file, picture_of_file, picture_of_layer
from smart_select_gimp.gtk_api import GdkPixbuf
from smart_select_gimp.object_mask import ObjectMask
from smart_select_gimp.panel.drawing import pixbuf_of
from smart_select_gimp.panel.thumbnail import thumbnail
from smart_select_gimp.problems import BackgroundTransparent
from smart_select_gimp.seeing import extent, reading, reading_with_alpha
from smart_select_gimp.steps import WAIT, Steps
from smart_select_plugin.effects import GroundPicture
from smart_select_plugin.wire.values import Buffer, Size

_OPAQUE: Final = 255
_GREY: Final = 0x808080


@dataclass(frozen=True)
class SmallLayer:
    """A layer's part on the canvas, small: RGB, and its opacity unless all of it is opaque."""

    frame: Frame
    pixels: Buffer = field(repr=False)
    alpha: Buffer = field(repr=False)

    def mask_of(self, mask: ObjectMask) -> bytes:
        """Return an object's mask at this size, sampled."""
        frame = self.frame
        width, height = frame.full_size
        part = mask.within((frame.left, frame.top, frame.left + width, frame.top + height))
        if part is None:
            return bytes(frame.columns * frame.rows)
        x0, y0, x1, y1 = part.area
        place = x0 - frame.left, y0 - frame.top, x1 - frame.left, y1 - frame.top
        return thumbnail(place, part.values, frame.full_size, frame.size)


def small_layer(layer: Any, longest: int) -> Steps[SmallLayer]:
    """Read a layer in a copy, not shorter than `longest` where the layer is not, in steps."""
    image = layer.get_image()
    frame = frame_of((image.get_width(), image.get_height()), extent(layer), 2 * longest)
    assert frame is not None, "an object lies on this layer"
    if not layer.has_alpha():
        pixels = yield from reading(layer, frame)
        assert pixels is not None, "what has no opacity is there"
        return SmallLayer(frame, pixels, b"")
    rgba = yield from reading_with_alpha(layer, frame)
    colours = bytearray(3 * frame.columns * frame.rows)
    for channel in range(3):
        colours[channel::3] = rgba[channel::4]
    alpha = bytes(rgba[3::4])
    return SmallLayer(frame, colours, b"" if alpha.count(_OPAQUE) == len(alpha) else alpha)


def small_ground(config: Any, longest: int, full: Tuple[int, float]) -> Steps[GroundPicture]:
    """Return what comes behind the object, a file or a layer, small; raises Problem.

    `full` is the longer side of the picture that a preview is of, and how many of the preview's pixels there
    are for one of its: what is repeated has to be as much smaller as the preview is, all else is fitted.
    """
    whole, scale = full
    layer, path = config.get_property("layer"), config.get_property("file") or ""
    if config.get_property("fill") == "layer":
        picture = yield from picture_of_layer(layer, longest)
        size = layer.get_width(), layer.get_height()
    else:
        picture, size = yield from _of_file(path, longest)
    if config.get_property("fit") != "tile":
        return picture
    largest = LARGER * whole
    scale *= min(1.0, largest / max(size))
    return _scaled(picture, (max(1, round(size[0] * scale)), max(1, round(size[1] * scale))))


def _of_file(path: str, longest: int) -> Steps[Tuple[GroundPicture, Size]]:
    """Read in a thread of GdkPixbuf's; what it cannot read, GIMP can, but that takes as long as it takes."""
    check_file(path)
    kind, width, height = GdkPixbuf.Pixbuf.get_file_info(path)
    if kind is not None and min(width, height) > 0:
        share = min(1.0, LARGER * longest / max(width, height))
        pixbuf = yield from _loaded(path, max(1, round(width * share)), max(1, round(height * share)))
        if pixbuf is not None:
            if pixbuf.get_has_alpha() and not any(bytes(pixbuf.get_pixels())[3::4]):
                raise BackgroundTransparent(path)
            turned = pixbuf.apply_embedded_orientation() or pixbuf
            is_turned = (turned.get_width() > turned.get_height()) != (width > height)
            return _over_grey(turned, turned.get_width(), turned.get_height()), (
                (height, width) if is_turned else (width, height)
            )
    picture = picture_of_file(path, longest)
    return picture, picture.size


def _loaded(path: str, width: int, height: int) -> Steps[Any]:
    """Return a file's pixbuf, None where it cannot be read after all."""
    found: List[Any] = []

    def keep(_source: Any, result: Any) -> None:
        try:
            found.append(GdkPixbuf.Pixbuf.new_from_stream_finish(result))
        except GLib.Error:
            found.append(None)

    given_up = Gio.Cancellable()
    try:
        stream = Gio.File.new_for_path(path).read(None)
        GdkPixbuf.Pixbuf.new_from_stream_at_scale_async(stream, width, height, True, given_up, keep)
        while not found:
            yield WAIT
    except GLib.Error:
        return None
    finally:
        given_up.cancel()
    return found[0]


def _over_grey(pixbuf: Any, width: int, height: int) -> GroundPicture:
    how = GdkPixbuf.InterpType.BILINEAR
    plain = pixbuf.composite_color_simple(width, height, how, 255, 8, _GREY, _GREY)
    pixels, stride = plain.get_pixels(), plain.get_rowstride()
    step = plain.get_n_channels()
    if step == 3:
        return GroundPicture(
            (width, height),
            b"".join(pixels[row * stride : row * stride + 3 * width] for row in range(height)),
        )
    rows = b"".join(pixels[row * stride : row * stride + step * width] for row in range(height))
    colours = bytearray(3 * width * height)
    for channel in range(3):
        colours[channel::3] = rows[channel::step]
    return GroundPicture((width, height), colours)


def _scaled(picture: GroundPicture, size: Size) -> GroundPicture:
    if size == picture.size:
        return picture
    return _over_grey(pixbuf_of(picture.pixels, picture.size, has_alpha=False), *size)
