"""A program stays open while another one sets the engine up anew, as a panel in GIMP may for hours."""

import os
import shlex
from contextlib import closing
from pathlib import Path

import pytest

from service.worker.waiting import wait_until
from service.worker.workshop import RED, RED_SQUARE, Workshop, lies_near
from smart_select_plugin.client import WorkerClient
from smart_select_plugin.installed_engine import PYTHON_VARIABLE, EngineConnector
from smart_select_plugin.leaving import ask_worker_to_leave
from smart_select_plugin.picture import Picture
from smart_select_plugin.wire.meeting_place import MeetingPlace
from smart_select_plugin.wire.values import AskStatus, Selection, Status
from smart_select_plugin.worker_errors import WorkerNotStarted

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the engine is a shell script")


@pytest.fixture
def client(workshop: Workshop, tmp_path: Path) -> WorkerClient:
    """A client of whatever engine there is."""
    assert MeetingPlace.standard().folder == tmp_path / "run"
    return workshop.closing.enter_context(closing(WorkerClient(EngineConnector("test"))))


def make_engine(workshop: Workshop, folder: Path) -> Path:
    """Write a Python that starts a worker whose build is the folder's name, whatever it is asked to run."""
    folder.mkdir()
    python = folder / "python"
    python.write_text(f"#!/bin/sh\nexec {shlex.join(workshop.command(build=folder.name))}\n")
    python.chmod(0o755)
    return python


def build_that_answers(client: WorkerClient, picture: Picture) -> str:
    reply = client.predict(picture, "colour", points=[RED]).wait(60)
    assert isinstance(reply, Selection)
    assert lies_near(reply.area, RED_SQUARE)
    status = client.call(AskStatus(), 60)
    assert isinstance(status, Status)
    return status.build


def test_the_same_client_goes_on_with_the_new_engine(
    workshop: Workshop,
    client: WorkerClient,
    picture: Picture,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old = make_engine(workshop, tmp_path / "1.0")
    monkeypatch.setenv(PYTHON_VARIABLE, str(old))
    assert build_that_answers(client, picture) == "1.0"
    # What a set-up does.
    monkeypatch.setenv(PYTHON_VARIABLE, str(make_engine(workshop, tmp_path / "2.0")))
    assert ask_worker_to_leave(workshop.place)
    old.unlink()
    assert build_that_answers(client, picture) == "2.0"


def test_an_engine_that_was_removed_is_a_sentence(
    workshop: Workshop,
    client: WorkerClient,
    picture: Picture,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(PYTHON_VARIABLE, str(make_engine(workshop, tmp_path / "1.0")))
    build_that_answers(client, picture)
    monkeypatch.delenv(PYTHON_VARIABLE)
    assert ask_worker_to_leave(workshop.place)
    wait_until(workshop.is_empty)
    with pytest.raises(WorkerNotStarted, match=r"its engine has been removed\); set Smart Select up again"):
        client.call(AskStatus(), 60)
