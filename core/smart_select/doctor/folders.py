"""Our folders: can files be made in them, and how much room is left?"""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from smart_select.system_reasons import system_reason


@dataclass(frozen=True)
class Folder:
    """One of our folders; `problem` is empty when files can be made in it (or it can be made)."""

    purpose: str
    path: str
    free_bytes: int
    problem: str


def check_folder(purpose: str, path: Path) -> Folder:
    """Try to make a file in `path`, or where it would be made; nothing is left behind."""
    place = next((folder for folder in (path, *path.parents) if folder.exists()), Path(path.anchor))
    free_bytes = 0
    try:
        free_bytes = shutil.disk_usage(place).free
        with tempfile.TemporaryFile(dir=place):
            problem = ""
    except OSError as error:
        problem = system_reason(error)
    return Folder(purpose, str(path), free_bytes, problem)
