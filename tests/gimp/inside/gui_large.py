"""The panel and a verb's window on 24 megapixels: how long their main loops are kept at a time."""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOME = Path(os.environ["HOME"])
GAPS = HOME / "gaps.json"
SLOW_CLICKS = HOME / "slow-clicks"
os.environ["MAIN_LOOP_GAPS"] = str(GAPS)
os.environ["SLOW_CLICKS"] = str(SLOW_CLICKS)

from desk import DESK, Desk  # noqa: E402 - GIMP gets those variables
from panel_user import PanelUser  # noqa: E402
from verb_windows import VerbWindow  # noqa: E402

RECTANGLES = ((700, 80, 3870, 3900), (900, 200, 3600, 3700))
DISCARD = "image.get_layers()[0].remove_mask(Gimp.MaskApplyMode.DISCARD)"
OWN = """
took = []
for height in range(3700, 3695, -1):
    begun = time.monotonic()
    longest, end = 0, begun + 0.7
    image.select_ellipse(Gimp.ChannelOps.REPLACE, 100, 100, 5500, height)
    Gimp.displays_flush()
    while begun < end:
        image.is_valid()
        longest = max(longest, time.monotonic() - begun)
        time.sleep(0.005)
        begun = time.monotonic()
    took.append(1000 * longest)
Gimp.Selection.none(image)
(DESK / "own.json").write_text(json.dumps(took))
"""
"""How long GIMP has anybody wait who asks it something while it changes a selection and shows it."""
BUSY = """
other = image.duplicate()
begun = time.monotonic()
other.scale(5000, 3000)
took = time.monotonic() - begun
other.delete()
(DESK / "busy.json").write_text(json.dumps(1000 * took))
"""
"""It answers nobody meanwhile."""
LASSO = "[1500, 200, 3900, 300, 3800, 3700, 1000, 3900]"
phases: dict[str, list[dict[str, list[float]]]] = {}


def written() -> dict[str, list[float]]:
    """Return the turns that have been written, as they are once a second."""
    turns: dict[str, list[float]] = json.loads(GAPS.read_text())
    return turns


@contextmanager
def phase(name: str) -> Iterator[None]:
    """Keep the turns of the panel's main loop meanwhile, as one more time that this was done."""
    begun = time.monotonic()
    yield
    ended = time.monotonic()
    desk.until(lambda: written()["at"][-1] > ended, "the panel's loop stands still")
    turns = written()
    noted, crossing = turns.pop("calls"), turns.pop("crossing")
    inside = [index for index, at in enumerate(turns.pop("at")) if begun < at <= ended]
    kept = {kind: [values[index] for index in inside] for kind, values in turns.items()}
    kept["calls"] = [[what, at - begun, took] for what, at, took in noted if begun < at <= ended]
    kept["crossing"] = crossing
    phases.setdefault(name, []).append(kept)


def open_panel() -> PanelUser:
    with phase("opened"):
        user = PanelUser(desk)
        user.width_px, user.height_px = 6000, 4000
        user.wait_until_ready()
        desk.steady()
    return user


def click(x: float, y: float, button: int = 1, name: str = "clicked") -> dict[str, object]:
    before = desk.state()["digest"]
    with phase(name):
        user.click(x, y, button)
        return desk.changed_from(before, 60)


def draw(rectangle: tuple[int, int, int, int]) -> None:
    with phase("drawn"):
        desk.order(f"image.select_rectangle(Gimp.ChannelOps.REPLACE, *{rectangle})")
        words = "{},{}".format(*rectangle)
        desk.until_state(lambda state: words in state["prompt"], "the rectangle does not snap", 120)


desk = Desk()
desk.order("image.scale(6000, 4000)")
desk.order(OWN)
own_ms = json.loads((DESK / "own.json").read_text())
open_panel().close()
user = open_panel()
for place in ((3000, 2000), (600, 600)):
    with phase("pointed"):
        user.hover(*place)
selected = [click(2600, 700)["selected"], click(4900, 3300, button=3)["selected"]]
click(3000, 3300)
SLOW_CLICKS.touch()
for place in ((2600, 900), (4700, 3200)):
    click(*place, name="slowed")
SLOW_CLICKS.unlink()
with phase("gimp busy"):
    desk.order(BUSY)
busy_ms = json.loads((DESK / "busy.json").read_text())
desk.picture("large-1-clicked")
with phase("drawn"):
    desk.order(f"image.select_polygon(Gimp.ChannelOps.REPLACE, {LASSO})")
    desk.until_state(lambda state: "rough" in state["prompt"], "the outline does not snap", 120)
for rectangle in RECTANGLES:
    draw(rectangle)
desk.picture("large-2-drawn")
user.choose_output(1)  # from Selection to Layer mask
for turn in range(2):
    if turn:
        desk.order(DISCARD)
    with phase("applied"):
        user.key("alt+a")
        desk.until(lambda: desk.state()["masks"] == [True], "there is no layer mask", 60)
    user.wait_until_it_says("Done")
user.close()
GAPS.unlink()
with phase("verb"):
    window = VerbWindow(desk, "a", "Blur Background")
    window.sees_another()
    window.key("alt+b", *8 * ["Up"])
    window.sees_another()
desk.picture("large-3-verb")
results = {"phases": phases, "selected": selected, "own_ms": own_ms, "busy_ms": busy_ms}
desk.close("gui_large", results)
