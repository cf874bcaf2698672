"""A long day: many clicks over many pictures; memory, handles and caches stay as they are.

400 clicks over 20 pictures by default. A day is SMART_SELECT_TEST_CLICKS=20000 over
SMART_SELECT_TEST_PICTURES=200.
"""

import os
import random
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from service.worker.workshop import BLUE, BLUE_SQUARE, RED, RED_SQUARE, Workshop, lies_near, squares_picture
from smart_select_plugin.picture import Picture
from smart_select_plugin.wire.values import AskStatus, Selection, Status

CLICKS = int(os.environ.get("SMART_SELECT_TEST_CLICKS", "400"))
PICTURES = int(os.environ.get("SMART_SELECT_TEST_PICTURES", "20"))
SCALE = 4
BUDGET_BYTES = 12 * (3 * 96 * 64 * SCALE**2 + 16_000)
"""Room for a dozen pictures and their embeddings: most clicks find theirs, the others send it again."""
MEMORY_SLACK_MIB = 24
HANDLES_SLACK = 3

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@dataclass(frozen=True)
class Footprint:
    """What a process occupies."""

    memory_mib: float
    handles: int
    threads: int

    @classmethod
    def of(cls, process: int) -> "Footprint":
        root = Path(f"/proc/{process}")
        pages = int((root / "statm").read_text().split()[1])
        return cls(
            memory_mib=pages * os.sysconf("SC_PAGE_SIZE") / 2**20,
            handles=len(list((root / "fd").iterdir())),
            threads=len(list((root / "task").iterdir())),
        )


def test_a_long_day_leaves_no_trace(workshop: Workshop) -> None:
    dice = random.Random(3)
    pictures = [unlike_others(index) for index in range(PICTURES)]
    client = workshop.client(budget=BUDGET_BYTES)
    settled: list[Footprint] = []
    picture = pictures[0]
    for index in range(CLICKS):
        if dice.random() < 0.1:
            picture = dice.choice(pictures)
        point, square = dice.choice([(RED, RED_SQUARE), (BLUE, BLUE_SQUARE)])
        # Some come and go, as GIMP's plug-ins do.
        asked = workshop.client(budget=BUDGET_BYTES) if index % 50 == 0 else client
        reply = asked.predict(picture, "colour", points=[(point[0] * SCALE, point[1] * SCALE, 1)]).wait(60)
        assert isinstance(reply, Selection)
        assert reply.area is not None
        x0, y0, x1, y1 = (side // SCALE for side in reply.area)
        assert lies_near((x0, y0, x1, y1), square)
        if asked is not client:
            asked.close()
        if index == CLICKS // 4:
            settled = footprints(workshop)
    worker, ours = footprints(workshop)
    print(f"{CLICKS} clicks, worker {settled[0]} -> {worker}, client {settled[1]} -> {ours}")
    for before, after in zip(settled, (worker, ours), strict=True):
        assert after.memory_mib - before.memory_mib < MEMORY_SLACK_MIB
        assert after.handles - before.handles <= HANDLES_SLACK
        assert after.threads - before.threads <= HANDLES_SLACK
    status = client.call(AskStatus(), 60)
    assert isinstance(status, Status)
    assert status.picture_bytes <= BUDGET_BYTES
    assert status.pictures < PICTURES


def unlike_others(index: int) -> Picture:
    """Return two squares in a picture with a pixel of its own, so that no cache takes it for another."""
    plain = squares_picture(96 * SCALE, 64 * SCALE)
    return Picture.of(index.to_bytes(3, "big") + bytes(plain.pixels)[3:], plain.size)


def footprints(workshop: Workshop) -> list[Footprint]:
    return [Footprint.of(workshop.process()), Footprint.of(os.getpid())]
