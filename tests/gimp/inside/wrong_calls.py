"""Calls that are refused: what is wrong, the procedure, its arguments; some say what the image is like."""

from typing import Any

from bench_of_tests import OUT, PHOTOS

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
        ("a floating selection", verb, {"floating": True, "output": output})
        for verb in ("", "-subject")
        for output in ("selection", "layer-mask", "new-layer")
    ),
    *(
        ("a floating selection", verb, {"floating": True})
        for verb in ("-selection", "-refine-selection", "-replace-sky")
    ),
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
