"""Backgrounds removed, replaced and blurred in several kinds of image."""

from typing import Any

from bench_of_tests import describe, keep, linear_bytes, report, run, select_person
from gi.repository import Gegl, Gimp
from kinds_of_images import alpha, grey, indexed, offset_layer, photo, precision

INSIDE, OUTSIDE = (220, 90), (480, 30)
"""The astronaut's face, and the wall behind her."""
KINDS = {
    "photo": photo,
    "alpha": alpha,
    "grey": grey,
    "indexed": indexed,
    "u16 linear": precision("U16_LINEAR"),
    "float": precision("FLOAT_LINEAR"),
    "offset": offset_layer,
}


def visible(image: Any, at: tuple[int, int]) -> list[int]:
    merged = Gimp.Layer.new_from_visible(image, image, "look")
    area = Gegl.Rectangle.new(*at, 1, 1)
    pixel = list(merged.get_buffer().get(area, 1.0, "R'G'B'A u8", Gegl.AbyssPolicy.NONE))
    merged.delete()
    return pixel


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
        if name == "photo":
            merged = Gimp.Layer.new_from_visible(image, image, "look")
            keep(f"{verb}.rgba", linear_bytes(merged, 512, 512, "R'G'B'A u8"))
            merged.delete()
        image.delete()
report("backgrounds", results)
