"""Backgrounds out of GIMP: a colour, a picture file that GIMP can open, or a layer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from smart_select_gimp.frames import frame_of
from smart_select_gimp.gimp_api import Gimp, GLib
from smart_select_gimp.problems import BackgroundUnreadable, NothingToSee
from smart_select_gimp.seeing import reading
from smart_select_gimp.steps import at_once
from smart_select_plugin.wire.values import Buffer, Colour, Size

_LARGER: Final = 2
"""So many times the picture's longer side a background is handed over at most."""


@dataclass(frozen=True)
class GroundPicture:
    """RGB bytes of a size; what was transparent lies over grey."""

    size: Size
    pixels: Buffer


def colour_bytes(colour: Any) -> Colour:
    """Return a Gegl.Color as 8-bit sRGB."""
    red, green, blue = (round(255 * _coded(channel)) for channel in list(colour.get_rgba())[:3])
    return red, green, blue


def picture_of_file(path: str, longest: int) -> GroundPicture:
    """Return a file's picture, of an animation the first one; `longest` is the photograph's longer side.

    Raises BackgroundUnreadable.
    """
    from gi.repository import Gio  # which most calls do not need

    if not path.strip():
        raise BackgroundUnreadable("")
    if not Path(path).is_file():
        raise BackgroundUnreadable(path)
    try:
        image = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, Gio.File.new_for_path(path))
    except GLib.Error as error:
        raise BackgroundUnreadable(path) from error
    if image is None:
        raise BackgroundUnreadable(path)
    try:
        # GIMP stacks an animation's pictures, the first one at the bottom.
        layers = image.get_layers()
        if path.lower().endswith((".gif", ".webp", ".apng")) and len(layers) > 1:
            return _picture_of(layers[-1], longest)
        merged = Gimp.Layer.new_from_visible(image, image, "Smart Select")
        try:
            return _picture_of(merged, longest)
        finally:
            merged.delete()
    finally:
        image.delete()


def picture_of_layer(layer: Any, longest: int) -> GroundPicture:
    """Return all of a layer, wherever it lies; raises NothingToSee where all of it is transparent."""
    return _picture_of(layer, longest)


def _picture_of(layer: Any, longest: int) -> GroundPicture:
    _, left, top = layer.get_offsets()
    size = layer.get_width(), layer.get_height()
    # As if it lay on a canvas of its own size.
    frame = frame_of(size, (0, 0, *size), _LARGER * longest)
    assert frame is not None, "layers have pixels"
    moved = type(frame)(frame.left + left, frame.top + top, frame.columns, frame.rows, frame.step)
    pixels = at_once(reading(layer, moved))
    if pixels is None:
        raise NothingToSee(is_layer=True)
    return GroundPicture(frame.size, pixels)


def _coded(light: float) -> float:
    """Return linear light 0…1 as sRGB stores it (IEC 61966-2-1)."""
    light = min(max(light, 0.0), 1.0)
    return 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
