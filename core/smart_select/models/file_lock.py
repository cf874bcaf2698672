"""The lock that keeps other processes and threads away from a model's files."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from smart_select.errors import Cancelled
from smart_select.models.reports import Stopped
from smart_select.models.storage import storage_errors
from smart_select_plugin.wire.file_lock import FileLock

_POLL_S = 0.1


@contextmanager
def hold_lock(path: Path, *, waiting: Callable[[], None], stopped: Stopped) -> Iterator[None]:
    """Hold the lock named by `path`, a file that is made if absent and stays.

    `waiting` is called once when somebody else holds it. Raises Cancelled when `stopped` says so while
    waiting, StorageUnavailable when the file can't be made.
    """
    with storage_errors(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
    with _taken(path, waiting, stopped):
        yield


def _taken(path: Path, waiting: Callable[[], None], stopped: Stopped) -> FileLock:
    told = False
    while True:
        with storage_errors(path.parent):
            lock = FileLock.take(path)
        if lock is not None:
            return lock
        if not told:
            waiting()
            told = True
        if stopped():
            raise Cancelled("Waiting for another download")
        time.sleep(_POLL_S)
