"""Each output, then one Ctrl+Z in GIMP's window: is all as it was? Ctrl+Y: is it there again?"""

from desk import Desk

CASES = [
    ("-replace-background", "", "", 0, 0.0),
    ("-blur-background", "", "", 0, 0.0),
    ("-selection", "selection", "replace", 0, 0.0),
    ("-selection", "selection", "subtract", 0, 0.0),
    ("-selection", "selection", "replace", 3, 4.0),
    ("-selection", "layer-mask", "replace", 0, 0.0),
    ("-selection", "layer-mask", "replace", -3, 2.0),
    ("-selection", "new-layer", "replace", 0, 0.0),
    ("-selection", "channel", "replace", 0, 0.0),
    ("-selection", "path", "replace", 0, 0.0),
    ("-subject", "selection", "replace", 0, 0.0),
    ("-remove-background", "layer-mask", "replace", 0, 0.0),
]
KEPT = ("layers", "masks", "channels", "paths", "active", "selection", "digest")


def kept(state: dict[str, object]) -> dict[str, object]:
    return {name: state[name] for name in KEPT}


desk = Desk()
desk.order("from bench_of_tests import run, select_person\nselect_person(image)")
results = []
for procedure, output, operation, grow, feather in CASES:
    before = kept(desk.state())
    arguments = (
        f"output={output!r}, operation={operation!r}, grow={grow}, feather={feather}" if output else ""
    )
    desk.order(f"from bench_of_tests import run\nprint(run({procedure!r}, image, {arguments}))")
    done = kept(desk.state())
    desk.key("ctrl+z")
    undone = kept(desk.steady(0.5))
    desk.key("ctrl+y")
    redone = kept(desk.steady(0.5))
    desk.key("ctrl+z")
    desk.steady(0.5)
    results.append(
        {
            "case": [procedure, output, operation, grow, feather],
            "before": before,
            "done": done,
            "undone": undone,
            "redone": redone,
        }
    )

desk.close("gui_undo", results)
