"""The set-up and the engine agree on where things are, without sharing code."""

import sys
from pathlib import Path

import pytest

from smart_select import paths
from smart_select_plugin.environment import user_places
from smart_select_plugin.environment.errors import FolderUnusable


def test_the_data_and_log_folders_are_the_engine_s(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SMART_SELECT_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    places = user_places()
    assert places.root.parent == paths.models_dir().parent
    assert places.log_folder == paths.log_dir()


def test_moved_folders_are_the_engine_s(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SMART_SELECT_HOME", str(tmp_path))
    places = user_places()
    assert places.root == tmp_path / "data" / "environment"
    assert places.root.parent == paths.models_dir().parent
    assert places.log_folder == paths.log_dir()


def test_a_home_that_is_not_there_is_said() -> None:
    with pytest.raises(FolderUnusable, match="there is no such home folder"):
        user_places({"SMART_SELECT_HOME": "~nobody-of-this-name/x"})


def test_a_relative_home_is_one_of_the_current_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    places = user_places({"SMART_SELECT_HOME": "mine"})
    assert places.root == tmp_path / "mine" / "data" / "environment"
    assert places.log_folder == tmp_path / "mine" / "log"


def test_a_relative_home_in_a_folder_that_has_gone_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    with pytest.raises(FolderUnusable, match="the current folder is not there any more"):
        user_places({"SMART_SELECT_HOME": "mine"})


def test_a_user_without_a_home_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_home() -> Path:
        raise KeyError("getpwuid(): uid not found: 12345")

    monkeypatch.setattr(Path, "home", no_home)
    with pytest.raises(FolderUnusable, match="there is no such home folder"):
        user_places({})


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the variables of Linux")
def test_relative_folders_of_the_system_are_ignored_as_by_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SMART_SELECT_HOME", raising=False)
    for name in ("XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, "relative")
    places = user_places()
    assert places.root.is_absolute()
    assert places.root.parent == paths.models_dir().parent
    assert places.log_folder == paths.log_dir()
