import sys
import threading
from pathlib import Path

import pytest

from smart_select_gimp.problems import SetupNeeded
from smart_select_gimp.worker_link import open_client, wait_for
from smart_select_plugin.call import Call
from smart_select_plugin.installed_engine import PYTHON_VARIABLE
from smart_select_plugin.wire.values import AskStatus, Done
from smart_select_plugin.worker_errors import RequestFailed


def call() -> Call:
    return Call(AskStatus(), None, number=1, withdraw=lambda _: None)


def test_without_an_environment_it_asks_for_the_set_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMART_SELECT_HOME", str(tmp_path))
    monkeypatch.delenv(PYTHON_VARIABLE, raising=False)
    with pytest.raises(SetupNeeded, match=r"Set Up"):
        open_client("GIMP")


def test_a_named_python_needs_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMART_SELECT_HOME", str(tmp_path))
    monkeypatch.setenv(PYTHON_VARIABLE, sys.executable)
    open_client("GIMP").close()


def test_waiting_tells_what_for_and_returns_the_answer() -> None:
    told: list[str] = []
    asked = call()
    asked.reached = "encoding"

    def tell(doing: str) -> None:
        told.append(doing)
        asked.succeed(Done())

    assert wait_for(asked, tell) == Done()
    assert told == ["Looking at the picture…"]


def test_waiting_ends_with_the_error() -> None:
    asked = call()
    threading.Timer(0.01, lambda: asked.fail(RequestFailed("Bad", "It went wrong."))).start()
    with pytest.raises(RequestFailed, match=r"It went wrong\."):
        wait_for(asked)
