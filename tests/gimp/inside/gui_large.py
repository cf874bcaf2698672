"""The panel and a verb's window on 24 megapixels: how long their main loops are busy at a time."""

import json
import os
import time
from pathlib import Path

GAPS = Path(os.environ["HOME"]) / "gaps.json"
os.environ["MAIN_LOOP_GAPS"] = str(GAPS)

from desk import Desk  # noqa: E402 - GIMP gets that variable
from panel_user import PanelUser  # noqa: E402
from verb_windows import VerbWindow  # noqa: E402


def gaps() -> dict[str, list[float]]:
    time.sleep(1.5)  # they are written once a second
    found: dict[str, list[float]] = json.loads(GAPS.read_text())
    return found


desk = Desk()
results: dict[str, object] = {}
desk.order("image.scale(6000, 4000)")
user = PanelUser(desk)
user.width_px, user.height_px = 6000, 4000
user.wait_until_ready()
start = desk.steady()
opened = gaps()
user.click(2600, 700)
first = desk.changed_from(start["digest"], 60)
user.click(4900, 3300, button=3)
second = desk.changed_from(first["digest"], 60)
desk.point(*user.spot(3000, 2000), user.window)
time.sleep(2)
clicked = gaps()
desk.picture("large-1-clicked")
desk.order("image.select_polygon(Gimp.ChannelOps.REPLACE, [1500, 200, 3900, 300, 3800, 3700, 1000, 3900])")
desk.until_state(lambda state: "rough" in state["prompt"], "the outline does not snap", 120)
desk.order("image.select_rectangle(Gimp.ChannelOps.REPLACE, 700, 80, 3870, 3900)")
desk.until_state(lambda state: "700,80" in state["prompt"], "the rectangle does not snap", 120)
drawn = gaps()
desk.picture("large-2-drawn")
user.choose_output(1)  # from Selection to Layer mask
menus = gaps()
user.key("alt+a")
desk.until(lambda: desk.state()["masks"] == [True], "there is no layer mask", 60)
applied = gaps()
results["selected"] = [first["selected"], second["selected"]]
before = 0
for name, recorded in (
    ("opened", opened),
    ("clicked", clicked),
    ("drawn", drawn),
    ("menus", menus),
    ("applied", applied),
):
    results[name] = {kind: values[before:] for kind, values in recorded.items()}
    before = len(recorded["wall_ms"])
user.close()
GAPS.unlink()
window = VerbWindow(desk, "a", "Blur Background")
window.sees_another()
window.key("alt+b", *8 * ["Up"])
window.sees_another()
desk.picture("large-3-verb")
results["verb"] = gaps()
desk.close("gui_large", results)
