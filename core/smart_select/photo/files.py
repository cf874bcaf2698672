"""Result files that are either whole or not there at all."""

import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from smart_select.errors import OutputUnwritable
from smart_select.system_reasons import system_reason

_unfinished: Final[set[Path]] = set()
"""The temporary files of this process."""


def check_output(path: str | Path, *, sources: Iterable[str | Path] = ()) -> None:
    """Raise OutputUnwritable if `path` could not be written, or is one of the files that are read.

    Meant to be asked before the work is done; a disk can still fill up in between.
    """
    path = Path(path)
    try:
        if path.is_dir():
            raise OutputUnwritable(path, "it is a folder, so name a file in it")
        if not path.parent.is_dir():
            raise OutputUnwritable(path, f"there is no folder {path.parent}, so create it first")
        exists = path.exists()
        for source in sources:
            if exists and _is_same(path, source):
                raise OutputUnwritable(path, "it is the picture that is read, so choose another name")
        if exists and not os.access(path, os.W_OK):
            # A rename would replace it all the same, and somebody does not want that.
            raise OutputUnwritable(path, "it is write-protected, so choose another name")
        if not real_path(path).parent.is_dir():
            raise OutputUnwritable(
                path, "it is a link into a folder that is not there, so choose another name"
            )
        if not os.access(real_path(path).parent, os.W_OK):
            raise OutputUnwritable(path, f"the folder {path.parent} is read-only, so choose another one")
    except OSError as error:
        raise OutputUnwritable(path, system_reason(error)) from error


def write_file(path: str | Path, data: bytes) -> None:
    """Write `data` to `path` so that the name holds the old file or the whole new one, at any moment.

    An existing file is replaced, a link's target stays behind the link, and a device is written to as it is.
    Raises OutputUnwritable; then nothing new is left behind.
    """
    path = Path(path)
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(data)  # /dev/null must stay what it is
        else:
            _replace(real_path(path), data)
    except OSError as error:
        raise OutputUnwritable(path, system_reason(error)) from error


def drop_unfinished() -> None:
    """Remove what is being written, for a process that ends without waiting for it."""
    for temporary in tuple(_unfinished):
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def real_path(path: Path) -> Path:
    """Return where a path leads in the end; as far as can be told where its links go round in a circle."""
    return Path(os.path.realpath(path))  # pathlib's own raises for such links in some versions


def _is_same(path: Path, source: str | Path) -> bool:
    try:
        return path.samefile(source)
    except OSError:  # whoever reads the source says what is wrong with it
        return False


def _replace(target: Path, data: bytes) -> None:
    # Not tempfile: its files are private to the user, and a result gets the permissions that any file gets.
    temporary = target.with_name(f".{secrets.token_hex(8)}.part")
    _unfinished.add(temporary)
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
        _unfinished.discard(temporary)
