"""Finding programs by their name."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Iterator


def programs_on_path(name: str, search: str) -> Iterator[Path]:
    """Yield the programs called `name` in the folders of `search` (a PATH), in its order.

    Unlike `shutil.which`, never one in the current folder: that may be the one of the picture that somebody
    was sent, and whatever program lies in it.
    """
    file_name = f"{name}.exe" if sys.platform == "win32" else name
    for folder in search.split(os.pathsep):
        path = Path(folder) / file_name
        if path.is_absolute() and path.is_file() and os.access(path, os.X_OK):
            yield path
