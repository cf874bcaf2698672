"""The line to the worker, while the engine changes under a Krita that stays open."""

import pytest

from smart_select_krita.link import PYTHON_VARIABLE, WorkerLink


def test_the_client_is_kept_while_the_engine_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PYTHON_VARIABLE, "/engine-1/bin/python")
    link = WorkerLink("test")
    client = link.client()
    assert link.client() is client
    link.close()


def test_an_engine_that_was_set_up_anew_by_another_program_gets_a_client_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(PYTHON_VARIABLE, "/engine-1/bin/python")
    link = WorkerLink("test")
    before = link.client()
    monkeypatch.setenv(PYTHON_VARIABLE, "/engine-2/bin/python")
    assert link.client() is not before
    link.close()
