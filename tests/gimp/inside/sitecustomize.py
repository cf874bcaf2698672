"""Loaded by every Python that GIMP starts in the tests; watches the plug-in's main loop if asked to.

A timer of 5 ms writes how long the main thread was busy in between: by the clock, which on a shared machine
tells of other programs too, and in its own processor time, which does not.
"""

import json
import os
import time
from pathlib import Path

GAPS = os.environ.get("MAIN_LOOP_GAPS", "")
TICK_MS = 5


def watch(file: Path) -> None:
    from gi.repository import GLib

    wall, busy = time.monotonic(), time.thread_time()
    walls: list[float] = []
    busies: list[float] = []
    written = wall

    def tick() -> bool:
        nonlocal wall, busy, written
        now, now_busy = time.monotonic(), time.thread_time()
        walls.append(1000 * (now - wall) - TICK_MS)
        busies.append(1000 * (now_busy - busy))
        wall, busy = now, now_busy
        if now - written > 1:
            part = file.with_suffix(".part")
            part.write_text(json.dumps({"wall_ms": walls, "busy_ms": busies}))
            part.rename(file)
            wall = written = time.monotonic()
            busy = time.thread_time()
        return True

    def begin() -> bool:
        nonlocal wall, busy
        wall, busy = time.monotonic(), time.thread_time()
        GLib.timeout_add(TICK_MS, tick, priority=GLib.PRIORITY_HIGH)
        return False

    GLib.timeout_add(1, begin, priority=GLib.PRIORITY_HIGH)


if GAPS and b"plug-ins/smart-select/smart-select.py" in Path("/proc/self/cmdline").read_bytes():
    watch(Path(GAPS))
