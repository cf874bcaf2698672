"""Fixtures of the worker's tests."""

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from service.worker.waiting import wait_until
from service.worker.workshop import Workshop, squares_picture
from smart_select_plugin.picture import Picture
from smart_select_plugin.wire.meeting_place import MeetingPlace


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workshop]:
    """Logs, caches and the worker's folder are the test's own; a worker that is still there is ended."""
    monkeypatch.setenv("SMART_SELECT_HOME", str(tmp_path))
    with ExitStack() as stack:
        shop = Workshop(MeetingPlace(tmp_path / "run"), stack)
        shop.place.prepare()
        yield shop
        stack.close()
        contact = shop.place.read_contact()
        if contact is not None and not shop.is_empty():
            with suppress(OSError):
                os.kill(contact.process, signal.SIGTERM)
            wait_until(shop.is_empty)


@pytest.fixture
def picture() -> Picture:
    """96×64 pixels with two squares."""
    return squares_picture()
