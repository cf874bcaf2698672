"""Where Smart Select keeps its files, per user.

`SMART_SELECT_HOME` moves all of it into one folder (tests, portable installs). It may begin with ~ or ~name,
and what is relative is meant as of the current folder. Every path is absolute; every function raises
StorageUnavailable where there is no such home.
"""

import os
from pathlib import Path
from typing import Literal, Protocol

import platformdirs

from smart_select.errors import StorageUnavailable

_APP = "smart-select"


class _Find(Protocol):
    def __call__(self, appname: str, *, appauthor: Literal[False]) -> Path: ...


def models_dir() -> Path:
    """Return the folder of downloaded models, one sub-folder per model id; it need not exist yet."""
    home = _home()
    return (home / "data" if home else _of_user(platformdirs.user_data_path)) / "models"


def cache_dir() -> Path:
    """Return the folder of what can be computed again: embeddings, optimised graphs, self-test verdicts."""
    home = _home()
    return home / "cache" if home else _of_user(platformdirs.user_cache_path)


def log_dir() -> Path:
    """Return the folder of log files."""
    home = _home()
    return home / "log" if home else _of_user(platformdirs.user_log_path)


def _home() -> Path | None:
    value = os.environ.get("SMART_SELECT_HOME", "").strip()
    if not value:
        return None
    try:
        return Path(value).expanduser().absolute()
    except (RuntimeError, OSError) as error:  # OSError: there is no current folder any more
        # Not taken literally: a folder whose name begins with ~ is dangerous to delete again.
        raise StorageUnavailable(
            value, "there is no such home folder, so let SMART_SELECT_HOME name another one"
        ) from error


def _of_user(find: _Find) -> Path:
    """Return one of the system's folders for users, unless this one has no home to have it in."""
    try:
        folder = find(_APP, appauthor=False)
    except RuntimeError:
        folder = Path("~")
    if not folder.is_absolute():  # older platformdirs leave the ~ in it
        raise StorageUnavailable(
            folder, "there is no such home folder, so let SMART_SELECT_HOME name a folder of your own"
        )
    return folder
