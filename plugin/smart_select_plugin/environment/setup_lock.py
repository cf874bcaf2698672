"""One set-up at a time, by a lock that the system releases when its holder dies, even by kill -9."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import Callable, Iterator

from smart_select_plugin.environment.errors import SetupCancelled
from smart_select_plugin.wire.file_lock import FileLock


@contextmanager
def setup_lock(path: Path, stopped: Callable[[], bool]) -> Iterator[None]:
    """Hold the lock named by `path`, waiting for whoever has it.

    Raises SetupCancelled when `stopped` says so meanwhile, OSError where the file can't be made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock.wait(path, stopped)
    if lock is None:
        raise SetupCancelled
    with lock:
        yield
