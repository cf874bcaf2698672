"""Every procedure on many kinds of image, every output on one; then one Ctrl+Z in GIMP's window.

At last the outputs and prompts once more, after Quick Mask was used.
"""

import json
from collections.abc import Callable
from typing import Any

from desk import DESK, HOME, OUT, Desk
from verb_windows import VerbWindow, no_worker

PHOTOS = HOME / "photos"
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
SKY = "image.select_rectangle(Gimp.ChannelOps.REPLACE, 480, 30, 2, 2)"
"""A click on the wall."""


def look(state: dict[str, Any]) -> dict[str, Any]:
    """Return what an undo step has to bring back."""
    return {name: state[name] for name in ("layers", "visible", "masks", "digest", "prompt")}


def done_and_undone(desk: Desk, do: Callable[[], None]) -> list[str]:
    """Do something and press Ctrl+Z once: it has to bring all back. Return the layers that there were."""
    before = look(desk.state())
    do()
    desk.until_state(lambda state: look(state) != before, "nothing was done", 200)
    done = desk.steady(0.5)
    desk.key("ctrl+z")
    desk.until_state(lambda state: look(state) == before, "one Ctrl+Z did not bring all back")
    return list(done["layers"])


def in_windows(desk: Desk) -> dict[str, Any]:
    """Look at the verbs' windows, change what is set in them, press OK and Ctrl+Z; return what was read."""
    read: dict[str, Any] = {}
    done: dict[str, Any] = {}
    replace = VerbWindow(desk, "b", "Replace Background")
    read["colour"] = replace.sees_another()
    desk.picture("verb-replace")
    replace.key("alt+f", "Down")  # the fills: a gradient
    read["gradient"] = replace.sees_another()
    replace.key("Down")
    read["no file"] = replace.reads("file")
    replace.key("Down")
    read["no layer"] = replace.reads("layer")
    replace.key("Up")
    read["no file again"] = replace.reads("file")
    replace.choose_file(PHOTOS / "coffee.png")
    read["file"] = replace.sees_another()
    desk.picture("verb-replace-file")
    files = [replace.file]
    replace.reset()
    read["reset"] = replace.sees_another()
    files.append(replace.file)
    desk.picture("verb-replace-reset")
    desk.order(SELECT)
    read["selected meanwhile"] = replace.sees_another()
    done["replace"] = done_and_undone(desk, replace.accept)
    done["remove"] = done_and_undone(desk, lambda: desk.menu("r"))
    cut_out = VerbWindow(desk, "c", "Cut Out")
    read["cut out"] = cut_out.sees_another()
    desk.picture("verb-cut-out")
    cut_out.key("alt+m", "Down")
    read["cut out by a mask"] = cut_out.sees_another()
    cut_out.key("Up")
    read["cut out again"] = cut_out.sees_another()
    done["cut out"] = done_and_undone(desk, cut_out.accept)
    refine = VerbWindow(desk, "f", "Refine Selection")
    read["snapped"] = refine.sees_another()
    desk.picture("verb-refine")
    refine.key("alt+n")
    read["not snapped"] = refine.sees_another()
    refine.key("alt+n")
    read["snapped again"] = refine.sees_another()
    done["refine"] = done_and_undone(desk, refine.accept)
    grey = VerbWindow(desk, "d", "Desaturate Background")
    read["grey"] = grey.sees_another()
    desk.picture("verb-grey")
    done["grey"] = done_and_undone(desk, grey.accept)
    desk.order("Gimp.Selection.none(image)\n" + SKY)
    sky = VerbWindow(desk, "k", "Replace Sky")
    read["sky"] = sky.sees_another()
    desk.picture("verb-sky")
    desk.order("Gimp.Selection.none(image)")
    read["no sky"] = sky.reads()
    desk.order(SKY)
    read["sky again"] = sky.sees_another()
    done["sky"] = done_and_undone(desk, sky.accept)
    return {"previews": read, "done": done, "files": files}


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
    return {**read, "done": done_and_undone(desk, window.accept)}


desk = Desk()
(OUT / "verb_windows.json").write_text(json.dumps({**in_windows(desk), "blur": blurred_in_its_window(desk)}))
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
