"""One key on every kind of image: writes kinds.json and each selection's bytes."""

from collections.abc import Callable

from bench_of_tests import describe, keep, report, run, select_person, selection_bytes
from gi.repository import Gimp
from kinds_of_images import (
    Made,
    alpha,
    channel_active,
    grey,
    grey_float,
    in_a_group,
    indexed,
    large,
    large_layer,
    mask_active,
    nothing_active,
    offset_layer,
    other_profile,
    photo,
    precision,
    several_layers,
    text_above,
)

KINDS: dict[str, Callable[[], Made]] = {
    "photo": photo,
    "grey": grey,
    "grey_float": grey_float,
    "indexed": indexed,
    "alpha": alpha,
    "u16": precision("U16_NON_LINEAR"),
    "u16_linear": precision("U16_LINEAR"),
    "u8_linear": precision("U8_LINEAR"),
    "u32": precision("U32_NON_LINEAR"),
    "half": precision("HALF_LINEAR"),
    "float": precision("FLOAT_LINEAR"),
    "float_perceptual": precision("FLOAT_NON_LINEAR"),
    "double": precision("DOUBLE_LINEAR"),
    "other_profile": other_profile,
    "offset_layer": offset_layer,
    "large_layer": large_layer,
    "in_a_group": in_a_group,
    "several_layers": several_layers,
    "text_above": text_above,
    "mask_active": mask_active,
    "channel_active": channel_active,
    "nothing_active": nothing_active,
    "large": large,
}
MOVED = {"offset_layer": (100, 60), "large_layer": (-20, -30)}

results = {}
for name, make in KINDS.items():
    image, drawables = make()
    select_person(image, 8.0 if name == "large" else 1.0)
    if name in MOVED:
        image.get_selection()
        dx, dy = MOVED[name]
        Gimp.Selection.translate(image, dx, dy)
    before = describe(image)
    answer = run("-selection", image, drawables)
    answer |= {"before": before, "after": describe(image), "size": [image.get_width(), image.get_height()]}
    keep(f"{name}.selection", selection_bytes(image))
    results[name] = answer
    image.delete()
report("kinds", results)
