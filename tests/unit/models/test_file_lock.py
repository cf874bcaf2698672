"""One holder at a time, and no lock outlives its holder."""

import threading
from pathlib import Path

import pytest

from smart_select.errors import Cancelled
from smart_select.models.file_lock import hold_lock
from smart_select.models.reports import never


def silent() -> None:
    """Say nothing while waiting."""


def test_a_lock_can_be_taken_again_after_it_was_held(tmp_path: Path) -> None:
    for _ in range(2):
        with hold_lock(tmp_path / "new" / "a.lock", waiting=silent, stopped=never):
            pass


def test_the_second_waits_and_says_so_once(tmp_path: Path) -> None:
    said: list[str] = []
    order: list[str] = []
    inside, leave = threading.Event(), threading.Event()

    def first() -> None:
        with hold_lock(tmp_path / "a.lock", waiting=silent, stopped=never):
            inside.set()
            leave.wait(5)
            order.append("first")

    thread = threading.Thread(target=first)
    thread.start()
    inside.wait(5)
    threading.Timer(0.3, leave.set).start()
    with hold_lock(tmp_path / "a.lock", waiting=lambda: said.append("waiting"), stopped=never):
        order.append("second")
    thread.join()
    assert order == ["first", "second"]
    assert said == ["waiting"]


def test_waiting_can_be_given_up(tmp_path: Path) -> None:
    with (
        hold_lock(tmp_path / "a.lock", waiting=silent, stopped=never),
        pytest.raises(Cancelled),
        hold_lock(tmp_path / "a.lock", waiting=silent, stopped=lambda: True),
    ):
        pass
