"""Every output and operation, layers with and without masks: outputs.json tells what was made of which."""

from typing import Any

from bench_of_tests import (
    describe,
    linear_bytes,
    open_photo,
    report,
    run,
    select_person,
    selection_bytes,
    solid_pixels,
)
from gi.repository import Gimp
from taken_back import all_ways

OUTPUTS = ("selection", "layer-mask", "new-layer", "channel", "path")
OPERATIONS = ("replace", "add", "subtract", "intersect")
SIDE = 512


def object_bytes() -> bytes:
    """Return the object as a selection, for comparison."""
    image = open_photo()
    select_person(image)
    run("-selection", image)
    found = selection_bytes(image)
    image.delete()
    return found


def half_hidden(layer: Any) -> None:
    """Give the layer a mask that hides its left half."""
    image = layer.get_image()
    image.select_rectangle(Gimp.ChannelOps.REPLACE, 256, 0, 256, 512)
    layer.add_mask(layer.create_mask(Gimp.AddMaskType.SELECTION))


def total(content: bytes) -> int:
    return solid_pixels(content)


expected = object_bytes()
right_half = sum(expected[row * SIDE + column] >= 128 for row in range(SIDE) for column in range(256, SIDE))
results: dict[str, Any] = {
    "object": total(expected),
    "object on the right": right_half,
    "taken back": all_ways(),
    "made": [],
}
for output in OUTPUTS:
    for operation in OPERATIONS:
        for hidden in (False, True) if output in ("layer-mask", "new-layer") else (False,):
            image = open_photo()
            layer = image.get_layers()[0]
            if hidden:
                half_hidden(layer)
                layer.set_apply_mask(output != "layer-mask")  # somebody looks at all of it for a while
            select_person(image)
            before = describe(image)
            selected = selection_bytes(image)
            answer = run("-selection", image, [layer], output=output, operation=operation, source="layer")
            mask = image.get_layers()[0].get_mask()
            shown = total(linear_bytes(mask, SIDE, SIDE)) if mask else -1
            results["made"].append(
                {
                    "output": output,
                    "operation": operation,
                    "hidden": hidden,
                    "answer": answer,
                    "before": before,
                    "after": describe(image),
                    "same selection": selection_bytes(image) == selected,
                    "is object": selection_bytes(image) == expected,
                    "selected": total(selection_bytes(image)),
                    "shown": shown,
                    "applied": bool(mask) and image.get_layers()[0].get_apply_mask(),
                    "edits mask": image.get_layers()[0].get_edit_mask() if mask else False,
                }
            )
            image.delete()
report("outputs", results)
