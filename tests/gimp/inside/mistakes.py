"""What scripts get wrong: mistakes.json has GIMP's sentence for each, and what the image is like after it."""

from typing import Any

from bench_of_tests import (
    OUT,
    PHOTOS,
    describe,
    layer_digests,
    open_photo,
    report,
    run,
    select_person,
    selection_bytes,
)
from gi.repository import Gegl, Gimp, GObject

VERBS = ("", "-selection", "-subject", "-remove-background", "-replace-background", "-blur-background")
NEED_LAYERS = ("-remove-background", "-replace-background", "-blur-background")
GOOD = {"": {"points": "200,200,+"}}

KEPT = (
    '{"version": 1, "canvas": [512, 512], "points": "220,90,+", "box": "", "candidate": "best", '
    '"source": "visible", "model": "embedded"}'
)
TRANSPARENT = PHOTOS / "transparent.png"
NO_PICTURE = OUT / "no-picture.png"
OUT.mkdir(exist_ok=True)
NO_PICTURE.write_bytes(b"GIF89a, or not")
GROUNDS = ("-replace-background", "-replace-sky")

MAKING: tuple[tuple[str, dict[str, Any]], ...] = (
    ("-cut-out", {}),
    ("-replace-background", {"fill": "gradient"}),
    ("-blur-background", {}),
    ("-desaturate-background", {}),
    ("-replace-sky", {}),
)
"""All that makes a layer to be seen in another one's place."""
INTO_LAYERS: tuple[tuple[str, dict[str, Any]], ...] = (
    *((verb, {"output": output}) for verb in ("", "-subject") for output in ("layer-mask", "new-layer")),
    ("-remove-background", {}),
    ("-cut-out", {"output": "layer-mask"}),
    ("-replace-background", {}),
    *MAKING,
)
"""All that puts something into the layers."""

MISTAKES: list[tuple[str, str, dict[str, Any]]] = [
    ("no prompt", "", {}),
    ("points that are none", "", {"points": "here"}),
    ("a label that is none", "", {"points": "10,10,?"}),
    ("a box that is none", "", {"box": "1,2,3"}),
    ("a box without an inside", "", {"box": "30,30,10,10"}),
    ("a point beyond the image", "", {"points": "9999,10,+"}),
    ("a kept prompt that is none", "", {"prompt": '{"version": 1}'}),
    ("a kept prompt that looks nowhere", "", {"prompt": KEPT.replace("visible", "nope")}),
    ("a kept prompt of no size", "", {"prompt": KEPT.replace("best", "nope")}),
    ("points of a megabyte", "", {"points": "7" * 1_000_000}),
    ("points on two lines", "", {"points": "7,7,+\n8;\n"}),
    ("points without number", "", {"points": "7,7,+;" * 20_000}),
    ("a box of a megabyte", "", {"box": "7," * 500_000}),
    ("a model on two lines", "-selection", {"model": "sam2.1\n-tiny"}),
    ("a model of a hundred kilobytes", "-subject", {"model": "x" * 100_000}),
    ("a background of a hundred kilobytes", "-replace-background", {"fill": "file", "file": "/x\n" * 25_000}),
    ("nothing selected", "-selection", {"nothing selected": True}),
    ("a layer of another image", "", {"output": "layer-mask", "another": True}),
    ("a layer of another image", "-remove-background", {"another": True}),
    ("a prompt of before it was mirrored", "", {"keeps": "flip"}),
    ("a prompt of before it was scaled", "", {"keeps": "scale"}),
    *(
        ("shrunk to nothing", "-selection", {"grow": -400, "output": output})
        for output in ("selection", "layer-mask", "new-layer", "channel", "path")
    ),
    ("shrunk to nothing", "-remove-background", {"grow": -400}),
    *(("a model that is none", verb, {"model": "no-such-model"}) for verb in VERBS),
    *(("nothing to see", verb, {"source": "layer", "empty": True}) for verb in VERBS),
    *(("no layer", verb, {"drawables": []}) for verb in NEED_LAYERS),
    *(("no layer for a mask", verb, {"output": "layer-mask", "drawables": []}) for verb in VERBS[:3]),
    *(("an object elsewhere", verb, {"elsewhere": True}) for verb in NEED_LAYERS),
    *(("a background that is not there", verb, {"fill": "file", "file": "/no/such.png"}) for verb in GROUNDS),
    *(("a background that is none", verb, {"fill": "file", "file": str(NO_PICTURE)}) for verb in GROUNDS),
    *(
        ("a background of nothing", verb, {"fill": fill, "file": str(TRANSPARENT)})
        for verb in GROUNDS
        for fill in ("file", "layer")
    ),
    *(("a background not named", verb, {"fill": "file"}) for verb in GROUNDS),
    *(("a layer not chosen", verb, {"fill": "layer"}) for verb in GROUNDS),
    *(("a floating selection", verb, {"floating": True}) for verb in NEED_LAYERS),
    *(
        ("a floating selection", verb, {"floating": True, "output": "layer-mask"})
        for verb in ("", "-subject")
    ),
    ("a floating selection", "-subject", {"floating": True, "output": "new-layer"}),
    ("nothing selected", "-replace-sky", {"nothing selected": True}),
    ("nothing selected", "-refine-selection", {"nothing selected": True}),
    ("shrunk to nothing", "-refine-selection", {"snap": False, "grow": -400}),
    ("clicks that nobody made", "-refine-selection", {"parts": "clicked"}),
    ("clicks that are none", "-refine-selection", {"parts": "clicked", "clicks": "here"}),
    ("a model that is none", "-cut-out", {"model": "no-such-model"}),
    *(("a locked group", verb, {**wish, "locked": "content"}) for verb, wish in INTO_LAYERS),
    *(
        (f"a group that {lock}", "-blur-background", {"locked": lock})
        for lock in ("must not move", "is in a locked one")
    ),
    *(
        (f"a hidden {what}", verb, {**wish, "hidden": what})
        for what in ("layer", "group")
        for verb, wish in INTO_LAYERS
    ),
    *(
        (f"cannot be hidden, {mode}", verb, {**wish, "keeps visible": mode})
        for mode, verb, wish in (("normal", "-cut-out", {}), *(("faint", *made) for made in MAKING))
    ),
    *(
        ("quick mask", verb, {"quick mask": True, **wish})
        for verb, wish in (("", {}), ("-subject", {}), ("-remove-background", {"output": "selection"}))
    ),
    # As GIMP's own does, which takes the selection for its own.
    *(
        ("quick mask of all there was", verb, {"quick mask": True, "nothing selected": True})
        for verb in ("-selection", "-refine-selection")
    ),
    *(("an object elsewhere", verb, {"output": "new-layer", "elsewhere": True}) for verb in VERBS[:3]),
]


def small_layer(image: Any) -> Any:
    """Make a small transparent layer in the corner the active one, and return it."""
    kind, mode = Gimp.ImageType.RGBA_IMAGE, Gimp.LayerMode.NORMAL
    layer = Gimp.Layer.new(image, "small", 5, 5, kind, 100.0, mode)
    image.insert_layer(layer, None, 0)
    image.set_selected_layers([layer])
    return layer


def run_script(script: str) -> dict[str, Any]:
    """Run a line of Script-Fu."""
    evaluating = Gimp.get_pdb().lookup_procedure("plug-in-script-fu-eval")
    config = evaluating.create_config()
    config.set_property("run-mode", Gimp.RunMode.NONINTERACTIVE)
    config.set_property("script", script)
    succeeded = evaluating.run(config).index(0) == Gimp.PDBStatusType.SUCCESS
    return {"ok": succeeded, "message": Gimp.get_pdb().get_last_error()}


def hide(image: Any, what: str) -> None:
    """Hide the layer, or put it into a group that is hidden; below it is something to see."""
    layer = image.get_layers()[0]
    image.insert_layer(layer.copy(), None, 1)
    image.set_selected_layers([layer])
    if what == "group":
        layer = Gimp.GroupLayer.new(image)
        image.insert_layer(layer, None, 0)
        image.reorder_item(image.get_layers()[1], layer, 0)
        image.set_selected_layers(layer.get_children())
    layer.set_visible(False)


def keep_visible(image: Any, mode: str) -> None:
    """Lock that the layer is seen, be it a faint one."""
    layer = image.get_layers()[0]
    layer.set_lock_visibility(True)
    if mode == "faint":
        layer.set_opacity(40.0)


def lock_group(image: Any, how: str) -> None:
    """Put the layer into a group that is locked, or into one in such a group."""
    group = Gimp.GroupLayer.new(image)
    image.insert_layer(group, None, 0)
    if how == "is in a locked one":
        inner = Gimp.GroupLayer.new(image)
        image.insert_layer(inner, group, 0)
    else:
        inner = group
    layer = image.get_layers()[1]
    image.reorder_item(layer, inner, 0)
    image.set_selected_layers([layer])
    if how == "must not move":
        group.set_lock_position(True)
    else:
        group.set_lock_content(True)


results = {}
for name, verb, given in MISTAKES:
    image = open_photo()
    arguments = {**GOOD.get(verb, {}), **given} if name.split()[0] not in ("points", "no") else dict(given)
    if name == "no layer for a mask":
        arguments |= GOOD.get(verb, {})
    drawables = arguments.pop("drawables", None)
    if not arguments.pop("nothing selected", False):
        select_person(image)
    if name == "a background of nothing" and given["fill"] == "layer":
        photo = image.get_layers()
        arguments["layer"] = small_layer(image)
        image.set_selected_layers(photo)
    for trap in ("elsewhere", "empty"):
        if arguments.pop(trap, False):
            small_layer(image)
    if arguments.pop("floating", False):
        Gimp.Selection.float(image, image.get_layers(), 0, 0)
    lock = arguments.pop("locked", "")
    if lock:
        lock_group(image, lock)
    hidden, visible = (arguments.pop(name, "") for name in ("hidden", "keeps visible"))
    if arguments.pop("quick mask", False):
        mask = Gimp.Channel.new(image, "Qmask", 512, 512, 50.0, Gegl.Color.new("red"))
        image.insert_channel(mask, None, 0)
    if hidden:
        hide(image, hidden)
    if visible:
        keep_visible(image, visible)
    if "clicks" in arguments:
        arguments["points"] = arguments.pop("clicks")
    change = arguments.pop("keeps", "")
    if change:
        assert run("", image, points="200,200,+")["ok"]
        arguments.pop("points")
        if change == "flip":
            image.flip(Gimp.OrientationType.HORIZONTAL)
        else:
            image.scale(400, 400)
    if "box" in arguments or "prompt" in arguments:
        arguments.pop("points", None)
    other = open_photo() if arguments.pop("another", False) else None
    if other is not None:
        drawables = other.get_layers()
    before, selected = describe(image), selection_bytes(image)
    others = other and describe(other)
    answer = run(verb, image, drawables, **arguments)
    unchanged = describe(image) == before and selection_bytes(image) == selected
    if other is not None:
        unchanged = unchanged and describe(other) == others
        other.delete()
    results[f"{name} {verb} {given.get('output', given.get('fill', ''))}"] = {
        **answer,
        "unchanged": unchanged,
    }
    image.delete()

pixels = {}
for verb in VERBS:
    one = Gimp.Image.new(1, 1, Gimp.ImageBaseType.RGB)
    pixel = Gimp.Layer.new(one, "pixel", 1, 1, Gimp.ImageType.RGB_IMAGE, 100.0, Gimp.LayerMode.NORMAL)
    one.insert_layer(pixel, None, 0)
    one.select_rectangle(Gimp.ChannelOps.REPLACE, 0, 0, 1, 1)
    before = describe(one)
    answer = run(verb, one, **({"points": "0.5,0.5,+"} if verb == "" else {}))
    pixels[verb] = {**answer, "unchanged": describe(one) == before}
    one.delete()

one_colour, locked = {}, {}
ALL_VERBS = (*VERBS[1:], "-desaturate-background", "-cut-out", "-replace-sky")
for verb in ALL_VERBS:  # an object that is all of the picture, or none
    plain = Gimp.Image.new(400, 300, Gimp.ImageBaseType.RGB)
    layer = Gimp.Layer.new(plain, "plain", 400, 300, Gimp.ImageType.RGB_IMAGE, 100.0, Gimp.LayerMode.NORMAL)
    plain.insert_layer(layer, None, 0)
    layer.fill(Gimp.FillType.WHITE)
    plain.select_rectangle(Gimp.ChannelOps.REPLACE, 0, 0, 400, 300)
    before, selected = describe(plain), selection_bytes(plain)
    answer = run(verb, plain)
    unchanged = describe(plain) == before and selection_bytes(plain) == selected
    one_colour[verb] = {**answer, "unchanged": unchanged}
    plain.delete()
for verb in ALL_VERBS[2:-1]:
    image = open_photo()
    select_person(image)
    layer = image.get_layers()[0]
    layer.set_lock_content(True)
    before = describe(image), layer_digests(image)
    answer = run(verb, image)
    locked[verb] = {**answer, "unchanged": (describe(image), layer_digests(image)) == before}
    image.delete()
in_sight = {}
for verb, wish in (
    ("-cut-out", {"hide": False}),
    ("-cut-out", {"output": "layer-mask"}),
    ("-blur-background", {}),
):
    image = open_photo()
    select_person(image)
    keep_visible(image, "normal")
    in_sight[f"{verb} {wish}"] = {**run(verb, image, **wish), "visible": describe(image)["visible"]}
    image.delete()
image = open_photo()
good = run("", image, points="220,90,+;450,100,-", box="60,10,390,510")
good_kept = run("", image, prompt=KEPT)

set_up = Gimp.get_pdb().lookup_procedure("plug-in-smart-select-setup")
config = set_up.create_config()
modes = Gimp.RunMode
for name, bundle, mode in (
    ("a bundle that is none", "/no/such/bundle.zip", modes.NONINTERACTIVE),
    ("a bundle of two lines", "/no/such\n/bundle.zip", modes.WITH_LAST_VALS),  # which opens no window
    ("a long one", "/x\n" * 30_000, modes.NONINTERACTIVE),
):
    config.set_property("bundle", bundle)
    config.set_property("run-mode", mode)
    failed = set_up.run(config).index(0) != Gimp.PDBStatusType.SUCCESS
    results[f"{name} -setup"] = {
        "ok": not failed,
        "message": Gimp.get_pdb().get_last_error(),
        "unchanged": True,
    }

again = {}
image = open_photo()
select_person(image)
for verb in ("-selection", *VERBS, *ALL_VERBS[-3:], "-refine-selection"):  # the first leaves a prompt
    again[verb] = run(verb, image, **{"run-mode": Gimp.RunMode.WITH_LAST_VALS})

# Numbers that are none, or beyond an argument's bounds, as a script in Python and one in Scheme gives them.
numbers = {}
image = open_photo()
select_person(image)
before, selected = describe(image), selection_bytes(image)
for verb in ("", *ALL_VERBS, "-refine-selection"):
    procedure = Gimp.get_pdb().lookup_procedure(f"plug-in-smart-select{verb}")
    for spec in procedure.get_arguments():
        kind = {GObject.TYPE_DOUBLE: float, GObject.TYPE_INT: int}.get(spec.value_type)
        if kind is None:
            continue
        values = [
            1_000_000,
            -1_000_000,
            *([float("nan"), float("inf"), -float("inf")] if kind is float else []),
        ]
        for value in values:
            numbers[f"{verb} {spec.name} {value} in Python"] = run(verb, image, **{spec.name: kind(value)})
        call = (
            f"(plug-in-smart-select{verb} #:run-mode 1 #:image {image.get_id()} #:drawables "
            f"(car (gimp-image-get-selected-drawables {image.get_id()})) #:{spec.name} "
        )
        for scheme in ("1000000", *(["(sqrt -1)", "1e999"] if kind is float else [])):
            numbers[f"{verb} {spec.name} {scheme} in Scheme"] = run_script(f"{call}{scheme})")
numbers_changed = (describe(image), selection_bytes(image)) != (before, selected)

# A group is one layer, also where what is in it is active, too.
image = open_photo()
group = Gimp.GroupLayer.new(image)
image.insert_layer(group, None, 0)
image.reorder_item(image.get_layers()[1], group, 0)
select_person(image)
assert run("-selection", image, [group, *group.get_children()], output="layer-mask")["ok"]
masked = [item.get_mask() is not None for item in (group, *group.get_children())]
report(
    "mistakes",
    {
        "mistakes": results,
        "one pixel": pixels,
        "one colour": one_colour,
        "locked": locked,
        "in sight": in_sight,
        "good": good,
        "good kept": good_kept,
        "numbers": numbers,
        "changed by numbers": numbers_changed,
        "again": again,
        "masked": masked,
    },
)
