"""What must not happen: between click and answer the worker dies, the image is cut, turned or closed.

A stopped worker (SIGSTOP) gives all the time that is needed between the two.
"""

import json
import os
import signal
import time
from pathlib import Path

from desk import OUT, PANEL, Desk
from panel_user import PanelUser
from verb_windows import VerbWindow

CONTACT = Path(os.environ["SMART_SELECT_HOME"]) / "run" / "worker.json"
FACE = 225, 90
HELMET = 425, 420
NEW_IMAGE = "image = open_photo(photo)\ndisplay = Gimp.Display.new(image)"
PAINT = (
    "from gi.repository import Gegl\n"
    "layer = image.get_layers()[0]\n"
    "buffer = layer.get_buffer()\n"
    "area = Gegl.Rectangle.new(150, 100, 150, 140)\n"
    """buffer.set(area, "R'G'B' u8", bytes(3 * 150 * 140))\n"""
    "buffer.flush()\n"
    "layer.update(150, 100, 150, 140)"
)
"""Black over her face, between the rows that one could look at."""
LARGE_PX = 2500
NEW_LARGE_IMAGE = (
    f"image = open_photo(photo)\nimage.scale({LARGE_PX}, {LARGE_PX})\ndisplay = Gimp.Display.new(image)"
)
SELECT = "from bench_of_tests import select_person\nselect_person(image)"


def signal_worker(number: int) -> None:
    os.kill(int(json.loads(CONTACT.read_text())["process"]), number)


def crash_dialogs() -> list[str]:
    """Return what GIMP would show if something had crashed or hung."""
    return [name for name in ("crash", "Bug", "Debug") if desk.all(name)]


def plug_ins_alive() -> int:
    count = 0
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                command = (folder / "cmdline").read_bytes()
            except OSError:
                continue  # it has ended meanwhile
            count += b"plug-ins/smart-select/smart-select.py" in command
    return count


def asks_worker() -> bool:
    """Whether a plug-in has looked at the image and turned to the worker: it holds a socket then."""
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            is_ours = b"plug-ins/smart-select/smart-select.py" in (link.parents[1] / "cmdline").read_bytes()
            if is_ours and str(link.readlink()).startswith("socket:"):
                return True
        except OSError:
            continue
    return False


def read_messages() -> int:
    """Close what GIMP has put up in windows of its own; return how many there were.

    GIMP does so when the plug-in that it tells of has ended: it has to have answered since, and what comes
    late belongs to what was done before, and not to what is done next.
    """
    count = 0
    for _look in range(2):
        desk.state()
        time.sleep(1)  # for its way to the screen, of which nothing tells where there is none
        messages = desk.all("GIMP Message")
        count += len(messages)
        for message in messages:
            desk.key("Return", message)
        desk.until(lambda: not desk.all("GIMP Message"), "a message stays")
    return count


def ask_stopped_worker(x: float, y: float) -> None:
    """Click while the worker is stopped, and wait until the panel waits for it."""
    signal_worker(signal.SIGSTOP)
    user.click(x, y)
    desk.until(user.is_waiting, "the panel does not ask the worker")
    desk.state()


desk = Desk()
results: dict[str, object] = {}
user = PanelUser(desk)
user.wait_until_ready()
start = desk.steady()
user.click(*HELMET)
helmet = desk.changed_from(start["digest"])
user.key("alt+v")  # start over

user.click(*FACE)
face = desk.changed_from(helmet["digest"])
ask_stopped_worker(*HELMET)
signal_worker(signal.SIGKILL)
results["killed"] = {"before": face, "after": desk.changed_from(face["digest"], 120)}
user.key("alt+v")
user.wait_until_ready()

for name, change in (
    ("layer deleted", "image.remove_layer(image.get_layers()[0])"),
    ("cropped", "image.crop(450, 450, 30, 30)"),  # where the helmet's old place is seen, too
    ("turned by 90°", "image.crop(512, 400, 0, 0)\nimage.rotate(Gimp.RotationType.DEGREES90)"),
):
    ask_stopped_worker(*HELMET)
    desk.order(change)
    changed = desk.steady(0.5)
    signal_worker(signal.SIGCONT)
    user.wait_until_ready()
    results[name] = {"before": changed, "after": desk.steady(2)}
    desk.picture(f"bad-{name.split()[0]}")
    with desk.unwatched():
        for _step in range(3):
            desk.key("ctrl+z")
    desk.order(f"display.delete()\n{NEW_IMAGE}")
    desk.until(lambda: not desk.all(PANEL), "the panel stays")
    desk.use_newest_image()
    user = PanelUser(desk)
    user.wait_until_ready()

# Turned round, so that sizes and places are the same: asked anew, of the picture as it is then.
ask_stopped_worker(*HELMET)
desk.order("image.rotate(Gimp.RotationType.DEGREES180)")
turned = desk.steady(0.5)
signal_worker(signal.SIGCONT)
results["turned round"] = {
    "before": turned,
    "after": desk.changed_from(turned["digest"]),
    "unturned": helmet,
}
desk.picture("bad-turned-round")

ask_stopped_worker(*FACE)
desk.order("display.delete()")
signal_worker(signal.SIGCONT)
desk.until(lambda: not desk.all(PANEL) and plug_ins_alive() == 0, "the panel stays")
results["closed"] = {"panel is gone": not desk.all(PANEL), "plug-ins": plug_ins_alive()}

# Scaled between clicks and answers: GIMP hands out no copy of the selection meanwhile.
scaled: list[dict[str, object]] = []
results["scaled"] = scaled
for pause_s in (0.05, 0.15, 0.3):
    desk.order(NEW_LARGE_IMAGE)
    desk.use_newest_image()
    user = PanelUser(desk)
    user.width_px = user.height_px = LARGE_PX
    user.wait_until_ready()
    for x, y in (HELMET, FACE, HELMET):
        spot = user.spot(x * LARGE_PX / 512, y * LARGE_PX / 512)
        desk.hands("mousemove", "--window", user.window, *(str(round(place)) for place in spot), "click", "1")
        time.sleep(pause_s / 2)
    time.sleep(pause_s)
    desk.order("image.scale(700, 500)")
    user.wait_until_it_says("The image has changed its size")
    desk.steady(1)
    said = user.says()
    user.width_px, user.height_px = 700, 500
    user.click(300, 90)
    user.wait_until_it_says("Right-click")
    selected = desk.steady(1)["selected"]
    desk.order("display.delete()")
    desk.until(lambda: not desk.all(PANEL) and plug_ins_alive() == 0, "the panel stays")
    scaled.append({"said": said, "selected": selected})

results["messages"] = read_messages()

# The same to the one-key way, which has no window.
for name, change in (
    ("one key: turned round", "image.rotate(Gimp.RotationType.DEGREES180)"),
    ("one key: cropped", "image.crop(200, 200, 150, 0)"),
    ("one key: painted over", PAINT),
    ("one key: layer deleted", "image.remove_layer(image.get_layers()[0])"),
    ("one key: closed", "display.delete()"),
):
    desk.order(NEW_IMAGE)
    desk.use_newest_image()
    desk.order(SELECT)
    signal_worker(signal.SIGSTOP)
    desk.menu("o")
    desk.until(asks_worker, "the plug-in does not ask the worker")
    time.sleep(0.5)
    desk.order(change)
    time.sleep(0.5)
    before = desk.state()
    signal_worker(signal.SIGCONT)
    desk.until(lambda: plug_ins_alive() == 0, "the plug-in hangs", 120)
    results[name] = {"before": before, "after": desk.state()}
    desk.picture("bad-" + name.replace(": ", "-").replace(" ", "-"))
    if before["open"]:
        desk.order("display.delete()")
        time.sleep(1)

# And to a verb's window: it goes with its image, and pressing OK at that moment does no harm.
read_messages()
for name, key in (("window", ""), ("window and OK", "alt+o")):
    desk.order(NEW_IMAGE)
    desk.use_newest_image()
    window = VerbWindow(desk, "b", "Replace Background")
    window.sees_another()
    if not key:
        desk.order("image.remove_layer(image.get_layers()[0])")
        results["window: layer deleted"] = window.reads()
    process = int(desk.hands("getwindowpid", window.window))
    os.kill(process, signal.SIGSTOP)
    desk.order("display.delete()")
    if key:
        desk.hands("key", "--window", window.window, key)
    os.kill(process, signal.SIGCONT)
    desk.until(lambda: plug_ins_alive() == 0, "the window stays")
    results[f"{name}: messages"] = read_messages()

desk.order(NEW_IMAGE)
desk.use_newest_image()
desk.order(SELECT)
rough = desk.steady(0.5)
signal_worker(signal.SIGSTOP)
desk.menu("o")
desk.until(asks_worker, "the plug-in does not ask the worker")
desk.state()
signal_worker(signal.SIGKILL)
results["one key: killed"] = {"before": rough, "after": desk.changed_from(rough["digest"], 120)}
desk.until(lambda: plug_ins_alive() == 0, "the plug-in hangs")
desk.order("display.delete()")

results["dialogs"] = crash_dialogs()
desk.order(NEW_IMAGE)
desk.use_newest_image()
user = PanelUser(desk)
user.wait_until_ready()
before = desk.state()
user.click(*FACE)
desk.changed_from(before["digest"])
# Quit while the panel and the one-key way wait for the worker.
ask_stopped_worker(*HELMET)
desk.menu("o")
desk.until(lambda: plug_ins_alive() == 2, "the one-key way is not begun")
desk.state()
results["dialogs while quitting"] = crash_dialogs()
desk.key("ctrl+q")
time.sleep(1.5)
desk.picture("bad-quit")
desk.hands("key", "alt+d")  # Discard Changes
for _second in range(60):
    if desk.gimp.poll() is not None:
        break
    time.sleep(1)
signal_worker(signal.SIGCONT)
results["crashes"] = "fatal error" in (OUT / "dbus-run-session.log").read_text(errors="replace")
results["quit"] = {
    "GIMP has ended": desk.gimp.poll() is not None,
    "plug-ins": plug_ins_alive(),
    "dialogs": crash_dialogs(),
}
desk.close("gui_bad_states", results)
