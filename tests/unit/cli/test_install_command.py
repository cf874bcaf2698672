"""`smart-select install` is the installer, told in the command line's own way."""

import json
from pathlib import Path

import pytest

from smart_select.cli.main import run


@pytest.fixture
def nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user without GIMP and Krita."""
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "GIMP3_DIRECTORY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SMART_SELECT_HOME", str(tmp_path / "ours"))
    monkeypatch.setenv("PATH", "")
    return tmp_path


def test_the_list_is_one_object_for_scripts(nobody: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["install", "--list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert (listed["profiles"], listed["environment"]) == ([], "")


def test_no_host_is_one_sentence(nobody: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["install", "--yes"]) == 1
    told = capsys.readouterr().err
    assert told == (
        "smart-select: Neither GIMP 3 nor Krita was found for this user; install one, start it once, and try "
        "again.\n"
    )


def test_a_folder_without_packages_is_one_sentence(nobody: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (nobody / ".config" / "GIMP" / "3.0").mkdir(parents=True)
    (nobody / "GIMP" / "3.0").mkdir(parents=True)
    (nobody / "Library" / "Application Support" / "GIMP" / "3.0").mkdir(parents=True)
    assert run(["install", "--from", str(nobody / "empty"), "--json"]) == 1
    error = json.loads(capsys.readouterr().out)["error"]
    assert "unpack the whole release" in error["message"]


def test_nothing_to_remove_is_no_error(nobody: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["install", "--uninstall", "--yes", "--only", "gimp"]) == 0
    assert "nothing of Smart Select" in capsys.readouterr().out


def test_two_wishes_at_once_are_bad_arguments(nobody: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["install", "--list", "--uninstall"]) == 2
    assert "not allowed with" in capsys.readouterr().err
