"""What scripts get wrong: mistakes.json has GIMP's sentence for each, and what the image is like after it."""

from typing import Any

from bench_of_tests import describe, open_photo, report, run, selection_bytes
from gi.repository import Gimp

MISTAKES: dict[str, tuple[str, dict[str, Any]]] = {
    "no prompt": ("", {}),
    "points that are none": ("", {"points": "here"}),
    "a label that is none": ("", {"points": "10,10,?"}),
    "a box that is none": ("", {"box": "1,2,3"}),
    "a box without an inside": ("", {"box": "30,30,10,10"}),
    "a point beyond the image": ("", {"points": "9999,10,+"}),
    "a model that is none": ("", {"points": "200,200,+", "model": "no-such-model"}),
    "nothing selected": ("-selection", {}),
    "no layer for a mask": ("-subject", {"output": "layer-mask", "drawables": []}),
    "an object elsewhere": ("", {"points": "200,200,+", "output": "layer-mask", "elsewhere": True}),
    "nothing to see": ("", {"points": "200,200,+", "source": "layer", "empty": True}),
}
results = {}
for name, (procedure, arguments) in MISTAKES.items():
    image = open_photo()
    drawables = arguments.pop("drawables", None)
    for trap in ("elsewhere", "empty"):
        if arguments.pop(trap, False):
            layer = Gimp.Layer.new(
                image, trap, 20, 20, Gimp.ImageType.RGBA_IMAGE, 100.0, Gimp.LayerMode.NORMAL
            )
            image.insert_layer(layer, None, 0)
            image.set_selected_layers([layer])
    before, selected = describe(image), selection_bytes(image)
    answer = run(procedure, image, drawables, **arguments)
    unchanged = describe(image) == before and selection_bytes(image) == selected
    results[name] = {**answer, "unchanged": unchanged}
    image.delete()

one = Gimp.Image.new(1, 1, Gimp.ImageBaseType.RGB)
pixel = Gimp.Layer.new(one, "pixel", 1, 1, Gimp.ImageType.RGB_IMAGE, 100.0, Gimp.LayerMode.NORMAL)
one.insert_layer(pixel, None, 0)
results["one pixel"] = run("", one, points="0.5,0.5,+") | {"unchanged": True}
image = open_photo()
results["good"] = run("", image, points="220,90,+;450,100,-", box="60,10,390,510") | {"unchanged": False}
report("mistakes", results)
