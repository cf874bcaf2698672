"""Every kind of image that GIMP has, made of one photograph: each returns it, and what is active in it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench_of_tests import open_photo
from gi.repository import Gimp, Gio

Made = tuple[Any, list[Any] | None]


def photo() -> Made:
    return open_photo(), None


def precision(name: str) -> Callable[[], Made]:
    def make() -> Made:
        image = open_photo()
        image.convert_precision(getattr(Gimp.Precision, name))
        return image, None

    return make


def grey() -> Made:
    image = open_photo()
    image.convert_grayscale()
    return image, None


def grey_float() -> Made:
    image, _ = grey()
    image.convert_precision(Gimp.Precision.FLOAT_LINEAR)
    return image, None


def indexed() -> Made:
    image = open_photo()
    image.convert_indexed(
        Gimp.ConvertDitherType.NONE, Gimp.ConvertPaletteType.GENERATE, 255, False, False, "none"
    )
    return image, None


def alpha() -> Made:
    image = open_photo()
    image.get_layers()[0].add_alpha()
    return image, None


def other_profile() -> Made:
    image = open_photo()
    image.convert_color_profile(Gimp.ColorProfile.new_rgb_adobe(), Gimp.ColorRenderingIntent.PERCEPTUAL, True)
    return image, None


def offset_layer() -> Made:
    """A canvas larger than the layer, which lies somewhere in it."""
    image = open_photo()
    image.resize(700, 640, 100, 60)
    return image, None


def large_layer() -> Made:
    """A canvas smaller than the layer."""
    image = open_photo()
    image.resize(400, 450, -20, -30)
    return image, None


def in_a_group() -> Made:
    image = open_photo()
    group = Gimp.GroupLayer.new(image)
    image.insert_layer(group, None, 0)
    image.reorder_item(image.get_layers()[1], group, 0)
    image.set_selected_layers([group])
    return image, None


def several_layers() -> Made:
    image = open_photo()
    copy = image.get_layers()[0].copy()
    image.insert_layer(copy, None, 0)
    image.set_selected_layers(image.get_layers())
    return image, None


def text_above() -> Made:
    image = open_photo()
    text = Gimp.TextLayer.new(image, "Hi", Gimp.context_get_font(), 20, Gimp.Unit.pixel())
    image.insert_layer(text, None, 0)
    return image, None


def mask_active() -> Made:
    image = open_photo()
    layer = image.get_layers()[0]
    mask = layer.create_mask(Gimp.AddMaskType.WHITE)
    layer.add_mask(mask)
    return image, [mask]


def channel_active() -> Made:
    image = open_photo()
    channel = Gimp.Selection.save(image)
    image.set_selected_channels([channel])
    return image, None


def nothing_active() -> Made:
    image = open_photo()
    image.set_selected_layers([])
    return image, []


def large() -> Made:
    image = open_photo()
    image.scale(4096, 4096)
    return image, None


def indexed_alpha() -> Made:
    image, _ = indexed()
    image.get_layers()[0].add_alpha()
    return image, None


def masked_layer() -> Made:
    """A layer with a mask that hides a part of the wall already."""
    image = open_photo()
    layer = image.get_layers()[0]
    layer.add_alpha()
    image.select_rectangle(Gimp.ChannelOps.REPLACE, 0, 0, 512, 480)
    layer.add_mask(layer.create_mask(Gimp.AddMaskType.SELECTION))
    layer.set_edit_mask(False)
    Gimp.Selection.none(image)
    return image, None


def text_active() -> Made:
    image, _ = text_above()
    image.set_selected_layers([image.get_layers()[0]])
    return image, None


def hidden_active() -> Made:
    """A hidden copy above, turned upside down, which is active."""
    image, _ = several_layers()
    hidden = image.get_layers()[0]
    hidden.transform_flip_simple(Gimp.OrientationType.VERTICAL, True, 0.0)
    hidden.set_visible(False)
    image.set_selected_layers([hidden])
    return image, None


def off_the_canvas() -> Made:
    """A small layer above that is active and mostly beyond the canvas's corner."""
    image = open_photo()
    kind, mode = Gimp.ImageType.RGB_IMAGE, Gimp.LayerMode.NORMAL
    small = Gimp.Layer.new(image, "small", 80, 90, kind, 100.0, mode)
    small.fill(Gimp.FillType.WHITE)
    image.insert_layer(small, None, 0)
    small.set_offsets(-60, -40)
    image.set_selected_layers([small])
    return image, None


def group_and_child() -> Made:
    """A group that lets its blending through, active together with the layer in it."""
    image, _ = in_a_group()
    group = image.get_layers()[0]
    group.set_mode(Gimp.LayerMode.PASS_THROUGH)
    image.set_selected_layers([group, *group.get_children()])
    return image, None


def printed() -> Made:
    """Shown as it would be printed in four inks."""
    image = open_photo()
    inks = next(path for path in Path("/usr/share/color/icc").rglob("*cmyk*.ic?"))
    profile = Gimp.ColorProfile.new_from_file(Gio.File.new_for_path(str(inks)))
    assert image.set_simulation_profile(profile)
    return image, None


KINDS: dict[str, Callable[[], Made]] = {
    "photo": photo,
    "grey": grey,
    "grey_float": grey_float,
    "indexed": indexed,
    "indexed_alpha": indexed_alpha,
    "alpha": alpha,
    "u16": precision("U16_NON_LINEAR"),
    "u16_linear": precision("U16_LINEAR"),
    "u8_linear": precision("U8_LINEAR"),
    "u32": precision("U32_NON_LINEAR"),
    "half": precision("HALF_LINEAR"),
    "float": precision("FLOAT_LINEAR"),
    "float_perceptual": precision("FLOAT_NON_LINEAR"),
    "double": precision("DOUBLE_LINEAR"),
    "double_perceptual": precision("DOUBLE_NON_LINEAR"),
    "other_profile": other_profile,
    "offset_layer": offset_layer,
    "large_layer": large_layer,
    "in_a_group": in_a_group,
    "several_layers": several_layers,
    "group_and_child": group_and_child,
    "text_above": text_above,
    "text_active": text_active,
    "hidden_active": hidden_active,
    "off_the_canvas": off_the_canvas,
    "printed": printed,
    "masked_layer": masked_layer,
    "mask_active": mask_active,
    "channel_active": channel_active,
    "nothing_active": nothing_active,
}
MOVED = {"offset_layer": (100, 60), "large_layer": (-20, -30)}
"""Where the photograph lies, if not in the corner."""
