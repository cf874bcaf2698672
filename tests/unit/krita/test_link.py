"""The line to the worker of a Krita that stays open."""

from pathlib import Path

import pytest

from smart_select_krita.failures import SetupNeeded
from smart_select_krita.link import WorkerLink
from smart_select_plugin.installed_engine import PYTHON_VARIABLE


def test_the_client_is_kept_until_the_link_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PYTHON_VARIABLE, "/engine/bin/python")
    link = WorkerLink("test")
    client = link.client()
    assert link.client() is client
    link.close()
    assert link.client() is not client
    link.close()


def test_an_engine_that_was_removed_meanwhile_is_to_be_set_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(PYTHON_VARIABLE, "/engine/bin/python")
    link = WorkerLink("test")
    link.client()
    monkeypatch.delenv(PYTHON_VARIABLE)
    monkeypatch.setenv("SMART_SELECT_HOME", str(tmp_path))
    with pytest.raises(SetupNeeded):
        link.client()
    link.close()
