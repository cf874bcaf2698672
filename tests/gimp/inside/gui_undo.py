"""Every procedure on many kinds of image, every output on one; then one Ctrl+Z in GIMP's window.

At last the outputs and prompts once more, after Quick Mask was used.
"""

import json
from typing import Any

from desk import DESK, OUT, Desk
from verb_windows import VerbWindow, no_worker

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

SELECT = "from bench_of_tests import select_person\nselect_person(image)"


def previews(desk: Desk) -> dict[str, Any]:
    """Look at the verbs' windows, change what is set in them, and return what was read there."""
    read: dict[str, Any] = {}
    replace = VerbWindow(desk, "b", "Replace Background")
    read["colour"] = replace.sees_another()
    desk.picture("verb-replace")
    replace.key("alt+f", "Down")  # the fills: a gradient
    read["gradient"] = replace.sees_another()
    replace.key("Down")
    read["no file"] = replace.reads()
    replace.key("Down")
    read["no layer"] = replace.reads()
    replace.key("Up", "Up", "Up")
    read["colour again"] = replace.sees_another()
    desk.order(SELECT)
    read["selected meanwhile"] = replace.sees_another()
    replace.close()
    grey = VerbWindow(desk, "d", "Desaturate Background")
    read["grey"] = grey.sees_another()
    desk.picture("verb-grey")
    grey.close()
    desk.order("image.select_rectangle(Gimp.ChannelOps.REPLACE, 480, 30, 2, 2)")  # a click on the wall
    sky = VerbWindow(desk, "k", "Replace Sky")
    read["sky"] = sky.sees_another()
    desk.picture("verb-sky")
    desk.order("Gimp.Selection.none(image)")
    read["no sky"] = sky.reads()
    sky.close()
    return read


def blurred_in_its_window(desk: Desk) -> dict[str, Any]:
    """Blur by the window, the worker gone for a while, and take it back."""
    window = VerbWindow(desk, "a", "Blur Background")
    read: dict[str, Any] = {"preview": window.sees_another()}
    window.key("alt+b", "Up")
    read["more"] = window.sees_another()
    with no_worker():
        window.key("Up")
        read["no worker"] = window.reads()
        desk.picture("verb-no-worker")
    window.key("Up")
    read["a new worker"] = window.sees_another()
    desk.picture("verb-blur")
    window.key("alt+o")
    desk.until(lambda: len(desk.state()["masks"]) > 1, "nothing was blurred", 200)
    read["done"] = len(desk.state()["masks"])
    desk.key("ctrl+z")
    desk.until(lambda: len(desk.state()["masks"]) < read["done"], "that was not undone")
    return {**read, "undone": len(desk.state()["masks"])}


desk = Desk()
(OUT / "verb_windows.json").write_text(
    json.dumps({"previews": previews(desk), "blur": blurred_in_its_window(desk)})
)
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
