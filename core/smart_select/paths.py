"""Where Smart Select keeps its files, per user.

`SMART_SELECT_HOME` moves all of it into one folder (tests, portable installs). It may begin with ~ or ~name;
every function raises StorageUnavailable where there is no such home.
"""

import os
from pathlib import Path

import platformdirs

from smart_select.errors import StorageUnavailable

_APP = "smart-select"


def models_dir() -> Path:
    """Return the folder of downloaded models, one sub-folder per model id; it need not exist yet."""
    home = _home()
    return (home / "data" if home else platformdirs.user_data_path(_APP, appauthor=False)) / "models"


def cache_dir() -> Path:
    """Return the folder of what can be computed again: embeddings, optimised graphs, self-test verdicts."""
    home = _home()
    return home / "cache" if home else platformdirs.user_cache_path(_APP, appauthor=False)


def log_dir() -> Path:
    """Return the folder of log files."""
    home = _home()
    return home / "log" if home else platformdirs.user_log_path(_APP, appauthor=False)


def _home() -> Path | None:
    value = os.environ.get("SMART_SELECT_HOME", "").strip()
    if not value:
        return None
    try:
        return Path(value).expanduser()
    except RuntimeError as error:
        # Not taken literally: a folder whose name begins with ~ is dangerous to delete again.
        raise StorageUnavailable(
            value, "there is no such home folder, so let SMART_SELECT_HOME name another one"
        ) from error
