"""The set-up and the engine agree on where things are, without sharing code."""

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
