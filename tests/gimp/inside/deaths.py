"""The worker dies, before a call and during one; the image changes while the answer is computed."""

import json
import os
import subprocess
import time
from pathlib import Path
from typing import Any

from bench_of_tests import describe, open_photo, report, run, select_person, selection_bytes

CONTACT = Path(os.environ["SMART_SELECT_HOME"]) / "run" / "worker.json"
results: dict[str, Any] = {}


def worker() -> int:
    return int(json.loads(CONTACT.read_text())["process"])


image = open_photo()
select_person(image)
results["first"] = run("-selection", image)
expected = selection_bytes(image)

os.kill(worker(), 9)
time.sleep(0.5)
select_person(image)
answer = run("-selection", image)
# A new worker finds the embedding on disk, where the first one left it.
others = sum(abs(a - b) > 8 for a, b in zip(selection_bytes(image), expected, strict=True))
results["worker killed before"] = answer | {"other pixels": others}

# A picture that nobody has looked at yet, so that the call takes long enough to be hit.
for delay_s in (0.3, 0.6, 0.9):
    other = open_photo("coffee.png")
    other.get_layers()[0].brightness_contrast(delay_s / 10, 0)
    subprocess.Popen(["sh", "-c", f"sleep {delay_s}; kill -9 {worker()}"])
    results[f"worker killed after {delay_s} s"] = run("-subject", other) | {"state": describe(other)}
    other.delete()
    time.sleep(1.0)
report("deaths", results)
