"""Fixtures of the download tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.faulty_server import FaultyServer
from service.two_models import make_store
from smart_select.models.store import ModelStore


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultyServer]:
    """A local server; no proxy and no mirror of the developer's environment gets between."""
    for variable in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "SMART_SELECT_MODEL_MIRROR"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    with FaultyServer() as running:
        yield running


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The models' folder; it isn't there yet."""
    return tmp_path / "models"


@pytest.fixture
def store(server: FaultyServer, root: Path, tmp_path: Path) -> ModelStore:
    """A store with two models that the local server has."""
    return make_store(server, root, tmp_path / "embedded")
