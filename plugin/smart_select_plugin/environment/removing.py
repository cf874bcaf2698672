"""What is not needed any more: environments that are not in use, or all that the set-up made."""

from __future__ import annotations

import errno
import os
import shutil
import time
from pathlib import Path
from typing import Callable, ContextManager

from smart_select_plugin.environment import installed
from smart_select_plugin.environment.errors import FolderUnusable, StillWritten, WorkerAtWork
from smart_select_plugin.environment.places import Places, user_places
from smart_select_plugin.environment.setup_lock import setup_lock
from smart_select_plugin.leaving import worker_kept_away
from smart_select_plugin.system_reasons import system_reason
from smart_select_plugin.wire.meeting_place import MeetingPlace

_TRIES = 10
_PAUSE_S = 0.2

KeepAway = Callable[[], ContextManager[bool]]
"""Asks the worker to leave and keeps it away within the block; gives whether it has left."""


def keep_users_worker_away() -> ContextManager[bool]:
    """Do so with the current user's worker."""
    return worker_kept_away(MeetingPlace.standard())


def sweep(places: Places, keep_worker_away: KeepAway, log: Callable[[str], None]) -> None:
    """Remove every environment but the one in use. Only for who holds the set-up's lock.

    A worker may still run from one that was finished: it is asked to leave, and where it does not, its
    environment stays for the next time, and so does what is still open somewhere.
    """
    finished = []
    for folder in installed.leftovers(places):
        if installed.is_incomplete(folder):
            _remove(folder, ignore_errors=True)
        else:
            finished.append(folder)
    if not finished:
        return
    with keep_worker_away() as has_left:
        if not has_left:
            log("a worker is still at work; what it runs from stays for the next time")
            return
        for folder in finished:
            _remove(folder, ignore_errors=True)


def remove_environment(
    places: Places | None = None,
    *,
    stopped: Callable[[], bool] = lambda: False,
    keep_worker_away: KeepAway = keep_users_worker_away,
) -> None:
    """Remove everything that the set-up made; models and caches stay.

    Waits for a set-up that is running, and asks the worker to leave. Raises WorkerAtWork where it does not,
    and then nothing is changed; StillWritten, FolderUnusable where something can't be removed.
    """
    where = places or user_places()
    try:
        if where.root.exists():
            with setup_lock(where.lock, stopped), keep_worker_away() as has_left:
                if not has_left:
                    raise WorkerAtWork(where.root)
                for path in _ours(where):
                    _remove_for_good(path)
            where.lock.unlink()
        _remove_root(where.root)
    except OSError as error:
        raise FolderUnusable(where.root, system_reason(error)) from error


def _ours(places: Places) -> list[Path]:
    """Return what the set-up may have made, the pointer first; not what else somebody put there."""
    pointer = places.pointer
    files = [pointer, pointer.with_name(pointer.name + ".part")]
    folders = [places.downloads, places.tools, places.pythons]
    environments = [path for path in sorted(places.root.iterdir()) if installed.is_environment(path)]
    return [path for path in (*files, *environments, *folders) if os.path.lexists(path)]


def _remove_root(root: Path) -> None:
    """Remove the folder where it is empty now, and the link to it where the user made it one."""
    target = root.resolve()
    if root.is_symlink():
        root.unlink()
    if target.is_dir() and not any(target.iterdir()):
        target.rmdir()


def _remove_for_good(path: Path) -> None:
    """Remove it; raises StillWritten where a killed set-up's tool goes on writing, and OSError."""
    for _again in range(_TRIES):
        try:
            _remove(path)
        except OSError as error:
            # Filled again, or emptied by another one, between a look into it and its removal.
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT):
                raise
            if not os.path.lexists(path):
                return
            time.sleep(_PAUSE_S)
        else:
            return
    raise StillWritten(path)


def _remove(path: Path, *, ignore_errors: bool = False) -> None:
    """Remove a file, a folder, or a link and not what it leads to."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=ignore_errors)
        return
    try:
        path.unlink()
    except OSError:
        if not ignore_errors:
            raise
