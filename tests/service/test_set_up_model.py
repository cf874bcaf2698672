"""The set-up's last step: the model that was chosen in its window, downloaded by the real code."""

import shlex
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from service.child_download import DECODER, ENCODER
from service.child_models_command import MODEL
from service.faulty_server import FaultyServer, serve, status, truncate, wrong_bytes
from service.fetching import CONTENT
from smart_select_gimp.panel.download import ModelDownload
from smart_select_gimp.setting_up import job as job_module
from smart_select_gimp.setting_up.job import SetupJob
from smart_select_gimp.setting_up.model_choice import is_here, kept_choice, model_to_use
from smart_select_plugin.environment import Environment, StepState

TESTS = Path(__file__).resolve().parents[1]
SetUp = Callable[[], SetupJob]


@pytest.fixture
def set_up(server: FaultyServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SetUp:
    """Begin a set-up with the model, whose environment is there; the local server has the files."""
    server.files |= {ENCODER: CONTENT, DECODER: CONTENT[::-1]}
    monkeypatch.setenv("SMART_SELECT_HOME", str(tmp_path / "home"))
    python = tmp_path / "python"
    child = shlex.join([sys.executable, "-m", "service.child_models_command", server.url("")])
    python.write_text(f'#!/bin/sh\nPYTHONPATH={shlex.quote(str(TESTS))} exec {child} "$@"\n')
    python.chmod(0o755)
    environment = Environment(tmp_path / "env", "1", "digest", 1, 1.0, "venv")
    monkeypatch.setattr(job_module, "set_up", lambda *_arguments, **_named: environment)

    def download(_python: Path, model: str) -> ModelDownload:
        return ModelDownload(python, model)

    return lambda: SetupJob(None, MODEL, download)


def ended(job: SetupJob) -> SetupJob:
    job.wait()
    return job


def step_of(job: SetupJob) -> StepState:
    (step,) = job.steps
    return step.state


def test_the_chosen_model_is_fetched_and_used(set_up: SetUp) -> None:
    job = ended(set_up())
    assert (job.problem, step_of(job)) == ("", StepState.DONE)
    assert model_to_use() == MODEL


def test_a_connection_that_breaks_is_taken_up_where_it_broke(server: FaultyServer, set_up: SetUp) -> None:
    server.script(ENCODER, truncate(40_960))
    job = ended(set_up())
    assert (job.problem, step_of(job)) == ("", StepState.DONE)
    assert server.count(ENCODER) == 2


@pytest.mark.parametrize("fault", [status(404), wrong_bytes], ids=["it is gone", "other bytes"])
def test_a_server_without_the_model_leaves_the_built_in_one_and_a_sentence(
    server: FaultyServer,
    set_up: SetUp,
    fault: object,
) -> None:
    server.always(DECODER, fault)  # type: ignore[arg-type]
    job = ended(set_up())
    print(job.problem)
    assert step_of(job) is StepState.FAILED
    assert job.problem.startswith(
        "Smart Select is ready, with the built-in model until the other one is here."
    )
    assert job.problem.endswith(".")
    assert "\n" not in job.problem
    assert (kept_choice(), model_to_use()) == (MODEL, "embedded")


def test_one_that_is_stopped_goes_on_next_time(server: FaultyServer, set_up: SetUp) -> None:
    server.script(ENCODER, serve(slowly_s=0.05))
    job = set_up()
    deadline = time.monotonic() + 60
    while server.count(ENCODER) == 0:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    job.stop()
    ended(job)
    assert step_of(job) is StepState.FAILED
    assert "stopped" in job.problem
    assert not is_here(MODEL)
    assert ended(set_up()).problem == ""
    assert is_here(MODEL)
