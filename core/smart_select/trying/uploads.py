"""A photo on its way from the browser to the engine, by way of a private file that lives for a moment."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote

from smart_select.errors import ImageUnreadable, StorageUnavailable
from smart_select.photo.reading import LoadedPhoto, read_photo
from smart_select.system_reasons import system_reason
from smart_select.trying.bodies import Body
from smart_select.trying.refusing import UPLOAD_LIMIT_BYTES, BrokenOff, TooLarge

_BLOCK_BYTES: Final = 1 << 20
_LONGEST_NAME: Final = 120
_LONGEST_SUFFIX: Final = 8
_UNNAMED: Final = "photo"


def file_name(header: str | None) -> str:
    """Return the last part of a percent-encoded file name, fit to be shown and to name a download after."""
    name = unquote(header or "", errors="replace").replace("\\", "/")
    name = "".join(char for char in PurePosixPath(name).name if char.isprintable())
    return name[-_LONGEST_NAME:].strip() or _UNNAMED


def receive_photo(body: Body, name: str) -> LoadedPhoto:
    """Return the photo that a request's body is; `name` is for messages, and its suffix counts.

    The file is private and gone when this returns. Raises TooLarge, ImageUnreadable, BrokenOff and
    StorageUnavailable.
    """
    if body.length > UPLOAD_LIMIT_BYTES:
        raise TooLarge(body.length, UPLOAD_LIMIT_BYTES)
    suffix = Path(name).suffix.lower()[:_LONGEST_SUFFIX]
    with _private_folder() as folder:
        path = folder / f"photo{suffix if suffix[1:].isascii() and suffix[1:].isalnum() else ''}"
        _save(body, path)
        try:
            return read_photo(path)
        except ImageUnreadable as error:
            # The user knows the file by its own name.
            raise ImageUnreadable(name, error.reason) from error


@contextmanager
def _private_folder() -> Iterator[Path]:
    """Give a new folder that only this user can look into, and remove it afterwards."""
    try:
        folder = tempfile.TemporaryDirectory(prefix="smart-select-try-", ignore_cleanup_errors=True)
    except OSError as error:
        raise StorageUnavailable(tempfile.gettempdir(), system_reason(error)) from error
    with folder as name:
        yield Path(name)


def _save(body: Body, path: Path) -> None:
    try:
        with path.open("xb") as file:
            while body.left:
                block = body.read(_BLOCK_BYTES)
                file.write(block)
    except (ConnectionError, TimeoutError) as error:
        raise BrokenOff from error
    except OSError as error:
        raise StorageUnavailable(path.parent, system_reason(error)) from error
