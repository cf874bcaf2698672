"""The set-up's thread: whatever ends it, the window hears of it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from smart_select_gimp.setting_up import job as job_module
from smart_select_gimp.setting_up.job import DoctorJob, SetupJob
from smart_select_gimp.setting_up.model_choice import kept_choice, model_to_use
from smart_select_plugin.environment import Environment, StepState
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


class FakeDownload:
    """A download that ends at once, in one way or another."""

    is_done = True
    doing = ""
    was_stopped = False

    def __init__(self, home: Path, problem: str = "") -> None:
        self._home = home
        self.problem = problem
        self.asked: list[str] = []

    def __call__(self, python: Path, model: str) -> "FakeDownload":
        self.asked.append(model)
        if not self.problem:
            folder = self._home / "data" / "models" / model
            folder.mkdir(parents=True)
            (folder / "model.json").write_text("{}")
        return self


Set = Callable[[str, str], tuple[SetupJob, FakeDownload]]


@pytest.fixture
def set_up_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Set:
    """Set up with a model and a problem of its download, without making an environment."""
    monkeypatch.setenv("SMART_SELECT_HOME", str(tmp_path))
    environment = Environment(tmp_path / "env", "1", "digest", 1, 1.0, "venv")
    monkeypatch.setattr(job_module, "set_up", lambda *_arguments, **_named: environment)

    def run(model: str, problem: str) -> tuple[SetupJob, FakeDownload]:
        download = FakeDownload(tmp_path, problem)
        job = SetupJob(None, model, download)  # type: ignore[arg-type]
        job.wait()
        return job, download

    return run


def test_the_built_in_model_alone_fetches_nothing(set_up_with: Set) -> None:
    job, download = set_up_with("embedded", "")
    assert (job.problem, download.asked) == ("", [])
    assert model_to_use() == "embedded"


def test_a_chosen_model_is_fetched_once_and_used_from_then_on(set_up_with: Set) -> None:
    job, download = set_up_with("sam2.1-tiny", "")
    assert (job.problem, download.asked) == ("", ["sam2.1-tiny"])
    assert [(step.name, step.state) for step in job.steps] == [("model", StepState.DONE)]
    assert model_to_use() == "sam2.1-tiny"
    assert set_up_with("sam2.1-tiny", "")[1].asked == []


def test_a_model_that_cannot_be_fetched_leaves_the_built_in_one(set_up_with: Set) -> None:
    job, _download = set_up_with("sam2.1-tiny", "The server is not to be reached.")
    assert job.environment is not None
    assert job.problem.startswith("Smart Select is ready")
    assert job.problem.endswith("The server is not to be reached.")
    assert (kept_choice(), model_to_use()) == ("sam2.1-tiny", "embedded")


def test_a_set_up_that_fails_is_tried_again_with_the_same_choice(
    set_up_with: Set, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object, **named: object) -> None:
        raise SetupCancelled

    monkeypatch.setattr(job_module, "set_up", fail)
    set_up_with("sam2.1-tiny", "")
    assert (kept_choice(), model_to_use()) == ("sam2.1-tiny", "embedded")


def test_a_choice_that_cannot_be_kept_is_told(set_up_with: Set, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    job, download = set_up_with("sam2.1-tiny", "")
    assert str(tmp_path / "data") in job.problem
    assert "can't be used for the set-up" in job.problem
    assert download.asked == []


def test_without_a_model_the_choice_stays(set_up_with: Set) -> None:
    set_up_with("sam2.1-tiny", "")
    set_up_with("", "")
    assert kept_choice() == "sam2.1-tiny"


@pytest.mark.parametrize(
    "content", ["", "[]", '{"model": 3}', '{"model": []}', json.dumps({"model": "../../etc"}), "\0"]
)
def test_a_damaged_choice_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    monkeypatch.setenv("SMART_SELECT_HOME", str(tmp_path))
    file = tmp_path / "data" / "environment" / "model.json"
    file.parent.mkdir(parents=True)
    file.write_text(content)
    assert kept_choice() == "embedded"


def test_the_doctor_is_asked_of_the_engine_that_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = tmp_path / "python"
    python.write_text('#!/bin/sh\necho "asked: $@"\n')
    python.chmod(0o755)
    monkeypatch.setenv("SMART_SELECT_HOME", str(tmp_path))
    monkeypatch.setenv("SMART_SELECT_PYTHON", str(python))
    job: Any = DoctorJob()
    job._thread.join()
    assert job.text.strip() == "asked: -I -m smart_select doctor"
