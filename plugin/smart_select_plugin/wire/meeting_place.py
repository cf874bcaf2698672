"""Where a user's programs find the user's one worker: a private folder with a contact file in it.

    worker.json   address, key, process and build of the running worker; mode 0600, written by one rename
    worker.lock   held by the worker for as long as it lives
    start.lock    held by a client while it starts one
    worker.sock   where the path is short enough for a socket

The folder depends on the user alone and hardly on the environment, because programs started from a menu, a
terminal and a sandbox must find the same one. `SMART_SELECT_HOME` moves it together with all else.
"""

from __future__ import annotations

import errno
import json
import os
import secrets
import stat
import sys
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Iterator, Optional

from smart_select_plugin.wire.file_lock import FileLock
from smart_select_plugin.wire.handshake import KEY_BYTES

_APP: Final = "smart-select"
_CONTACT: Final = "worker.json"
_CONTACT_PART: Final = "worker.json.part"
_CONTACT_LIMIT: Final = 4096
_SOCKET: Final = "worker.sock"
_SOCKET_PATH_LIMIT: Final = 100
"""Bytes of a socket's path: Linux takes 107, macOS 103."""
_SHORT_FOLDER: Final = Path("/tmp")  # noqa: S108 - what is made there has a name that nobody can know
_SHORT_PREFIX: Final = "smart-select-"


class PlaceUnusable(OSError):
    """The folder can't be made private, belongs to somebody else, or no file can be made in it.

    `str(error)` is one sentence that says what to do.
    """


@dataclass(frozen=True)
class Contact:
    """How to reach the worker that is running, or that ran last."""

    address: str
    family: str
    key: bytes
    process: int
    protocol: int
    build: str


@dataclass(frozen=True)
class MeetingPlace:
    """The private folder of one user's worker and its clients."""

    folder: Path

    @classmethod
    def standard(cls) -> MeetingPlace:
        """Return the user's own; it need not exist yet.

        Where there is no home folder to put it in, that is said by `check` and `prepare`.
        """
        home = os.environ.get("SMART_SELECT_HOME", "").strip()
        folder = Path(home) / "run" if home else _user_folder()
        # No such home (a KeyError before Python 3.10); no current folder.
        with suppress(RuntimeError, KeyError, OSError):
            # The worker runs in a folder of its own, where a relative name would be another one.
            folder = folder.expanduser().absolute()
        return cls(folder)

    @property
    def worker_lock(self) -> Path:
        """The file that the worker locks."""
        return self.folder / "worker.lock"

    @property
    def start_lock(self) -> Path:
        """The file that a client locks while it starts a worker."""
        return self.folder / "start.lock"

    @property
    def start_output(self) -> Path:
        """The file that a worker's stderr goes to, for the case that it does not get far."""
        return self.folder / "worker.err"

    def has_worker(self) -> bool:
        """Whether a worker is alive, whatever it does: its lock tells; raises OSError without the folder."""
        lock = FileLock.take(self.worker_lock)
        if lock is None:
            return True
        lock.release()
        return False

    def prepare(self) -> None:
        """Make the folder, private to the user; raises PlaceUnusable."""
        with _explained(self.folder):
            self._check_home()
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if sys.platform != "win32":
                self._check_owner()
                if stat.S_IMODE(self.folder.lstat().st_mode) != 0o700:
                    self.folder.chmod(0o700)
            self._check_files()

    def check(self) -> None:
        """Raise PlaceUnusable where `prepare` would; makes and changes nothing."""
        with _explained(self.folder):
            self._check_home()
            if not os.path.lexists(self.folder):
                parents = (folder for folder in self.folder.parents if os.path.lexists(folder))
                _check_writable(next(parents, self.folder))
                return
            if sys.platform != "win32":
                self._check_owner()
            _check_writable(self.folder)
            self._check_files()

    def read_contact(self) -> Optional[Contact]:
        """Return the contact that a worker left here, or None."""
        try:
            with (self.folder / _CONTACT).open("rb") as file:
                values = json.loads(file.read(_CONTACT_LIMIT))
            contact = Contact(
                address=values["address"],
                family=values["family"],
                key=bytes.fromhex(values["key"]),
                process=values["process"],
                protocol=values["protocol"],
                build=values["build"],
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None
        texts = contact.address, contact.family, contact.build
        numbers = contact.process, contact.protocol
        if not all(isinstance(text, str) for text in texts) or not all(isinstance(n, int) for n in numbers):
            return None
        return contact if len(contact.key) == KEY_BYTES else None

    def write_contact(self, contact: Contact) -> None:
        """Leave `contact` for clients. Only who holds the worker's lock may call this.

        Raises PlaceUnusable, on a full disk for example.
        """
        values = {
            "address": contact.address,
            "family": contact.family,
            "key": contact.key.hex(),
            "process": contact.process,
            "protocol": contact.protocol,
            "build": contact.build,
        }
        part = self.folder / _CONTACT_PART
        with _explained(self.folder):
            part.unlink(missing_ok=True)
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                json.dump(values, file)
            part.replace(self.folder / _CONTACT)

    def new_contact(self, *, protocol: int, build: str) -> Contact:
        """Return an address that nobody uses and a key that nobody knows, for the process that asks.

        Removes what a killed worker left. Only who holds the worker's lock may call this.
        Raises PlaceUnusable.
        """
        self.remove_contact()
        if sys.platform == "win32":
            address, family = rf"\\.\pipe\{_APP}-{secrets.token_hex(16)}", "AF_PIPE"
        else:
            path = self.folder / _SOCKET
            if len(os.fsencode(path)) > _SOCKET_PATH_LIMIT:
                # A fresh folder: nobody else can be waiting at a name that is made up now.
                with _explained(_SHORT_FOLDER):
                    path = Path(tempfile.mkdtemp(prefix=_SHORT_PREFIX, dir=_SHORT_FOLDER)) / _SOCKET
            address, family = str(path), "AF_UNIX"
        return Contact(
            address=address,
            family=family,
            key=secrets.token_bytes(KEY_BYTES),
            process=os.getpid(),
            protocol=protocol,
            build=build,
        )

    def remove_contact(self) -> None:
        """Remove the contact file and the socket that it names. Only for who holds the worker's lock.

        Raises PlaceUnusable.
        """
        contact = self.read_contact()
        for path in (self.folder / _CONTACT, self.folder / _SOCKET, *_own_socket(contact)):
            with _explained(self.folder):
                path.unlink(missing_ok=True)
            if path.parent != self.folder:
                with suppress(OSError):
                    path.parent.rmdir()

    def _check_home(self) -> None:
        if not self.folder.is_absolute():
            # Not taken literally: a folder whose name begins with ~ is dangerous to delete again.
            raise PlaceUnusable(
                f"{self.folder} can't be used (there is no such home folder); "
                "set SMART_SELECT_HOME to a folder of your own."
            )

    def _check_files(self) -> None:
        """See to it that no folder has the name of a file of ours: nothing but a person can remove that."""
        others = (self.folder / name for name in (_CONTACT, _CONTACT_PART, _SOCKET))
        for path in (self.worker_lock, self.start_lock, self.start_output, *others):
            if path.is_dir() and not path.is_symlink():
                raise PlaceUnusable(f"{path} is a folder and should be a file; remove it.")

    def _check_owner(self) -> None:
        status = self.folder.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
            raise PlaceUnusable(
                f"{self.folder} is not a folder of your own; "
                "remove it, or set SMART_SELECT_HOME to one that is."
            )


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    """Turn what the system says about a folder and its files into PlaceUnusable."""
    try:
        yield
    except PlaceUnusable:
        raise
    except OSError as error:
        raise PlaceUnusable(
            f"{folder} can't be used ({error.strerror or error}); "
            "free it, or set SMART_SELECT_HOME to a folder of your own."
        ) from error


def _check_writable(folder: Path) -> None:
    if not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    if not os.access(folder, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def _own_socket(contact: Optional[Contact]) -> set[Path]:
    """Return the socket in a short folder that a contact names, if it is one that we would have made."""
    if contact is None or contact.family != "AF_UNIX":
        return set()
    path = Path(contact.address)
    return {path} if path.name == _SOCKET and path.parent.name.startswith(_SHORT_PREFIX) else set()


def _user_folder() -> Path:
    """Return the folder where nobody has moved it; it may begin with ~."""
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", "")
        return (Path(local) if local else Path("~", "AppData", "Local")) / _APP / "run"
    if sys.platform == "darwin":
        return Path("~", "Library", "Caches", _APP, "run")
    session = Path(os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.geteuid()}")
    with suppress(OSError):
        if session.is_absolute() and session.stat().st_uid == os.geteuid():
            return session / _APP
    cache = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(cache) if Path(cache).is_absolute() else Path("~", ".cache")) / _APP / "run"
