"""What becomes of a soft mask in an image in which Quick Mask was used, beside one in which it was not."""

import sys
from typing import Any

sys.path.insert(0, "/smart-select/gimp/smart-select")
sys.path.insert(0, "/smart-select/plugin")

from bench_of_tests import linear_bytes, open_photo, run, select_person
from gi.repository import Babl, Gimp

from smart_select_gimp.object_mask import ObjectMask
from smart_select_gimp.outputs import Target, Wish, put

SIDE = 256
RAMP = ObjectMask((20, 40, 20 + SIDE, 40 + SIDE), bytes(range(SIDE)) * SIDE)
BAND = 0, 100, 512, 60
"""A rectangle that is selected before, through the middle of the ramp."""
BLUR_PX = 60.0
"""Makes its edge soft where the ramp is."""
WISHES = {
    "replace": Wish(),
    "add": Wish(operation="add"),
    "subtract": Wish(operation="subtract"),
    "intersect": Wish(operation="intersect"),
    "feather": Wish(feather_px=9.0),
    "feather and intersect": Wish(operation="intersect", feather_px=9.0),
    "grow and subtract": Wish(operation="subtract", grow_px=3),
    "layer mask": Wish(output="layer-mask"),
    "layer mask, feathered": Wish(output="layer-mask", feather_px=9.0),
    "new layer, shrunk": Wish(output="new-layer", grow_px=-2),
    "channel": Wish(output="channel"),
    "channel, feathered": Wish(output="channel", feather_px=9.0),
    "path": Wish(output="path"),
}


def rows_of(item: Any, pixel_format: str = "Y u8") -> list[int]:
    """Return three rows: through the band's edge, above it, and below it."""
    content = linear_bytes(item, 512, 512, pixel_format)
    return [value for row in (70, 99, 130) for value in content[row * 512 : row * 512 + 300]]


def stroke_of(path: Any) -> list[float]:
    return [round(value, 1) for stroke in path.get_strokes() for value in path.stroke_get_points(stroke)[1]]


def made(image: Any, wish: Wish) -> dict[str, Any]:
    """Return what is seen of a wish, and leave the image as it was."""
    image.select_rectangle(Gimp.ChannelOps.REPLACE, *BAND)
    if wish.output == "selection" and not wish.feather_px and not wish.grow_px:
        Gimp.Selection.feather(image, BLUR_PX)
    layer = image.get_layers()[0]
    put(Target(image, [layer]), RAMP, wish)
    result: dict[str, Any] = {"selection": rows_of(image.get_selection())}
    if wish.output in ("layer-mask", "new-layer"):
        holder = image.get_layers()[0]
        result["made"] = rows_of(holder.get_mask())
        if wish.output == "new-layer":
            image.remove_layer(holder)
        else:
            holder.remove_mask(Gimp.MaskApplyMode.DISCARD)
    elif wish.output == "channel":
        channel = image.get_channels()[0]
        result["made"] = rows_of(channel, "Y' u8")
        image.remove_channel(channel)
    elif wish.output == "path":
        path = image.get_paths()[0]
        result["made"] = stroke_of(path)
        image.remove_path(path)
    return result


def prompt_of_soft(image: Any) -> dict[str, Any]:
    """Return what a soft selection is taken for, and what its object is."""
    select_person(image)
    Gimp.Selection.feather(image, 30)
    soft = rows_of(image.get_selection())
    answer = run("-selection", image)
    prompt = image.get_parasite("smart-select-prompt")
    text = bytes(prompt.get_data()).decode().split('"layers"')[0] if prompt else ""
    del answer["seconds"]
    return {"soft": soft, "answer": answer, "prompt": text, "selection": rows_of(image.get_selection())}


def compare(used: Any) -> dict[str, Any]:
    """Return all of that of the image in which Quick Mask was used, and of a fresh one."""
    fresh = open_photo()
    result = {}
    for name, image in (("used", used), ("fresh", fresh)):
        image.set_selected_layers(image.get_layers())
        result[name] = {
            "made": {label: made(image, wish) for label, wish in WISHES.items()},
            "soft": prompt_of_soft(image),
            "format": str(Babl.get_name(image.get_selection().get_format())),
        }
    fresh.delete()
    return result
