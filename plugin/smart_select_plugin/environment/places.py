"""Where the environment lives: the user's data folder, never a host's plug-in folder.

The same folders as the engine's `smart_select.paths`, found with the standard library alone; a test holds
the two together. `SMART_SELECT_HOME` moves all of it into one folder.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping

from smart_select_plugin.environment.errors import FolderUnusable
from smart_select_plugin.translation import _

_APP = "smart-select"


@dataclass(frozen=True)
class Places:
    """The folders of one user; none of them need exist."""

    root: Path
    """Everything the set-up makes, and nothing else: removing the environment removes this folder."""

    log_folder: Path

    @property
    def lock(self) -> Path:
        """Return the file that one set-up at a time locks."""
        return self.root / "lock"

    @property
    def pointer(self) -> Path:
        """Return the file that names the environment in use."""
        return self.root / "current.json"

    @property
    def downloads(self) -> Path:
        """Return the folder of what was downloaded and not yet installed, kept from try to try."""
        return self.root / "downloads"

    @property
    def tools(self) -> Path:
        """Return the folder of a fetched uv."""
        return self.root / "tools"

    @property
    def pythons(self) -> Path:
        """Return the folder of a Python that uv brought."""
        return self.root / "pythons"

    @property
    def log(self) -> Path:
        """Return the file that gets the tools' output."""
        return self.log_folder / "setup.log"


def user_places(environ: Mapping[str, str] | None = None) -> Places:
    """Return the current user's places; raises FolderUnusable where there is no home folder."""
    variables = os.environ if environ is None else environ
    moved = variables.get("SMART_SELECT_HOME", "").strip()
    try:
        if moved:
            # The tools and the worker run in folders of their own, where a relative name is another one.
            home = Path(moved).expanduser().absolute()
            return Places(home / "data" / "environment", home / "log")
        data, log = _system_folders(variables)
    except (RuntimeError, KeyError) as error:  # a KeyError before Python 3.10
        raise FolderUnusable(Path(moved or "~"), _("there is no such home folder")) from error
    except OSError as error:
        raise FolderUnusable(Path(moved), _("the current folder is not there any more")) from error
    return Places(data / "environment", log)


def _system_folders(variables: Mapping[str, str]) -> tuple[Path, Path]:
    if sys.platform == "win32":
        local = variables.get("LOCALAPPDATA", "").strip() or str(Path.home() / "AppData" / "Local")
        return Path(local) / _APP, Path(local) / _APP / "Logs"
    if sys.platform == "darwin":
        library = Path.home() / "Library"
        return library / "Application Support" / _APP, library / "Logs" / _APP
    # Relative ones are to be ignored, says the specification of these variables.
    data = Path(variables.get("XDG_DATA_HOME", "").strip())
    state = Path(variables.get("XDG_STATE_HOME", "").strip())
    return (
        (data if data.is_absolute() else Path.home() / ".local" / "share") / _APP,
        (state if state.is_absolute() else Path.home() / ".local" / "state") / _APP / "log",
    )
