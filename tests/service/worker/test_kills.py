"""kill -9 of the worker at random moments, under load from two clients.

Eight kills by default; SMART_SELECT_TEST_KILLS=100 for the full number.
"""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from service.worker.waiting import wait_until
from service.worker.workshop import (
    BLUE,
    BLUE_SQUARE,
    RED,
    RED_SQUARE,
    Workshop,
    lies_near,
    squares_picture,
)
from smart_select_plugin.client import WorkerClient
from smart_select_plugin.picture import Picture
from smart_select_plugin.wire.channel import STALL_S
from smart_select_plugin.wire.values import AskStatus, Encoded, Selection
from smart_select_plugin.worker_errors import WorkerError, WorkerLost

KILLS = int(os.environ.get("SMART_SELECT_TEST_KILLS", "8"))
LARGE_KILLS = 5
LARGE = (5000, 4000)
COMPUTE_S = 0.02
HANG_S = 5.0
SEED = 20

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX does")


class Load:
    """One client that clicks on and on; every click ends right, or in an error that is noted."""

    def __init__(self, client: WorkerClient, name: str) -> None:
        self.outcomes: Counter[str] = Counter()
        self.longest_s = 0.0
        self._client = client
        self._picture = squares_picture(name=name)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._work)
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join(60)
        assert not self._thread.is_alive()

    def _work(self) -> None:
        while not self._stopped.is_set():
            for point, square in ((RED, RED_SQUARE), (BLUE, BLUE_SQUARE)):
                started = time.monotonic()
                self.outcomes[self._click(point, square)] += 1
                self.longest_s = max(self.longest_s, time.monotonic() - started)

    def _click(self, point: tuple[float, float, int], square: tuple[int, int, int, int]) -> str:
        try:
            reply = self._client.predict(self._picture, "colour", points=[point]).wait(60)
        except WorkerError as error:
            return type(error).__name__
        assert isinstance(reply, Selection)
        return "right" if lies_near(reply.area, square) else "wrong"


def test_every_request_ends_right_or_with_a_clear_error(workshop: Workshop) -> None:
    settings = {"encode_s": COMPUTE_S, "predict_s": COMPUTE_S}
    start_s = seconds_to_start(workshop, settings)
    loads = [Load(workshop.client(**settings), name) for name in ("first", "second")]
    dice = random.Random(SEED)
    killed: list[int] = []
    for _ in range(KILLS):
        time.sleep(dice.uniform(0.0, 1.5 * start_s))
        contact = workshop.place.read_contact()
        if contact is not None and contact.process not in killed:
            killed.append(workshop.kill())
        wait_until(lambda: is_alive_and_new(workshop, killed), limit_s=60)
    for load in loads:
        load.stop()
    outcomes = loads[0].outcomes + loads[1].outcomes
    longest_s = max(load.longest_s for load in loads)
    print(f"{len(killed)} kills: {dict(outcomes)}, longest {longest_s:.1f} s, a start takes {start_s:.1f} s")
    assert set(outcomes) <= {"right", WorkerLost.__name__}
    assert outcomes["right"] > len(killed)
    # Two starts at most are waited for, each of which computes too: imports.
    assert longest_s <= HANG_S + 4 * start_s
    wait_until(lambda: zombies() == [])
    reply = workshop.client().predict(squares_picture(), "colour", points=[RED]).wait(30)
    assert isinstance(reply, Selection)


def test_a_large_picture_on_its_way_is_sent_to_the_next_worker(workshop: Workshop) -> None:
    client = workshop.client()
    dice = random.Random(SEED)
    pixels = bytes(LARGE[0] * LARGE[1] * 3)
    for number in range(max(LARGE_KILLS, KILLS // 2)):
        client.call(AskStatus(), 30)  # somebody is there
        call = client.encode(Picture.of(pixels, LARGE, name=f"large {number}"), "colour")
        time.sleep(dice.uniform(0.0, 0.12))
        workshop.kill()
        assert isinstance(call.wait(60), Encoded)


def test_a_client_that_was_stopped_half_way_sends_again(workshop: Workshop) -> None:
    script = (
        "import json, sys; from pathlib import Path\n"
        "from smart_select_plugin.client import WorkerClient\n"
        "from smart_select_plugin.connecting import Connector\n"
        "from smart_select_plugin.picture import Picture\n"
        "from smart_select_plugin.wire.meeting_place import MeetingPlace\n"
        "from smart_select_plugin.wire.values import AskStatus\n"
        f"picture = Picture.of(bytes({LARGE[0]} * {LARGE[1]} * 3), {LARGE})\n"
        "client = WorkerClient(Connector(MeetingPlace(Path(sys.argv[3])), sys.argv[1:]))\n"
        "client.call(AskStatus(), 30)\n"
        "call = client.encode(picture, 'colour'); print('begun', flush=True)\n"
        "print(type(call.wait(60)).__name__, flush=True)\n"
    )
    command = workshop.command()
    with subprocess.Popen(
        [sys.executable, "-c", script, *command],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "begun\n"
        time.sleep(0.02)
        child.send_signal(signal.SIGSTOP)
        time.sleep(2 * STALL_S)
        child.send_signal(signal.SIGCONT)
        assert child.stdout.readline() == "Encoded\n"


def seconds_to_start(workshop: Workshop, settings: dict[str, float]) -> float:
    started = time.monotonic()
    workshop.connector(**settings).connect(lambda: False).close()
    return time.monotonic() - started


def is_alive_and_new(workshop: Workshop, killed: list[int]) -> bool:
    contact = workshop.place.read_contact()
    return contact is not None and contact.process not in killed


def zombies() -> list[str]:
    """Return this process's children that have ended and that nobody waited for."""
    if sys.platform != "linux":
        return []
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = status.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if state == "Z" and int(parent) == os.getpid():
            found.append(status.parent.name)
    return found
