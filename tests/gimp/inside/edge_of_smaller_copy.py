"""A red disc on 17 megapixels: one key with a model that is not the built-in one, and its edge."""

import os

from bench_of_tests import describe, report, run, selection_bytes
from gi.repository import Gegl, Gimp

SIDE = 4200
DISC = 1200, 1300, 1500, 1500

image = Gimp.Image.new(SIDE, SIDE, Gimp.ImageBaseType.RGB)
layer = Gimp.Layer.new(image, "disc", SIDE, SIDE, Gimp.ImageType.RGB_IMAGE, 100.0, Gimp.LayerMode.NORMAL)
image.insert_layer(layer, None, 0)
for colour in ("darkgreen", "red"):
    Gimp.context_set_foreground(Gegl.Color.new(colour))
    layer.edit_fill(Gimp.FillType.FOREGROUND)
    image.select_ellipse(Gimp.ChannelOps.REPLACE, *DISC)
drawn = selection_bytes(image)
before = describe(image)
image.select_rectangle(Gimp.ChannelOps.REPLACE, 1100, 1200, 1700, 1700)
answer = run("-selection", image, model=os.environ["TINY_MODEL"])
found = selection_bytes(image)
soft = sum(found.count(bytes((value,))) for value in range(26, 230))
both = (int.from_bytes(drawn, "little") & int.from_bytes(found, "little")).to_bytes(len(drawn), "little")
report(
    "edge_of_smaller_copy",
    {
        "answer": answer,
        "soft": soft,
        "drawn": sum(drawn.count(bytes((value,))) for value in range(128, 256)),
        "found": sum(found.count(bytes((value,))) for value in range(128, 256)),
        "both": sum(both.count(bytes((value,))) for value in range(128, 256)),
        "perimeter": 3.1416 * DISC[2],
        "before": before,
        "after": describe(image),
    },
)
