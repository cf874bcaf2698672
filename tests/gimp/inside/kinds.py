"""Every procedure on every kind of image: writes kinds.json, and the selections that one key makes."""

from collections.abc import Callable
from typing import Any

from bench_of_tests import (
    describe,
    digest_of,
    keep,
    layer_digests,
    linear_bytes,
    report,
    run,
    select_person,
    selection_bytes,
    solid_pixels,
    visible_bytes,
)
from gi.repository import Gegl, Gimp
from kinds_of_images import KINDS, MOVED, Made, large

PROCEDURES: dict[str, dict[str, Any]] = {
    "-selection": {},
    "": {},
    "-subject": {"output": "channel"},
    "-remove-background": {},
    "-replace-background": {"color": Gegl.Color.new("white")},
    "-blur-background": {"blur": 12.0},
    "-desaturate-background": {},
    "-replace-sky": {},
    "-cut-out": {},
    "-refine-selection": {},
}
ALSO_BY_ALL = (
    "photo",
    "grey_float",
    "indexed_alpha",
    "alpha",
    "u16",
    "u8_linear",
    "half",
    "double",
    "other_profile",
    "offset_layer",
    "large_layer",
    "in_a_group",
    "several_layers",
    "masked_layer",
    "channel_active",
)
"""Kinds of image on which more than the one-key procedure is called."""

POINTS, BOX = ((220, 90, "+"), (350, 40, "-")), (60, 10, 390, 510)


def made(make: Callable[[], Made], name: str) -> tuple[Any, list[Any] | None]:
    """Return an image with a rough selection in it, and what is active."""
    image, drawables = make()
    select_person(image, 8.0 if name == "large" else 1.0)
    if name in MOVED:
        Gimp.Selection.translate(image, *MOVED[name])
    return image, drawables


def layer_of(image: Any, drawables: list[Any] | None) -> list[Any]:
    """Return what is active, or the lowest layer where nothing is that could get a mask."""
    active = image.get_selected_drawables() if drawables is None else drawables
    is_layer = any(isinstance(item, (Gimp.Layer, Gimp.LayerMask)) for item in active)
    return active if is_layer else [image.get_layers()[-1]]


def prompts(name: str) -> dict[str, str]:
    dx, dy = MOVED.get(name, (0, 0))
    points = ";".join(f"{x + dx},{y + dy},{sign}" for x, y, sign in POINTS)
    x0, y0, x1, y1 = (edge + (dx, dy)[at % 2] for at, edge in enumerate(BOX))
    return {"points": points, "box": f"{max(x0, 0)},{max(y0, 0)},{x1},{y1}"}


def told_of(image: Any) -> dict[str, Any]:
    """Return what can be compared with what the procedure has returned."""
    masks = [layer.get_mask() for layer in image.get_layers() if layer.get_mask() is not None]
    channel = next((each for each in image.get_channels() if each.get_name() == "Object"), None)
    solid = 0
    if channel is not None:
        image.select_item(Gimp.ChannelOps.REPLACE, channel)
        solid = solid_pixels(selection_bytes(image))
    return {
        "masks": [solid_pixels(linear_bytes(mask, mask.get_width(), mask.get_height())) for mask in masks],
        "channel": solid,
    }


results: dict[str, Any] = {}
for name, make in {**KINDS, "large": large}.items():
    results[name] = {}
    for ending, arguments in PROCEDURES.items():
        if ending != "-selection" and name not in ALSO_BY_ALL:
            continue
        image, drawables = made(make, name)
        active = drawables if ending in ("-selection", "", "-subject") else layer_of(image, drawables)
        before, pixels = describe(image), layer_digests(image)
        selection, seen = selection_bytes(image), digest_of(visible_bytes(image)) if name != "large" else ""
        given = {**arguments, **(prompts(name) if ending == "" else {})}
        answer = run(ending, image, active, **given)
        after, selected = describe(image), selection_bytes(image)
        result = answer | {
            "before": before,
            "after": after,
            "size": [image.get_width(), image.get_height()],
            "same selection": selected == selection,
            "selected": solid_pixels(selected),
            "same pixels": [digest for number, digest in layer_digests(image).items() if number in pixels]
            == list(pixels.values()),
        }
        if ending == "-selection":
            keep(f"{name}.selection", selected)
        elif name != "large":
            result["looks the same"] = digest_of(visible_bytes(image)) == seen
            result |= told_of(image)
        results[name][ending] = result
        image.delete()
report("kinds", results)
