"""Backgrounds removed, replaced and blurred in several kinds of image."""

from array import array
from typing import Any

from bench_of_tests import (
    PHOTOS,
    describe,
    keep,
    linear_bytes,
    open_photo,
    report,
    run,
    select_person,
    visible_bytes,
)
from gi.repository import Gegl, Gimp, Gio
from kinds_of_images import alpha, grey, indexed, offset_layer, photo, precision
from refined import refined, visible

INSIDE, OUTSIDE = (220, 90), (480, 30)
"""The astronaut's face, and the wall behind her."""
PATCH = 24, 24
DEEP = "R'G'B' u16"
KINDS = {
    "photo": photo,
    "alpha": alpha,
    "grey": grey,
    "indexed": indexed,
    "u16 linear": precision("U16_LINEAR"),
    "float": precision("FLOAT_LINEAR"),
    "offset": offset_layer,
}


def deepened(image: Any) -> None:
    """Let the lower half of the face's 16 bits say something."""
    area = Gegl.Rectangle.new(*INSIDE, *PATCH)
    buffer = image.get_layers()[0].get_buffer()
    pixels = array("H", buffer.get(area, 1.0, DEEP, Gegl.AbyssPolicy.NONE))
    for at in range(len(pixels)):
        pixels[at] = pixels[at] & 0xFF00 | at * 37 & 0xFF
    buffer.set(area, DEEP, pixels.tobytes())
    buffer.flush()


def deep_pixels(image: Any, at: tuple[int, int]) -> "array[int]":
    buffer = image.get_layers()[0].get_buffer()
    return array("H", buffer.get(Gegl.Rectangle.new(*at, *PATCH), 1.0, DEEP, Gegl.AbyssPolicy.NONE))


results: dict[str, Any] = {}
for name, make in KINDS.items():
    shift = (100, 60) if name == "offset" else (0, 0)
    inside, outside = ((x + shift[0], y + shift[1]) for x, y in (INSIDE, OUTSIDE))
    for verb, arguments in (
        ("remove", {}),
        ("replace", {"color": Gegl.Color.new("white")}),
        ("blur", {"blur": 12.0}),
    ):
        image, _ = make()
        is_deep = verb == "blur" and name in ("u16 linear", "float")
        if is_deep:
            deepened(image)
            face = deep_pixels(image, INSIDE)
        select_person(image)
        if name == "offset":
            Gimp.Selection.translate(image, *shift)
        layer = image.get_layers()[0]
        before = {"inside": visible(image, inside), "outside": visible(image, outside)}
        pixels = linear_bytes(layer, layer.get_width(), layer.get_height(), "R'G'B'A u8")
        state = describe(image)
        answer = run(f"-{verb}-background", image, **arguments)
        results[f"{name} {verb}"] = {
            "answer": answer,
            "before": before,
            "after": {"inside": visible(image, inside), "outside": visible(image, outside)},
            "same pixels": linear_bytes(layer, layer.get_width(), layer.get_height(), "R'G'B'A u8") == pixels,
            "same selection": describe(image)["selection"] == state["selection"],
            "layers": [each.get_name() for each in image.get_layers()],
            "active": describe(image)["active"],
        }
        if is_deep:
            difference = max(abs(a - b) for a, b in zip(deep_pixels(image, INSIDE), face, strict=True))
            wall = deep_pixels(image, OUTSIDE)
            results[f"{name} {verb}"]["deep"] = {"difference": difference, "levels": len(set(wall))}
        if name == "photo":
            merged = Gimp.Layer.new_from_visible(image, image, "look")
            keep(f"{verb}.rgba", linear_bytes(merged, 512, 512, "R'G'B'A u8"))
            merged.delete()
        image.delete()

COFFEE = str(PHOTOS / "coffee.png")
EFFECTS = {
    "colour with a shadow": ("replace-background", {"shadow": 0.8}),
    "gradient": ("replace-background", {"fill": "gradient", "color": Gegl.Color.new("red"), "angle": 90.0}),
    "file": ("replace-background", {"fill": "file", "file": COFFEE, "light": 0.7}),
    "layer": ("replace-background", {"fill": "layer", "fit": "fit"}),
    "lens": ("blur-background", {"blur": 14.0, "lens": "hexagon", "falloff": 120.0}),
    "grey": ("desaturate-background", {"amount": 1.0}),
    "cut-out": ("remove-background", {"output": "cut-out", "edge": "matte"}),
    "cut out": ("cut-out", {}),
    "cut out, not alone": ("cut-out", {"hide": False, "grow": 2}),
    "CMYK": ("replace-background", {"fill": "file", "file": str(PHOTOS / "cmyk.jpg")}),
    "animated": ("replace-background", {"fill": "file", "file": str(PHOTOS / "animated.gif")}),
    "one pixel": ("replace-background", {"fill": "file", "file": str(PHOTOS / "one.png"), "fit": "tile"}),
    "turned": (
        "replace-background",
        {"fill": "file", "file": str(PHOTOS / "turned.jpg"), "fit": "stretch"},
    ),
    "sky": ("replace-sky", {}),
    "sky of a file": ("replace-sky", {"fill": "file", "file": COFFEE, "haze": 0.2}),
}
effects: dict[str, Any] = {}
for name, (verb, arguments) in EFFECTS.items():
    image = open_photo()
    if verb == "replace-sky":
        image.select_rectangle(Gimp.ChannelOps.REPLACE, *OUTSIDE, 2, 2)  # a click on the wall
    else:
        select_person(image)
    if arguments.get("fill") == "layer":
        other = Gimp.file_load_layer(Gimp.RunMode.NONINTERACTIVE, image, Gio.File.new_for_path(COFFEE))
        other.set_visible(False)
        image.insert_layer(other, None, 1)
        image.set_selected_layers([image.get_layers()[0]])
        arguments = {**arguments, "layer": other}
    layer = image.get_layers()[0]
    pixels = linear_bytes(layer, layer.get_width(), layer.get_height(), "R'G'B'A u8")
    before = visible(image, INSIDE), visible(image, OUTSIDE)
    answer = run(f"-{verb}", image, **arguments)
    top = image.get_layers()[0]
    effects[name] = {
        "answer": answer,
        "before": before,
        "after": (visible(image, INSIDE), visible(image, OUTSIDE)),
        "same pixels": linear_bytes(layer, layer.get_width(), layer.get_height(), "R'G'B'A u8") == pixels,
        "layers": [each.get_name() for each in image.get_layers()],
        "visible": [each.get_visible() for each in image.get_layers()],
        "top": [top.get_width(), top.get_height(), *list(top.get_offsets())[1:]],
    }
    merged = Gimp.Layer.new_from_visible(image, image, "look")
    keep(f"effect-{name}.rgba", linear_bytes(top if verb == "cut-out" else merged, 512, 512, "R'G'B'A u8"))
    merged.delete()
    image.delete()

few = open_photo()
few.convert_indexed(Gimp.ConvertDitherType.NONE, Gimp.ConvertPaletteType.GENERATE, 24, False, False, "none")
select_person(few)
keep("few-before.rgba", visible_bytes(few))
palettes = len(Gimp.palettes_get_list("Smart Select"))
dithered = {"answer": run("-blur-background", few, blur=12.0), "palettes": palettes}
dithered["palettes after"] = len(Gimp.palettes_get_list("Smart Select"))
dithered["colours"] = few.get_palette().get_color_count()
keep("few-after.rgba", visible_bytes(few))
few.delete()
report("backgrounds", {"kinds": results, "effects": effects, "dithered": dithered, "refined": refined()})
