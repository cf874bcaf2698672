"""`smart-select doctor` finds out what does not work."""

from pathlib import Path

from smart_select.doctor.folders import check_folder
from smart_select.errors import ModelUnusable
from smart_select.values import Embedding, Photo
from unit.cli.conftest import Run
from unit.cli.fake_engine import BrokenEngine, FakeEngine


class UnusableEngine(FakeEngine):
    """What a damaged model looks like."""

    def encode(self, image: Photo, /) -> Embedding:
        raise ModelUnusable("embedded", "its file is damaged")


def test_a_healthy_machine_passes(cli: Run) -> None:
    outcome = cli("doctor")
    assert outcome.code == 0
    assert outcome.out.endswith("All is well.\n")
    assert "onnxruntime" in outcome.out


def test_scripts_get_the_same_as_json(cli: Run, folder: Path) -> None:
    record = cli("doctor", "--json").json
    assert record["problems"] == []
    assert record["folders"][0]["path"] == str(folder.parent / "home" / "data" / "models")
    assert record["trial"]["overlap"] > 0
    assert "embedded" in record["models"]


def test_a_failing_click_is_a_problem(cli: Run) -> None:
    outcome = cli("doctor", engine=UnusableEngine())
    assert outcome.code == 1
    assert "Problem: a click with the built-in model failed: The model in embedded" in outcome.out


def test_folders_that_can_not_be_used_are_problems(cli: Run, folder: Path) -> None:
    (folder.parent / "home").write_bytes(b"a file where the folder should be")
    outcome = cli("doctor", "--json")
    assert outcome.code == 1
    assert sum("can't be used" in problem for problem in outcome.json["problems"]) == 4


def test_looking_leaves_nothing_behind(tmp_path: Path) -> None:
    assert check_folder("cache", tmp_path / "a" / "b").problem == ""
    assert list(tmp_path.iterdir()) == []


def test_a_bug_in_the_trial_is_told_like_any_other(cli: Run) -> None:
    assert "Something unexpected" in cli("doctor", engine=BrokenEngine()).err
