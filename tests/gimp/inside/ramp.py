"""Every value of a mask into every target at every precision: ramp.json tells which bytes came back."""

import sys
from typing import Any

sys.path.insert(0, "/smart-select/gimp/smart-select")
sys.path.insert(0, "/smart-select/plugin")

from bench_of_tests import linear_bytes, report
from gi.repository import Gimp

from smart_select_gimp.object_mask import ObjectMask
from smart_select_gimp.outputs import Target, Wish, put

WIDTH, HEIGHT = 300, 20
RAMP = ObjectMask((20, 5, 276, 7), bytes(range(256)) * 2)
OFFSET = 7, 3


def stored(image: Any, output: str) -> bytes:
    layer = image.get_layers()[0]
    if output == "selection":
        return linear_bytes(image.get_selection(), WIDTH, HEIGHT)
    if output == "channel":
        # What ends up in a selection made from it is what counts.
        image.select_item(Gimp.ChannelOps.REPLACE, image.get_channels()[0])
        return linear_bytes(image.get_selection(), WIDTH, HEIGHT)
    return linear_bytes(layer.get_mask(), layer.get_width(), layer.get_height())


results: dict[str, dict[str, list[int]]] = {}
kinds = Gimp.Precision
PRECISIONS = (
    kinds.U8_LINEAR,
    kinds.U8_NON_LINEAR,
    kinds.U8_PERCEPTUAL,
    kinds.U16_LINEAR,
    kinds.U16_NON_LINEAR,
    kinds.U32_LINEAR,
    kinds.U32_NON_LINEAR,
    kinds.HALF_LINEAR,
    kinds.HALF_NON_LINEAR,
    kinds.FLOAT_LINEAR,
    kinds.FLOAT_NON_LINEAR,
    kinds.DOUBLE_LINEAR,
    kinds.DOUBLE_NON_LINEAR,
)
GREY, RGB = Gimp.ImageBaseType.GRAY, Gimp.ImageBaseType.RGB
ADOBE = "with a profile of another curve"
CASES = [(precision, base, "") for precision in PRECISIONS for base in (RGB, GREY)]
CASES += [
    (precision, RGB, ADOBE) for precision in (kinds.U8_NON_LINEAR, kinds.U8_LINEAR, kinds.HALF_NON_LINEAR)
]
for precision, base, profile in CASES:
    for output in ("selection", "layer-mask", "new-layer", "channel"):
        image = Gimp.Image.new_with_precision(WIDTH, HEIGHT, base, precision)
        if profile:
            assert image.set_color_profile(Gimp.ColorProfile.new_rgb_adobe())
        kind = Gimp.ImageType.RGB_IMAGE if base == Gimp.ImageBaseType.RGB else Gimp.ImageType.GRAY_IMAGE
        layer = Gimp.Layer.new(image, "layer", WIDTH - 14, HEIGHT - 6, kind, 100.0, Gimp.LayerMode.NORMAL)
        image.insert_layer(layer, None, 0)
        layer.set_offsets(*OFFSET)
        put(Target(image, [layer]), RAMP, Wish(output=output))
        content = stored(image, output)
        shift = OFFSET if output in ("layer-mask", "new-layer") else (0, 0)
        width = WIDTH - 14 if shift[0] else WIDTH
        start = (5 - shift[1]) * width + 20 - shift[0]
        row, next_row = content[start : start + 256], content[start + width : start + width + 256]
        results[f"{precision.value_nick} {base.value_nick} {output} {profile}"] = {
            "first": list(row),
            "second": list(next_row),
            "elsewhere": [sum(content) - sum(row) - sum(next_row)],
        }
        image.delete()
report("ramp", results)
