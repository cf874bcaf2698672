"""Where a user's programs find the user's one worker: a private folder with a contact file in it.

    worker.json   address, key, process and build of the running worker; mode 0600, written by one rename
    worker.lock   held by the worker for as long as it lives
    start.lock    held by a client while it starts one
    worker.sock   where the path is short enough for a socket

The folder depends on the user alone and hardly on the environment, because programs started from a menu, a
terminal and a sandbox must find the same one. `SMART_SELECT_HOME` moves it together with all else.
"""

from __future__ import annotations

import json
import os
import secrets
import stat
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Optional

from smart_select_plugin.wire.handshake import KEY_BYTES

_APP: Final = "smart-select"
_CONTACT: Final = "worker.json"
_CONTACT_LIMIT: Final = 4096
_SOCKET_PATH_LIMIT: Final = 100
"""Bytes of a socket's path: Linux takes 107, macOS 103."""
_SHORT_PREFIX: Final = "smart-select-"


class PlaceUnusable(OSError):
    """The folder can't be made private, or belongs to somebody else; `str(error)` is one sentence."""


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
        """Return the user's own; it need not exist yet."""
        home = os.environ.get("SMART_SELECT_HOME", "").strip()
        return cls(Path(home).expanduser() / "run" if home else _user_folder())

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

    def prepare(self) -> None:
        """Make the folder, private to the user; raises PlaceUnusable."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if sys.platform != "win32":
                self._make_private()
        except PlaceUnusable:
            raise
        except OSError as error:
            raise PlaceUnusable(
                f"{self.folder} can't be used ({error.strerror or error}); "
                "free it, or set SMART_SELECT_HOME to a folder of your own."
            ) from error

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
        """Leave `contact` for clients. Only who holds the worker's lock may call this."""
        values = {
            "address": contact.address,
            "family": contact.family,
            "key": contact.key.hex(),
            "process": contact.process,
            "protocol": contact.protocol,
            "build": contact.build,
        }
        part = self.folder / f"{_CONTACT}.part"
        part.unlink(missing_ok=True)
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            json.dump(values, file)
        part.replace(self.folder / _CONTACT)

    def new_contact(self, *, protocol: int, build: str) -> Contact:
        """Return an address that nobody uses and a key that nobody knows, for the process that asks.

        Removes what a killed worker left. Only who holds the worker's lock may call this.
        """
        self.remove_contact()
        if sys.platform == "win32":
            address, family = rf"\\.\pipe\{_APP}-{secrets.token_hex(16)}", "AF_PIPE"
        else:
            path = self.folder / "worker.sock"
            if len(os.fsencode(path)) > _SOCKET_PATH_LIMIT:
                # A fresh folder: nobody else can be waiting at a name that is made up now.
                path = Path(tempfile.mkdtemp(prefix=_SHORT_PREFIX, dir="/tmp")) / "worker.sock"
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
        """Remove the contact file and the socket that it names. Only for who holds the worker's lock."""
        contact = self.read_contact()
        (self.folder / _CONTACT).unlink(missing_ok=True)
        for path in {self.folder / "worker.sock", *_own_socket(contact)}:
            path.unlink(missing_ok=True)
            if path.parent != self.folder:
                with suppress(OSError):
                    path.parent.rmdir()

    def _make_private(self) -> None:
        status = self.folder.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
            raise PlaceUnusable(
                f"{self.folder} is not a folder of your own; "
                "remove it, or set SMART_SELECT_HOME to one that is."
            )
        if stat.S_IMODE(status.st_mode) != 0o700:
            self.folder.chmod(0o700)


def _own_socket(contact: Optional[Contact]) -> set[Path]:
    """Return the socket in a short folder that a contact names, if it is one that we would have made."""
    if contact is None or contact.family != "AF_UNIX":
        return set()
    path = Path(contact.address)
    return {path} if path.name == "worker.sock" and path.parent.name.startswith(_SHORT_PREFIX) else set()


def _user_folder() -> Path:
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", "")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / _APP / "run"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / _APP / "run"
    session = Path(os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.geteuid()}")
    with suppress(OSError):
        if session.is_absolute() and session.stat().st_uid == os.geteuid():
            return session / _APP
    cache = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(cache) if Path(cache).is_absolute() else Path.home() / ".cache") / _APP / "run"
