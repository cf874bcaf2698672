"""A lock between processes that the kernel releases when its holder dies, even by kill -9."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from smart_select.errors import Cancelled
from smart_select.models.reports import Stopped
from smart_select.models.storage import storage_errors

_POLL_S = 0.1

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

    def _release(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _take(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _release(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


@contextmanager
def hold_lock(path: Path, *, waiting: Callable[[], None], stopped: Stopped) -> Iterator[None]:
    """Hold the lock named by `path`, which is made if absent and stays: removing it would let two in at once.

    `waiting` is called once when somebody else holds it. It also excludes other threads of this process.
    Raises Cancelled when `stopped` says so while waiting, StorageUnavailable when the file can't be made.
    """
    with storage_errors(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _await(handle, path, waiting, stopped)
        try:
            yield
        finally:
            _release(handle)
    finally:
        os.close(handle)


def _await(handle: int, path: Path, waiting: Callable[[], None], stopped: Stopped) -> None:
    told = False
    while True:
        with storage_errors(path.parent):
            if _take(handle):
                return
        if not told:
            waiting()
            told = True
        if stopped():
            raise Cancelled("Waiting for another download")
        time.sleep(_POLL_S)
