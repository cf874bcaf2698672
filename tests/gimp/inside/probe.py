"""Runs in GIMP beside the user: opens a photograph and tells its state several times a second.

It also does what a test asks for in a file, which no finger could do: close the image, crop it, kill.
"""

import hashlib
import json
import os
import time
from pathlib import Path

from bench_of_tests import describe, open_photo, selection_sample, solid_pixels
from gi.repository import Gimp

DESK = Path(os.environ["HOME"]) / "desk"
photo = os.environ.get("PROBE_PHOTO", "astronaut.png")

image = open_photo(photo)
display = Gimp.Display.new(image)
Gimp.displays_flush()
count = 0
longest_s = 0.0
while not (DESK / "quit").exists():
    if (DESK / "hush").exists():
        (DESK / "hush").rename(DESK / "hushed")
    while (DESK / "hushed").exists():
        time.sleep(0.05)
    order = DESK / "order"
    if order.exists():
        exec(order.read_text())
        Gimp.displays_flush()
        order.unlink()
    started = time.monotonic()
    is_open = image.is_valid()
    longest_s = max(longest_s, time.monotonic() - started)
    state = {"open": is_open, "longest_s": longest_s}
    if is_open:
        selection = selection_sample(image)
        prompt = image.get_parasite("smart-select-prompt")
        state |= describe(image) | {
            "anchors": [
                len(path.stroke_get_points(stroke)[1]) // 6
                for path in image.get_paths()
                for stroke in path.get_strokes()
            ],
            "prompt": bytes(prompt.get_data()).decode() if prompt else "",
            "digest": hashlib.sha256(selection).hexdigest(),
            "selected": solid_pixels(selection),
        }
    count += 1
    state["count"] = count
    part = DESK / "state.part"
    part.write_text(json.dumps(state))
    part.rename(DESK / "state.json")
    time.sleep(0.1)
