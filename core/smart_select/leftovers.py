"""Temporary files of processes that were killed before they could rename or remove them."""

import contextlib
import time
from pathlib import Path
from typing import Final

_ABANDONED_S: Final = 3600
"""Nobody takes this long to write one file; a younger one may still be in the making."""


def remove_abandoned(folder: Path) -> None:
    """Remove `*.part` and `*.note` files from a cache folder that were not written to for an hour."""
    for path in (*folder.glob("*.part"), *folder.glob("*.note")):
        with contextlib.suppress(OSError):  # another process cleans up too
            if time.time() - path.stat().st_mtime > _ABANDONED_S:
                path.unlink()
