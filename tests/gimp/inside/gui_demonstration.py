"""The frames of the README's animation: a rough rectangle, then two clicks, then a layer mask.

Each frame is a PNG of the screen; `frames.json` tells what is to be read below it, for how long, and where
the pointer was, which no screenshot holds.
"""

import json
import subprocess
import time

from desk import OUT, Desk
from panel_user import PanelUser

PANEL_AT = 806, 0
REST = 400, 720
"""Where the pointer shows nothing."""
PLACE = "1334x800+0+0"
CORNER, FAR = (20, 10), (400, 505)
"""Of a rectangle around her, but for the helmet in front."""
WANTED, UNWANTED = (200, 300), (420, 470)
"""Her suit; the helmet."""
frames: list[dict[str, object]] = []


def frame(says: str, shown_ms: int) -> None:
    """Keep the screen as it is."""
    name = f"demonstration-{len(frames):02}.png"
    whole = OUT / "demonstration-screen.png"
    subprocess.run(["import", "-window", "root", str(whole)], check=True)
    subprocess.run(["convert", str(whole), "-crop", PLACE, "+repage", str(OUT / name)], check=True)
    at = dict(line.split("=") for line in desk.hands("getmouselocation", "--shell").splitlines())
    frames.append({"file": name, "says": says, "shown_ms": shown_ms, "pointer": [int(at["X"]), int(at["Y"])]})


desk = Desk("astronaut.png")
desk.calibrate()
user = PanelUser(desk)
desk.hands("windowmove", user.window, *map(str, PANEL_AT))
user.wait_until_ready()
start = desk.steady()
corner, far = desk.on_canvas(*CORNER), desk.on_canvas(*FAR)
desk.point(*corner)
time.sleep(0.5)
frame("GIMP: draw a rectangle around somebody …", 1200)
desk.hands("mousedown", "1")
for part in (0.15, 0.4, 0.7, 1.0):
    desk.point(*(a + (b - a) * part for a, b in zip(corner, far, strict=True)))
    time.sleep(0.4)
    if part > 0.2:
        frame("GIMP: draw a rectangle around somebody …", 350)
desk.hands("mouseup", "1")
# First the rectangle, then the object.
desk.until_state(lambda state: "box" in state["prompt"], "the rectangle does not snap")
snapped = desk.steady()
frame("… and the selection is the astronaut.", 2200)

user.key("alt+v")  # start over
desk.key("ctrl+shift+a")
emptied = desk.steady()
desk.point(*user.spot(*WANTED), user.window)
time.sleep(1)
frame("Or click in the panel beside it: wanted …", 1300)
user.click(*WANTED)
clicked = desk.changed_from(emptied["digest"])
time.sleep(1)
frame("Or click in the panel beside it: wanted …", 1200)
desk.point(*user.spot(*UNWANTED), user.window)
time.sleep(1)
frame("… and, with the right button, not wanted.", 1000)
user.click(*UNWANTED, button=3)
corrected = desk.changed_from(clicked["digest"])
time.sleep(1)
frame("… and, with the right button, not wanted.", 1600)

user.choose_output(1)  # from Selection to Layer mask
user.key("alt+a")
desk.until(lambda: desk.state()["masks"] == [True], "there is no layer mask")
desk.key("ctrl+shift+a")
desk.point(*REST)
time.sleep(1)
frame("A layer mask: one step of undo, and nothing is lost.", 2400)
(OUT / "frames.json").write_text(json.dumps(frames))
user.close()
desk.close(
    "gui_demonstration", {"frames": len(frames), "before": start, "snapped": snapped, "after": corrected}
)
