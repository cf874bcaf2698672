"""The first quarter of an hour of somebody with the package and an offline bundle, and nothing else."""

import json
import os
import time
from pathlib import Path

from desk import DESK, Desk
from panel_user import PanelUser

SETUP = "Smart Select: Set Up"
BUNDLE = os.environ["BUNDLE"]
DATA = Path(os.environ["SMART_SELECT_HOME"]) / "data" / "environment"


def is_said(sentence: str) -> bool:
    """Whether one of the plug-in's windows says so."""
    return any(sentence in json.loads(file.read_text())["texts"] for file in DESK.glob("panel-*.json"))


begun = time.monotonic()
seconds: dict[str, float] = {}
desk = Desk()
seconds["GIMP is there"] = time.monotonic() - begun
start = desk.state()
desk.menu("s")
window = desk.find(SETUP)
desk.hands("windowmove", window, "700", "60")
time.sleep(1)
desk.picture("first-1-set-up")

desk.key("alt+b", window)  # the button that chooses a bundle
time.sleep(0.5)
desk.hands("key", "space")
chooser = desk.find("Offline bundle")
time.sleep(1)
desk.hands("windowactivate", "--sync", chooser)
desk.hands("type", "--clearmodifiers", "/")  # which opens a field for the rest
time.sleep(1)
desk.hands("type", "--clearmodifiers", "--delay", "30", BUNDLE[1:])
time.sleep(1)
desk.hands("key", "Return")
desk.until(lambda: not desk.all("^Offline bundle$"), "the file dialog stays")
seconds["bundle chosen"] = time.monotonic() - begun
desk.key("alt+s", window)
time.sleep(3)
desk.picture("first-2-working")
desk.until(lambda: (DATA / "current.json").exists(), "nothing was set up", 400)
desk.until(lambda: is_said("Done: Smart Select is ready."), "the set-up does not end", 120)
seconds["set up"] = time.monotonic() - begun
desk.picture("first-3-done")
desk.key("alt+c", window)

user = PanelUser(desk, is_open=True, beside=window)  # which may take a moment to go
user.click(225, 90)
selected = desk.changed_from(start["digest"], 120)
seconds["first selection"] = time.monotonic() - begun
desk.picture("first-4-selected")
desk.close("gui_first_run", {"seconds": seconds, "selected": selected["selected"]})
