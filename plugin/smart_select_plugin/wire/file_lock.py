"""A lock between processes that the system releases when its holder dies, even by kill -9."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Callable, Final, Optional, Type

_POLL_S: Final = 0.05

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _take(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


class FileLock:
    """Held from the moment it is made until `release`, by this object alone, in this process or any other.

    The file stays: removing it would let two in at once.
    """

    def __init__(self, handle: int) -> None:
        self._handle: Optional[int] = handle

    @classmethod
    def take(cls, path: Path) -> Optional[FileLock]:
        """Return the lock named by `path`, or None while somebody else has it; OSError without the folder."""
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            taken = _take(handle)
        except OSError:
            os.close(handle)
            raise
        if not taken:
            os.close(handle)
            return None
        return cls(handle)

    @classmethod
    def wait(cls, path: Path, stopped: Callable[[], bool]) -> Optional[FileLock]:
        """Return the lock as soon as nobody else has it; None when `stopped` says so before."""
        while True:
            lock = cls.take(path)
            if lock is not None or stopped():
                return lock
            time.sleep(_POLL_S)

    def release(self) -> None:
        """Let others have it."""
        if self._handle is not None:
            os.close(self._handle)  # which gives the lock back, on every system
            self._handle = None

    def __enter__(self) -> FileLock:
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        self.release()
