"""The report says what is wrong, in words that can be pasted anywhere."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from smart_select.doctor import EnvironmentState, Report, WorkerState
from smart_select.doctor.folders import Folder
from smart_select.doctor.hosts import HostProfile
from smart_select.doctor.trial import Trial
from smart_select.models import ModelState, ModelStatus

HOME = Path("/home/zoë")


@pytest.fixture
def well() -> Report:
    """A machine on which all is well."""
    return Report(
        versions={"smart-select": "1.2.3", "python": "3.13.1", "cpus": 4},
        interpreter="/home/zoë/env",
        providers=["CPUExecutionProvider"],
        folders=[Folder("models", "/home/zoë/models", 5_000_000_000, "")],
        models=[
            ModelStatus("embedded", "Embedded", ModelState.BUILT_IN, 6_200_000),
            ModelStatus("large", "Large", ModelState.ABSENT, 0),
        ],
        worker=WorkerState(is_running=True, build="1.2.3"),
        environment=EnvironmentState("/home/zoë/env", "1.2.3", 157_000_000, "Python 3.13.1, uv"),
        hosts=[HostProfile("GIMP 3.0", "package", "/home/zoë/.config/GIMP/3.0", "smart-select")],
        trial=Trial(0.1, 0.2, 0.03, 0.97),
        home=HOME,
    )


def test_all_is_well(well: Report) -> None:
    assert well.problems == []
    assert well.text().endswith("\n\nAll is well.")


def test_every_part_is_in_the_text(well: Report) -> None:
    for part in (
        "1.2.3",
        "CPUExecutionProvider",
        "embedded (built in, 6.2 MB)",
        "running, build 1.2.3",
        "157 MB",
    ):
        assert part in well.text()
    assert "GIMP 3.0" in well.text()
    assert "encode 0.20 s, click 0.03 s" in well.text()


def test_models_that_are_not_there_are_not_listed(well: Report) -> None:
    assert "large" not in well.text()
    assert well.record()["models"]["large"] == "not downloaded"


def test_the_user_is_not_named(well: Report) -> None:
    broken = replace(well, folders=[Folder("models", "/home/zoë/models", 0, "you have no permission")])
    for text in (well.text(), json.dumps(well.record(), ensure_ascii=False), *broken.problems):
        assert "zoë" not in text
        assert "~/" in text


def test_the_root_folder_as_home_is_left_alone(well: Report) -> None:
    assert "/home/zoë/models" in replace(well, home=Path("/")).text()


def test_the_record_is_json(well: Report) -> None:
    record = json.loads(json.dumps(well.record()))
    assert set(record) >= {"versions", "worker", "environment", "hosts", "trial", "problems"}


def test_problems_are_sentences(well: Report) -> None:
    ill = replace(
        well,
        folders=[Folder("cache", "/c", 10, ""), Folder("log", "/l", 10**10, "that folder is read-only")],
        models=[ModelStatus("small", "Small", ModelState.DAMAGED, 1)],
        worker=WorkerState(problem="/run can't be read."),
        environment=EnvironmentState(problem="it is incomplete; set Smart Select up again."),
        hosts=[HostProfile("Krita", "package", "/k", "smart_select", "it is turned off")],
        trial=Trial(problem="The model in embedded can't be used: it is damaged."),
    )
    assert len(ill.problems) == 7
    assert all(problem.endswith(".") for problem in ill.problems)
    assert ill.text().count("\nProblem: ") == 7
