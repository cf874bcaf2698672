"""A worker that runs from an environment is asked to leave before that goes; the worker is a real process."""

import os
import signal
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from service.environment.machines import Machine
from service.worker.workshop import Workshop, open_workshop
from smart_select_plugin.environment import Environment, find_environment, remove_environment
from smart_select_plugin.environment.errors import WorkerAtWork
from smart_select_plugin.environment.removing import KeepAway
from smart_select_plugin.leaving import ask_worker_to_leave, worker_kept_away
from smart_select_plugin.wire.file_lock import FileLock
from smart_select_plugin.wire.meeting_place import MeetingPlace
from smart_select_plugin.wire.values import AskStatus

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the worker is stopped and ended by signals")


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workshop]:
    """A place for a worker, which is ended with the test."""
    monkeypatch.setenv("SMART_SELECT_HOME", str(tmp_path / "worker"))
    yield from open_workshop(tmp_path / "worker")


@pytest.fixture
def keep_away(workshop: Workshop) -> KeepAway:
    """What asks this worker to leave."""
    return partial(worker_kept_away, workshop.place, limit_s=60)


@pytest.fixture
def keep_away_in_vain(workshop: Workshop) -> KeepAway:
    """The same for a worker that does not leave, soon given up."""
    return partial(worker_kept_away, workshop.place, limit_s=0.2)


def start(workshop: Workshop) -> None:
    client = workshop.client()
    client.call(AskStatus(), 60)
    client.close()
    assert not workshop.is_empty()


def damage(environment: Environment) -> None:
    for path in environment.folder.glob("lib/python*/site-packages/smart_select/__init__.py"):
        path.unlink()


def test_making_it_again_sends_the_worker_away(
    machine: Machine, workshop: Workshop, keep_away: KeepAway
) -> None:
    first = machine.set_up()
    start(workshop)
    damage(first)
    second = machine.set_up(keep_worker_away=keep_away)
    assert workshop.is_empty()
    assert second != first
    assert not first.folder.exists()


def test_a_healthy_environment_s_worker_is_left_alone(
    machine: Machine, workshop: Workshop, keep_away: KeepAway
) -> None:
    machine.set_up()
    start(workshop)
    machine.set_up(keep_worker_away=keep_away)
    assert not workshop.is_empty()


def test_what_a_worker_that_stays_runs_from_is_kept_until_it_has_gone(
    machine: Machine, workshop: Workshop, keep_away: KeepAway, keep_away_in_vain: KeepAway
) -> None:
    first = machine.set_up()
    damage(first)
    lock = FileLock.take(workshop.place.worker_lock)
    assert lock is not None
    with lock:
        second = machine.set_up(keep_worker_away=keep_away_in_vain)
        assert find_environment(machine.places) == second
        assert first.folder.exists()
    machine.set_up(keep_worker_away=keep_away)
    assert not first.folder.exists()
    assert second.folder.exists()


def test_removing_sends_the_worker_away(machine: Machine, workshop: Workshop, keep_away: KeepAway) -> None:
    machine.set_up()
    start(workshop)
    remove_environment(machine.places, keep_worker_away=keep_away)
    assert workshop.is_empty()
    assert not machine.places.root.exists()


def test_nothing_is_removed_from_under_a_worker_that_stays(
    machine: Machine, workshop: Workshop, keep_away_in_vain: KeepAway
) -> None:
    environment = machine.set_up()
    lock = FileLock.take(workshop.place.worker_lock)
    assert lock is not None
    with lock, pytest.raises(WorkerAtWork, match="close GIMP and Krita"):
        remove_environment(machine.places, keep_worker_away=keep_away_in_vain)
    assert find_environment(machine.places) == environment


def test_a_worker_that_is_stopped_is_not_waited_for_without_end(workshop: Workshop) -> None:
    start(workshop)
    os.kill(workshop.process(), signal.SIGSTOP)
    try:
        assert not ask_worker_to_leave(workshop.place, limit_s=0.5)
    finally:
        os.kill(workshop.process(), signal.SIGCONT)


def test_nobody_is_started_only_to_be_sent_away(workshop: Workshop, tmp_path: Path) -> None:
    assert ask_worker_to_leave(workshop.place)
    assert workshop.place.read_contact() is None
    assert ask_worker_to_leave(MeetingPlace(tmp_path / "never" / "used"))
    assert not (tmp_path / "never").exists()


def test_no_client_starts_one_meanwhile(workshop: Workshop) -> None:
    with worker_kept_away(workshop.place) as has_left:
        assert has_left
        client = workshop.client()
        call = client.start(AskStatus())
        answered = threading.Event()
        call.when_done(answered.set)
        assert not answered.wait(0.5)
        assert workshop.is_empty()
    call.wait(60)
