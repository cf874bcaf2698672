"""Loaded by every Python that GIMP starts in the tests; watches the plug-in's panel and main loop if asked.

PANEL_TEXTS names a folder where each process of the plug-in writes what its panel says, as a person would
read it: so that tests wait for a sentence and not for a time.

MAIN_LOOP_GAPS names a file for what a timer of 5 ms finds of every turn of the main loop: how long it took by
the clock, which on a shared machine tells of other programs, too; how much of that was the thread's own
processor time; and how long the thread was blocked, which is the clock's time without that in which it could
have gone on and others had the processors; and how much of that was inside GIMP's own calls. As long as the
file is there that SLOW_CLICKS names, the loop waits with every click.

A file "choose-file" in the folder of PANEL_TEXTS names what a window's file button is to have chosen.

SLOWED_BY names a file with the seconds that each process of the plug-in waits before it begins.
"""

import hashlib
import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from calls_of_gimp import CallsOfGimp, Clock

GAPS = os.environ.get("MAIN_LOOP_GAPS", "")
TEXTS = os.environ.get("PANEL_TEXTS", "")
SLOW_CLICKS = os.environ.get("SLOW_CLICKS", "")
SLOWED_BY = os.environ.get("SLOWED_BY", "")
TICK_MS = 5
TEXTS_MS = 50
CLICK_S = 0.1


def watch(file: Path) -> None:
    from gi.repository import GLib

    kinds = "at", "wall_ms", "busy_ms", "blocked_ms", "inside_ms"
    turns: dict[str, list[float]] = {name: [] for name in kinds}
    clock = Clock()
    calls = CallsOfGimp(clock)
    last = clocks(clock, calls)
    written = last[0]

    def tick() -> bool:
        nonlocal last, written
        now = clocks(clock, calls)
        wall, busy, queued, inside = (1000 * (new - old) for new, old in zip(now, last, strict=True))
        turn = now[0], wall - TICK_MS, busy, wall - TICK_MS - queued, inside
        for name, value in zip(kinds, turn, strict=True):
            turns[name].append(value)
        if now[0] - written > 1:
            part = file.with_suffix(".part")
            part.write_text(json.dumps({**turns, "calls": calls.noted, "crossing": calls.crossing}))
            part.rename(file)
            written = time.monotonic()
            now = clocks(clock, calls)
        last = now
        return True

    def begin() -> bool:
        nonlocal last
        if SLOW_CLICKS and "smart_select_gimp.panel.conversation" in sys.modules:
            slow_clicks(sys.modules["smart_select_gimp.panel.conversation"].Conversation, Path(SLOW_CLICKS))
        calls.wrap(sys.modules["gi.repository.Gimp"], sys.modules["gi.repository.Gegl"])
        last = clocks(clock, calls)
        GLib.timeout_add(TICK_MS, tick, priority=GLib.PRIORITY_HIGH)
        return False

    GLib.timeout_add(1, begin, priority=GLib.PRIORITY_HIGH)


def clocks(clock: Clock, calls: CallsOfGimp) -> tuple[float, ...]:
    """Return seconds: the clock's, this thread's work, its waiting for a processor, and in GIMP's calls."""
    return *clock.read(), calls.blocked_s


def slow_clicks(conversation: Any, file: Path) -> None:
    change = conversation.change

    def slowed(*arguments: Any) -> None:
        if file.exists():
            time.sleep(CLICK_S)
        change(*arguments)

    conversation.change = slowed


def seen_of(gtk: Any, inside: Any) -> dict[str, Any]:
    """Return what a person sees of the panel: where preview and rows are, and what has the keys."""
    windows = [window for window in gtk.Window.list_toplevels() if window.get_role() == "smart-select-panel"]
    if not windows:
        return seen_of_verb(gtk, inside)
    window = windows[0]

    def place(widget: Any) -> list[int]:
        x, y = widget.translate_coordinates(window, 0, 0) or (0, 0)
        return [x, y, widget.get_allocated_width(), widget.get_allocated_height()]

    preview = next(inside(window, "EventBox"))
    picture = next(inside(preview, "Image")).get_pixbuf()
    rows = list(inside(window, "ListBoxRow"))
    focus = window.get_focus()
    while focus is not None and not isinstance(focus, gtk.ComboBoxText):
        focus = focus.get_parent()
    names = [label.get_text() for label in focus.list_mnemonic_labels()] if focus is not None else []
    return {
        "preview": place(preview),
        "picture": hashlib.sha1(picture.get_pixels()).hexdigest() if picture is not None else "",
        "entries": [label.get_text() for row in rows for label in inside(row, "Label")],
        "rows": [place(row) for row in rows],
        "focus": "".join(names) or (focus.get_accessible().get_name() if focus is not None else ""),
    }


def seen_of_verb(gtk: Any, inside: Any) -> dict[str, Any]:
    """Return what a person sees of a verb's window: the preview, or the words in its place."""
    windows = [window for window in gtk.Window.list_toplevels() if window.get_role() == "smart-select-verb"]
    if not windows:
        return {}
    stack = next(inside(windows[0], "Stack"))
    words, picture = next(inside(stack, "Label")), next(inside(stack, "Image")).get_pixbuf()
    is_words = stack.get_visible_child_name() == "words"
    focus = windows[0].get_focus()
    return {
        "focus": focus.get_label() if isinstance(focus, gtk.Button) else "",
        "file": "".join(button.get_filename() or "" for button in inside(windows[0], "FileChooserButton")),
        "instead": words.get_text() if is_words else "",
        "shown": "" if is_words or picture is None else hashlib.sha1(picture.get_pixels()).hexdigest(),
    }


def choose_file(order: Path, gtk: Any, inside: Any) -> None:
    """Choose what the order names by the window's button, as GTK's own window for that would."""
    for window in gtk.Window.list_toplevels():
        for button in inside(window, "FileChooserButton"):
            path = order.read_text()
            if button.get_filename() != path:
                button.set_filename(path)  # which takes a while
            else:
                order.unlink()
                button.emit("file-set")


def tell_texts(folder: Path) -> None:
    from gi.repository import GLib

    file = folder / f"panel-{os.getpid()}.json"
    last = ""

    def inside(widget: Any, kind: str) -> Iterator[Any]:
        gtk = sys.modules["gi.repository.Gtk"]
        if isinstance(widget, getattr(gtk, kind)):
            yield widget
        elif isinstance(widget, gtk.Container):
            for child in widget.get_children():
                yield from inside(child, kind)

    def labels(widget: Any) -> Iterator[Any]:
        yield from inside(widget, "Label")

    def combos(widget: Any) -> Iterator[Any]:
        yield from inside(widget, "ComboBoxText")

    def text_of(button: Any) -> str:
        return str(button.get_label()).replace("_", "")

    def tick() -> bool:
        nonlocal last
        if "gi.repository.Gtk" in sys.modules:  # nothing is loaded that the plug-in would not load itself
            windows = sys.modules["gi.repository.Gtk"].Window.list_toplevels()
            if (folder / "choose-file").exists():
                choose_file(folder / "choose-file", sys.modules["gi.repository.Gtk"], inside)
            found = [label for window in windows for label in labels(window)]
            said = [label.get_text() for label in found if label.get_lines() == 3]
            chosen = [combo.get_active_text() for window in windows for combo in combos(window)]
            texts = [label.get_text() for label in found]
            pages = [page.get_buffer() for window in windows for page in inside(window, "TextView")]
            reports = [page.get_text(*page.get_bounds(), False) for page in pages]
            radios = [radio for window in windows for radio in inside(window, "RadioButton")]
            offers = [text_of(radio) for radio in radios]
            checked = [text_of(radio) for radio in radios if radio.get_active()]
            seen = seen_of(sys.modules["gi.repository.Gtk"], inside)
            heard = {"said": said, "texts": texts, "reports": reports, "chosen": chosen}
            text = json.dumps({**heard, "offers": offers, "checked": checked, **seen})
            if text != last:
                last = text
                file.with_suffix(".part").write_text(text)
                file.with_suffix(".part").rename(file)
        return True

    GLib.timeout_add(TEXTS_MS, tick)


def use_fine_screen(settings: Path) -> None:
    """Let a pixel of the interface be two of the screen's, as the desk's file says, and maybe hide cairo."""
    if settings.exists():
        os.environ["GDK_SCALE"] = "2"
        if settings.read_text() == "no cairo":
            sys.modules["cairo"] = None  # type: ignore[assignment]  # which is how an import fails


IS_OURS = b"plug-ins/smart-select/smart-select.py" in Path("/proc/self/cmdline").read_bytes()
if IS_OURS and (GAPS or TEXTS or SLOWED_BY):
    if SLOWED_BY and Path(SLOWED_BY).exists():
        time.sleep(float(Path(SLOWED_BY).read_text()))
    if GAPS:
        watch(Path(GAPS))
    if TEXTS:
        use_fine_screen(Path(TEXTS) / "fine-screen")
        tell_texts(Path(TEXTS))
