"""Backgrounds out of GIMP: a colour, a picture file that GIMP can open, or a layer."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, Optional

from smart_select_gimp.frames import frame_of
from smart_select_gimp.gimp_api import Gimp, Gio, GLib
from smart_select_gimp.i18n import _
from smart_select_gimp.problems import ArgumentWrong, BackgroundTransparent, BackgroundUnreadable
from smart_select_gimp.seeing import reading
from smart_select_gimp.steps import Steps, at_once
from smart_select_plugin.effects import GroundPicture
from smart_select_plugin.wire.values import Colour

LARGER: Final = 2
"""So many times the picture's longer side a background is handed over at most."""


def ground_of(config: Any, longest: int) -> Optional[GroundPicture]:
    """Return the picture that a call puts behind an object whose picture's longer side is `longest`.

    None where that is no picture. What was transparent lies over grey. Raises Problem for one that cannot be
    had.
    """
    fill = config.get_property("fill")
    if fill == "file":
        return picture_of_file(config.get_property("file") or "", longest)
    return at_once(picture_of_layer(config.get_property("layer"), longest)) if fill == "layer" else None


def colour_bytes(colour: Any) -> Colour:
    """Return a Gegl.Color as 8-bit sRGB."""
    red, green, blue = (round(255 * _coded(channel)) for channel in list(colour.get_rgba())[:3])
    return red, green, blue


def picture_of_file(path: str, longest: int) -> GroundPicture:
    """Return a file's picture, of an animation the first one; `longest` is the photograph's longer side.

    Raises BackgroundUnreadable and BackgroundTransparent.
    """
    check_file(path)
    try:
        image = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, Gio.File.new_for_path(path))
    except GLib.Error as error:
        raise BackgroundUnreadable(path) from error
    if image is None:
        raise BackgroundUnreadable(path)
    try:
        image.policy_rotate(False)  # as the camera was held, which GIMP does for what a person opens
        # GIMP stacks an animation's pictures, the first one at the bottom.
        layers = image.get_layers()
        if path.lower().endswith((".gif", ".webp", ".apng")) and len(layers) > 1:
            return at_once(picture_of_layer(layers[-1], longest, name=path))
        merged = Gimp.Layer.new_from_visible(image, image, "Smart Select")
        try:
            return at_once(picture_of_layer(merged, longest, name=path))
        finally:
            merged.delete()
    finally:
        image.delete()


def check_file(path: str) -> None:
    """Raise BackgroundUnreadable where no file was named, or there is none."""
    if not path.strip():
        raise BackgroundUnreadable("")
    try:
        is_there = Path(path).is_file()
    except OSError:  # such as a name that is too long for the system
        is_there = False
    if not is_there:
        raise BackgroundUnreadable(path)


def picture_of_layer(layer: Any, longest: int, *, name: str = "") -> Steps[GroundPicture]:
    """Read all of a layer, wherever it lies; raises BackgroundTransparent where there is nothing to see.

    `name` is what a person calls it, if that is not the layer's name.
    """
    if layer is None or not layer.is_valid():
        raise ArgumentWrong(_("Choose the layer that is to be behind the object."))
    left, top = layer.get_offsets()[1:]
    size = layer.get_width(), layer.get_height()
    # As if it lay on a canvas of its own size.
    frame = frame_of(size, (0, 0, *size), LARGER * longest)
    assert frame is not None, "layers have pixels"
    moved = type(frame)(frame.left + left, frame.top + top, frame.columns, frame.rows, frame.step)
    pixels = yield from reading(layer, moved)
    if pixels is None:
        raise BackgroundTransparent(name or layer.get_name())
    return GroundPicture(frame.size, pixels)


def _coded(light: float) -> float:
    """Return linear light 0…1 as sRGB stores it (IEC 61966-2-1)."""
    light = min(max(light, 0.0), 1.0)
    return 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
