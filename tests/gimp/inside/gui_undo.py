"""Every procedure on many kinds of image, every output on one; then one Ctrl+Z in GIMP's window.

At last the outputs and prompts once more, after Quick Mask was used.
"""

import json

from desk import DESK, OUT, Desk

KINDS = (
    "photo",
    "grey_float",
    "indexed",
    "alpha",
    "u16",
    "u8_linear",
    "half",
    "double",
    "offset_layer",
    "large_layer",
    "in_a_group",
    "several_layers",
    "masked_layer",
)

DIALOGS = {
    "b": "Replace Background",
    "d": "Desaturate Background",
    "a": "Blur Background",
}
"""By their letters in the menu; the last one is used."""


def blurred_in_a_dialog(desk: Desk) -> dict[str, int]:
    """Open the verbs' windows, have one of them done, and take that back."""
    for letter, title in DIALOGS.items():
        desk.menu(letter)
        window = desk.find(title)
        desk.picture(f"dialog-{letter}")
        if title != "Blur Background":
            desk.key("Escape", window)
            desk.until(lambda title=title: not desk.all(title), f"{title} stays")  # type: ignore[misc]
    desk.key("Return", window)
    desk.until(lambda: len(desk.state()["masks"]) > 1, "nothing was blurred", 200)
    done = len(desk.state()["masks"])
    desk.picture("dialog-done")
    desk.key("ctrl+z")
    desk.until(lambda: len(desk.state()["masks"]) < done, "that was not undone")
    return {"done": done, "undone": len(desk.state()["masks"])}


desk = Desk()
(OUT / "dialogs.json").write_text(json.dumps(blurred_in_a_dialog(desk)))
results = []
for name in KINDS:
    desk.order(
        "import json\nfrom undo_round import round_of\n"
        f"(DESK / 'round.json').write_text(json.dumps(round_of({name!r})))",
        patience_s=1500,
    )
    results += json.loads((DESK / "round.json").read_text())
desk.picture("undo-last")
desk.order("from bench_of_tests import select_person\nselect_person(image)")
for _ in range(2):  # on, and off again
    desk.key("shift+q")
    desk.steady(0.5)
desk.order(
    "from bench_of_tests import report\nfrom quick_mask import compare\nreport('quick_mask', compare(image))"
)
desk.close("gui_undo", results)
