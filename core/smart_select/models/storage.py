"""The disk under the models: readable failures, free space, hashes and renames that survive a power cut."""

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from smart_select.errors import Cancelled, ModelUnusable, StorageUnavailable
from smart_select.models.reports import Progress, Report, Stage, Stopped

BLOCK_BYTES = 1024 * 1024

_FULL = (errno.ENOSPC, errno.EDQUOT)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)
_WINDOWS_SHARING_VIOLATION = 32


@contextmanager
def storage_errors(folder: Path) -> Iterator[None]:
    """Turn an OSError of the file work inside into StorageUnavailable that names `folder` and what to do."""
    try:
        yield
    except OSError as error:
        raise StorageUnavailable(folder, _reason(error)) from error


@contextmanager
def reading_errors(path: Path) -> Iterator[None]:
    """Turn an OSError while a model file or folder is read into ModelUnusable."""
    try:
        yield
    except OSError as error:
        raise ModelUnusable(path, f"it can't be read ({error.strerror or error})") from error


def ensure_free(folder: Path, needed_bytes: int, spare_bytes: int) -> None:
    """Raise StorageUnavailable unless `folder`'s disk has `needed_bytes`, and `spare_bytes` to leave free."""
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    with storage_errors(folder):
        free = shutil.disk_usage(existing).free
    if free < needed_bytes + spare_bytes:
        raise StorageUnavailable(
            folder,
            f"{megabytes(needed_bytes + spare_bytes)} are needed and {megabytes(free)} are free, "
            "so make room on this disk or set SMART_SELECT_HOME to a folder on another one",
        )


def sha256_of(path: Path, *, report: Report, stopped: Stopped) -> str:
    """Return the file's SHA-256 in hex; raises ModelUnusable when it can't be read, or Cancelled."""
    digest = hashlib.sha256()
    done = 0
    with reading_errors(path), path.open("rb") as file:
        total = os.fstat(file.fileno()).st_size
        while block := file.read(BLOCK_BYTES):
            if stopped():
                raise Cancelled(f"Checking {path.name}")
            digest.update(block)
            done += len(block)
            report(Progress(Stage.CHECKING, path.name, done, total))
    return digest.hexdigest()


def settle(temporary: Path, final: Path) -> None:
    """Give a closed, complete file or folder its final name in one step, replacing a file that has it."""
    temporary.replace(final)
    sync_folder(final.parent)


def sync_folder(folder: Path) -> None:
    """Make renames in `folder` survive a power cut, where the system can do that."""
    if os.name != "posix":
        return
    # Some network file systems can't sync a folder; the rename itself has happened.
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def folder_bytes(folder: Path) -> int:
    """Return the size of all files in a folder; 0 when there is none."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def megabytes(count: int) -> str:
    """Say a number of bytes for people: 74.2 MB."""
    if count < 1000:
        return f"{count} bytes"
    if count < 999_950:
        return f"{count / 1e3:.1f} kB"
    return f"{count / 1e6:.1f} MB" if count < 999_950_000 else f"{count / 1e9:.2f} GB"


def is_full(error: OSError) -> bool:
    """Whether the error says that nothing more fits (full disk, quota, or largest size of a file)."""
    return error.errno in (*_FULL, errno.EFBIG)


def _reason(error: OSError) -> str:
    if getattr(error, "winerror", None) == _WINDOWS_SHARING_VIOLATION:
        return "another program has a file in it open, so close that and try again"
    if error.errno in _FULL:
        return "its disk is full, so make room and try again"
    if error.errno == errno.EFBIG:
        return (
            "files of this size are not allowed there, so set SMART_SELECT_HOME to a folder on another disk"
        )
    if error.errno in _FORBIDDEN:
        return (
            "it may not be written to, so change its permissions or set SMART_SELECT_HOME to another folder"
        )
    return f"{error.strerror or error}, so check the disk or set SMART_SELECT_HOME to another folder"
