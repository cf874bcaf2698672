"""A prompt's life: repeated, listed, taken back entry by entry, saved in the XCF, opened and gone on with."""

from desk import DESK, OUT, PANEL, SMALL_SCREEN, Desk, version_of_gimp
from panel_user import PanelUser

FACE = 225, 90
HELMET = 425, 420

desk = Desk(screen=SMALL_SCREEN)
results: dict[str, object] = {}
start = desk.state()

desk.order("from bench_of_tests import select_person\nselect_person(image)")
rough = desk.changed_from(start["digest"])
desk.menu("o")
results["one key"] = desk.changed_from(rough["digest"])
desk.key("ctrl+z")
results["one key undone"] = desk.steady()
desk.key("ctrl+f")  # Filters ▸ Repeat
results["repeated"] = desk.changed_from(rough["digest"])
desk.key("ctrl+z")
desk.key("ctrl+shift+a")

user = PanelUser(desk)
user.wait_until_ready()
results["panel"] = desk.place(user.window)[2:]
# The one-key way has left its prompt, which was undone with it.
results["opened"] = before = desk.steady()
user.click(*FACE, times=2)  # as many people do; the second is no click on the mark of the first
results["face"] = face = desk.changed_from(before["digest"])
user.key("alt+u")  # Undo click
results["only click undone"] = removed = desk.changed_from(face["digest"])
desk.key("ctrl+z")
desk.changed_from(removed["digest"])
desk.until(lambda: len(user.entries) == 2, "the click does not come back with its selection")  # and its ×
user.wait_until_ready()
user.click(*HELMET)
results["both"] = both = desk.changed_from(face["digest"])
desk.key("ctrl+z")
results["click undone"] = desk.steady()
desk.key("ctrl+y")
desk.steady()
desk.picture("prompts-1-list")

user.click_entry(1)
user.key("Delete")
results["entry removed"] = desk.changed_from(both["digest"])
desk.picture("prompts-2-removed")
user.key("Delete")
results["last entry removed"] = removed = desk.changed_from(face["digest"])
desk.key("ctrl+z")
results["removal undone"] = desk.changed_from(removed["digest"])
desk.until(lambda: len(user.entries) == 2, "the removed click does not come back")
with desk.holding("ctrl"):
    user.click(*HELMET)
results["to save"] = saved = desk.changed_from(face["digest"])
user.close("Escape")

desk.key("ctrl+shift+a")
emptied = desk.steady()
desk.key("ctrl+f")  # what was done in the panel, without it
results["panel repeated"] = desk.changed_from(emptied["digest"])
results["panel stayed closed"] = not desk.all(PANEL)
desk.key("ctrl+z")
desk.steady()

xcf = str(OUT / "prompt.xcf")
desk.order(
    f"from gi.repository import Gio\nfile = Gio.File.new_for_path({xcf!r})\n"
    "Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, image, file, None)\ndisplay.delete()\n"
    "image = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, file)\ndisplay = Gimp.Display.new(image)"
)
desk.use_newest_image()
results["opened again"] = again = desk.steady()
user = PanelUser(desk)
user.wait_until_ready()
results["panel opened again"] = desk.steady()
desk.picture("prompts-3-opened-again")
user.key("alt+a")
results["applied again"] = desk.changed_from(again["digest"])
user.click(*HELMET)  # on the mark of the second entry: takes it back
results["edited"] = desk.changed_from(results["applied again"]["digest"])  # type: ignore[index]

# GIMP would take its own selection back after Quick Mask.
desk.key("shift+q")
desk.until_state(lambda state: "Qmask" in state["channels"], "no Quick Mask")
user.click(*HELMET, button=3)
user.wait_until_it_says("Quick Mask is on")
desk.picture("prompts-5-quick-mask")
desk.key("shift+q")
desk.until_state(lambda state: not state["channels"], "Quick Mask stays")
results["after Quick Mask"] = after = desk.steady(2)
user.key("alt+a")
results["applied after Quick Mask"] = applied = desk.changed_from(after["digest"])
user.click(*HELMET)
results["edited again"] = desk.changed_from(applied["digest"])
user.close()

desk.order(
    "from bench_of_tests import run\nimport json\n"
    "(DESK / 'script.json').write_text(json.dumps(run('', image, output='channel')))"
)
results["by script"] = (DESK / "script.json").read_text()
results["after script"] = desk.steady()

# On a screen with two pixels for one of the interface; GIMP 3.0 does without cairo's module for Python.
(DESK / "fine-screen").write_text("no cairo" if version_of_gimp().startswith("3.0") else "")
user = PanelUser(desk)
user.wait_until_ready()
desk.move(user.window, 150, 0)
desk.steady(0.5)
desk.picture("prompts-4-fine-screen")
left, top = desk.place(user.window)[:2]
x, y, width, height = (2 * length for length in user.preview)
results["fine preview"] = left + x, top + y, width, height

# Another call beside the open panel: its selection is no drawing.
desk.order(
    "from bench_of_tests import run\nimport json\n"
    "(DESK / 'subject.json').write_text(json.dumps(run('-subject', image)))"
)
results["beside"] = desk.steady(2)
results["subject beside"] = (DESK / "subject.json").read_text()
results["entries beside"] = user.entries
user.close()
desk.close("gui_prompts", results)
