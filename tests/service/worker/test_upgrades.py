"""After an upgrade the worker from before makes room."""

import subprocess
from pathlib import Path

import pytest

from service.worker.waiting import wait_until
from service.worker.workshop import RED, RED_SQUARE, Workshop, lies_near, squares_picture
from smart_select_plugin.wire.meeting_place import MeetingPlace
from smart_select_plugin.wire.values import PROTOCOL, Selection
from smart_select_plugin.worker_errors import WorkerNotStarted, WorkerTooNew


def served_by(workshop: Workshop, *, expects: str = "", **settings: object) -> int:
    """Click, and return the number of the worker that answered."""
    client = workshop.client(expects=expects, **settings)
    reply = client.predict(squares_picture(), "colour", points=[RED]).wait(60)
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


def test_a_build_that_promises_too_much_costs_one_restart_and_not_one_per_click(workshop: Workshop) -> None:
    first = served_by(workshop, build="1.0")
    second = served_by(workshop, expects="9.0", build="1.0")
    assert second != first
    assert [served_by(workshop, expects="9.0", build="1.0") for _ in range(2)] == [second] * 2


def test_a_client_asks_only_once_for_a_newer_worker(workshop: Workshop) -> None:
    connector = workshop.connector(expects="9.0", build="2.0")
    connector.connect(lambda: False).close()  # which notes that there is no 9.0
    workshop.kill()
    wait_until(workshop.is_empty)
    served_by(workshop, build="1.0")
    for _ in range(3):
        connector.connect(lambda: False).close()
    new = workshop.process()
    assert build_of(workshop) == "2.0"
    workshop.kill()
    wait_until(workshop.is_empty)
    old = served_by(workshop, build="1.0")
    connector.connect(lambda: False).close()
    assert workshop.process() == old != new


def test_two_builds_of_one_version_live_side_by_side(workshop: Workshop) -> None:
    running = served_by(workshop, build="1.0+aaaa")
    for build in ("1.0+bbbb", "1.0", "1.0+aaaa", "custom"):
        assert served_by(workshop, expects=build, build=build) == running


def test_a_worker_whose_program_was_removed_makes_room(workshop: Workshop, tmp_path: Path) -> None:
    home = tmp_path / "program.py"
    home.touch()
    client = workshop.client(home=home)
    client.predict(squares_picture(), "colour", points=[RED]).wait(60)
    old = workshop.process()
    home.unlink()
    assert served_by(workshop) != old


def build_of(workshop: Workshop) -> str:
    contact = workshop.place.read_contact()
    assert contact is not None
    return contact.build


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
