"""Where files are kept when the variables are odd."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from smart_select.errors import StorageUnavailable
from smart_select.paths import cache_dir, log_dir, models_dir

FOLDERS = [models_dir, cache_dir, log_dir]


@pytest.mark.parametrize("find", FOLDERS)
def test_a_relative_home_is_meant_from_here(
    find: Callable[[], Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SMART_SELECT_HOME", "portable")
    assert find().is_relative_to(tmp_path / "portable")


@pytest.mark.parametrize("find", FOLDERS)
def test_a_home_that_nobody_has_is_a_sentence(
    find: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMART_SELECT_HOME", "~no-such-user/x")
    with pytest.raises(StorageUnavailable, match="there is no such home folder"):
        find()


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="becomes a user without a name")
def test_a_user_without_a_home_is_told_so() -> None:
    script = (
        "import os, sys; sys.path[:] = sys.argv[1:]; from smart_select.paths import cache_dir; "
        "from smart_select.errors import StorageUnavailable; os.setuid(987_654)\n"
        "try: print(cache_dir())\n"
        "except StorageUnavailable as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *sys.path], env={}, capture_output=True, text=True, check=False
    )
    assert "there is no such home folder" in done.stdout, done.stderr
