"""The set-up's thread: whatever ends it, the window hears of it."""

import pytest

from smart_select_gimp.setting_up import job as job_module
from smart_select_gimp.setting_up.job import SetupJob
from smart_select_plugin.environment.errors import SetupCancelled


def _fail_with(error: Exception, monkeypatch: pytest.MonkeyPatch) -> SetupJob:
    def fail(*arguments: object, **named: object) -> None:
        raise error

    monkeypatch.setattr(job_module, "set_up", fail)
    job = SetupJob(None)
    job.wait()
    return job


def test_a_known_problem_is_told_in_its_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    error = SetupCancelled()
    assert _fail_with(error, monkeypatch).problem == str(error)


def test_a_mistake_of_ours_does_not_look_like_success(monkeypatch: pytest.MonkeyPatch) -> None:
    job = _fail_with(ZeroDivisionError("oops"), monkeypatch)
    assert "ZeroDivisionError" in job.problem
    assert job.environment is None
