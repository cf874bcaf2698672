"""Fixtures of the worker's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.worker.workshop import Workshop, open_workshop, squares_picture
from smart_select_plugin.picture import Picture


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workshop]:
    """Logs, caches and the worker's folder are the test's own; a worker that is still there is ended."""
    monkeypatch.setenv("SMART_SELECT_HOME", str(tmp_path))
    yield from open_workshop(tmp_path)


@pytest.fixture
def picture() -> Picture:
    """96×64 pixels with two squares."""
    return squares_picture()
