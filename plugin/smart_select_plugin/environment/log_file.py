"""The set-up's log: what was run and what it said, of the last set-up and the one before."""

from __future__ import annotations

import contextlib
import threading
import time
from pathlib import Path


class LogFile:
    """Appends lines; where the file can't be written, it is silent."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.exists() and path.stat().st_size > 200_000:
                path.replace(path.with_name(path.name + ".1"))

    def __call__(self, line: str) -> None:
        """Write one line."""
        with self._lock, contextlib.suppress(OSError), self._path.open("a", encoding="utf-8") as file:
            file.write(f"{time.strftime('%Y-%m-%d %H:%M:%S')} {line}\n")
