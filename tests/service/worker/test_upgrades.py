"""After an upgrade the worker from before makes room."""

import subprocess

import pytest

from service.worker.waiting import wait_until
from service.worker.workshop import RED, RED_SQUARE, Workshop, lies_near, squares_picture
from smart_select_plugin.wire.meeting_place import MeetingPlace
from smart_select_plugin.wire.values import PROTOCOL, Selection
from smart_select_plugin.worker_errors import WorkerNotStarted, WorkerTooNew


def served_by(workshop: Workshop, *, expects: str = "", **settings: object) -> int:
    """Click, and return the number of the worker that answered."""
    client = workshop.client(expects=expects, **settings)
    reply = client.predict(squares_picture(), "colour", points=[RED]).wait(40)
    assert isinstance(reply, Selection)
    assert lies_near(reply.area, RED_SQUARE)
    return workshop.process()


def test_an_older_build_is_replaced(workshop: Workshop) -> None:
    old = served_by(workshop, build="1.9")
    assert served_by(workshop, expects="1.10", build="1.10") != old


def test_an_older_protocol_is_replaced(workshop: Workshop) -> None:
    old = served_by_other_protocol(workshop, PROTOCOL - 1)
    assert served_by(workshop) != old


def test_a_worker_older_than_hoped_for_is_not_started_again_and_again(workshop: Workshop) -> None:
    old = served_by(workshop, expects="9.0", build="1.0")
    assert served_by(workshop, build="1.0") == old
    with pytest.raises(WorkerNotStarted, match="older than this plug-in"):
        served_by(Workshop(MeetingPlace(workshop.place.folder / "other"), workshop.closing), protocol=0)


def test_a_newer_build_serves_an_older_plug_in(workshop: Workshop) -> None:
    new = served_by(workshop, build="2.0")
    assert served_by(workshop, expects="1.0", build="1.0") == new


def test_a_newer_protocol_stays_and_the_plug_in_is_told_to_be_updated(workshop: Workshop) -> None:
    new = served_by_other_protocol(workshop, PROTOCOL + 1)
    with pytest.raises(WorkerTooNew, match=r"A newer Smart Select \(1.0\) is in use"):
        served_by(workshop)
    assert workshop.process() == new


def served_by_other_protocol(workshop: Workshop, protocol: int) -> int:
    """Start a worker of another protocol, which no client of ours talks to, and return its number."""
    process = subprocess.Popen(workshop.command(protocol=protocol))
    workshop.closing.callback(process.wait, 20)
    workshop.closing.callback(process.terminate)
    wait_until(lambda: workshop.place.read_contact() is not None)
    return workshop.process()
