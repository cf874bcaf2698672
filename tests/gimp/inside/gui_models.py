"""Another model is chosen in the panel: one that is there, and one to be fetched without a network."""

import json
import os
import subprocess
import time
from pathlib import Path

from desk import DESK, Desk
from panel_user import PanelUser

DOWNLOAD = "Smart Select: Download"
SETUP = "Smart Select: Set Up"
KEEP_MODEL = """
import json
def keep_model(name):
    document = {"version": 1, "canvas": [512, 512], "points": "225,90,+", "box": "",
                "candidate": "best", "source": "visible", "model": name}
    content = json.dumps(document).encode()
    image.attach_parasite(Gimp.Parasite.new("smart-select-prompt", Gimp.PARASITE_PERSISTENT, content))
"""


def seen_in(window: str, what: str) -> list[str]:
    """Return what is seen in another window than the panel."""
    process = desk.hands("getwindowpid", window)
    try:
        return list(json.loads((DESK / f"panel-{process}.json").read_text()).get(what, []))
    except FileNotFoundError:
        return []


def report_in(window: str) -> str:
    """Return what the doctor says there."""
    return "".join(seen_in(window, "reports"))


def use_set_up(name: str, *, choose_other: bool) -> dict[str, object]:
    """Open the set-up's window, look at it, and maybe ask the doctor and set up with another model."""
    desk.menu("u")
    window = desk.find(SETUP)
    desk.move(window, 300, 60)
    desk.until(lambda: bool(seen_in(window, "checked")), "no model is chosen")
    seen: dict[str, object] = {what: seen_in(window, what) for what in ("offers", "checked", "texts")}
    desk.picture(f"models-5-set-up-{name}")
    if choose_other:
        desk.key("alt+d", window)
        desk.until(lambda: len(report_in(window)) > 40, "the doctor says nothing", 120)
        seen["doctor"] = report_in(window)
        desk.picture("models-6-doctor")
        desk.key("alt+t", window)
        desk.key("alt+s", window)  # which fails here at once: a checkout has no wheel
        desk.until(lambda: any("engine's wheel" in text for text in seen_in(window, "texts")), "no failure")
        desk.picture("models-7-set-up-fails")
    desk.key("alt+c", window)
    desk.until(lambda: not desk.all(SETUP), "the set-up's window stays")
    return seen


def is_downloading() -> bool:
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if b"models\0download" in command.read_bytes():
                return True
        except OSError:
            continue  # it has ended meanwhile
    return False


subprocess.run(
    [
        *(os.environ["SMART_SELECT_PYTHON"], "-m", "smart_select", "models", "add"),
        *(os.environ["TINY_MODEL"], "--as", "tiny-red"),
    ],
    check=True,
)
desk = Desk()
results: dict[str, object] = {}
user = PanelUser(desk)
user.wait_until_ready()
desk.until(lambda: user.has_chosen("Built-in"), "there is no list of models")
start = desk.steady()
user.key("alt+d")  # the model
desk.hands("key", "Down")
question = desk.find(DOWNLOAD)
time.sleep(1)
desk.picture("models-1-question")
desk.key("Escape", question)
desk.until(lambda: not desk.all(DOWNLOAD), "the question stays")
user.click(225, 90)
results["declined"] = declined = desk.changed_from(start["digest"])

user.key("alt+d")
desk.hands("key", "Down")
question = desk.find(DOWNLOAD)
desk.key("alt+d", question)
desk.until(lambda: not desk.all(DOWNLOAD), "the question stays")
desk.until(is_downloading, "no download is begun")
desk.until(lambda: not is_downloading(), "the download goes on without a network", 120)
time.sleep(1)
desk.picture("models-2-offline")
user.click(425, 420)
results["without network"] = desk.changed_from(declined["digest"])
user.key("alt+v")  # start over

user.key("alt+d")
desk.hands("key", "End")
desk.until(lambda: user.has_chosen("tiny-red"), "the model is not chosen")
user.wait_until_ready()
desk.picture("models-3-chosen")
user.click(100, 300)
results["chosen"] = desk.changed_from(results["without network"]["digest"])  # type: ignore[index]
user.key("alt+d")
desk.hands("key", "Home")
desk.until(lambda: user.has_chosen("Built-in"), "the model is not chosen")
desk.steady(2)
user.close()

# The image keeps another model than the one used last: one that is there, and one that is not.
desk.order(KEEP_MODEL)
for name, model, words in (
    ("gone", "embedded", "The model"),  # the one used last takes its place
    ("tiny-red", "tiny-red", "This is what was said"),
):
    desk.order(f"keep_model({name!r})")
    user = PanelUser(desk)
    user.wait_until_it_says(words)
    results[f"opened with {name}"] = {"says": user.says(), "has it": user.has_chosen(name)}
    user.key("alt+a")
    results[f"applied with {name}"] = desk.until_state(
        lambda state, model=model: f'"model": "{model}"' in state["prompt"],
        "it is not applied",
    )
    desk.picture(f"models-4-opened-with-{name}")
    user.close()
    desk.order("display.delete()\nimage = open_photo(photo)\ndisplay = Gimp.Display.new(image)")
    desk.use_newest_image()

# The set-up's window: what is downloaded for which model, the doctor, and that the choice is kept.
results["set-up opened first"] = use_set_up("first", choose_other=True)
results["set-up opened again"] = use_set_up("again", choose_other=False)
desk.close("gui_models", results)
