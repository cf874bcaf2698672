"""The doctor tells a living worker from the files of a dead one, without talking to it."""

import os
import sys
from pathlib import Path

import pytest

from smart_select.cli.doctor_command import look_for_environment, look_for_worker
from smart_select.doctor import EnvironmentState
from smart_select_plugin.environment import Environment, user_places
from smart_select_plugin.environment.installed import environment_python, switch_to
from smart_select_plugin.wire.file_lock import FileLock
from smart_select_plugin.wire.meeting_place import Contact, MeetingPlace


@pytest.fixture
def place(tmp_path: Path) -> MeetingPlace:
    """Where a worker of build 7.0 was."""
    place = MeetingPlace(tmp_path / "run")
    place.prepare()
    place.write_contact(Contact("address", "AF_UNIX", bytes(32), 1, 1, "7.0"))
    return place


def test_a_user_who_never_had_a_worker(tmp_path: Path) -> None:
    assert not look_for_worker(MeetingPlace(tmp_path / "nothing")).is_running
    assert not (tmp_path / "nothing").exists()


def test_a_worker_that_lives(place: MeetingPlace) -> None:
    lock = FileLock.take(place.worker_lock)
    assert lock is not None
    with lock:
        state = look_for_worker(place)
    assert (state.is_running, state.build) == (True, "7.0")


def test_a_worker_that_was_killed(place: MeetingPlace) -> None:
    place.worker_lock.touch()
    assert not look_for_worker(place).is_running
    lock = FileLock.take(place.worker_lock)
    assert lock is not None, "looking must not keep the lock"
    lock.release()


def test_the_environment_that_a_plugin_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMART_SELECT_HOME", str(tmp_path))
    assert look_for_environment() == EnvironmentState()
    folder = user_places().root / "env-1.2-0123abcd-1"
    environment_python(folder).parent.mkdir(parents=True)
    environment_python(folder).touch()
    (folder / "incomplete").touch()
    switch_to(Environment(folder, "1.2", "0" * 64, 5, 1.5, "Python 3.13.1, uv"), user_places())
    assert look_for_environment() == EnvironmentState(str(folder), "1.2", 5, "Python 3.13.1, uv")
    (folder / "incomplete").touch()
    assert look_for_environment().problem.startswith("it is incomplete")


def test_an_environment_whose_python_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMART_SELECT_HOME", str(tmp_path))
    folder = user_places().root / "env-1.2-0123abcd-1"
    python = environment_python(folder)
    python.parent.mkdir(parents=True)
    python.symlink_to(tmp_path / "updated away")
    (folder / "incomplete").touch()
    switch_to(Environment(folder, "1.2", "0" * 64, 5, 1.5, "Python 3.13.1, uv"), user_places())
    assert "set Smart Select up again" in look_for_environment().problem


def test_a_file_where_workers_and_clients_would_meet(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("in the way")
    assert "is not a folder of your own; remove it" in look_for_worker(MeetingPlace(tmp_path / "run")).problem


def test_a_folder_where_the_worker_would_write(place: MeetingPlace) -> None:
    place.worker_lock.mkdir()
    assert "worker.lock is a folder" in look_for_worker(place).problem


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="gives a folder away, as root can")
def test_somebody_else_s_folder(place: MeetingPlace) -> None:
    os.chown(place.folder, 65534, 65534)
    assert "is not a folder of your own" in look_for_worker(place).problem
