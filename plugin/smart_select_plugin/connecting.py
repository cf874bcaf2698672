"""Finds the user's worker or starts it: exactly one, even when ten programs look for it at once."""

from __future__ import annotations

import json
import os
import re
import socket
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Client, Connection
from typing import Callable, Final, List, Optional, Sequence, Tuple

from smart_select_plugin.translation import _
from smart_select_plugin.wire.channel import Channel
from smart_select_plugin.wire.errors import WireError
from smart_select_plugin.wire.file_lock import FileLock
from smart_select_plugin.wire.meeting_place import Contact, MeetingPlace, PlaceUnusable
from smart_select_plugin.wire.values import PROTOCOL, Hello, Shutdown, Value, Welcome
from smart_select_plugin.worker_errors import (
    ClientClosed,
    WorkerError,
    WorkerNotStarted,
    WorkerSilent,
    WorkerTooNew,
)

_START_S: Final = 60.0
"""A first start reads a few hundred megabytes from a cold disk."""
_ANSWER_S: Final = 5.0
"""A worker says hello while it computes, so silence for this long means that something is wrong with it."""
_PAUSE_S: Final = 0.03
_NOTE: Final = "older.json"
_NOTE_LIMIT: Final = 1 << 14
_VERSION: Final = re.compile(r"(\d{1,9}(?:\.\d{1,9})*)((?:a|b|rc|\.dev)\d*)?(?:\+.*)?$", re.ASCII)


@dataclass(frozen=True)
class Connector:
    """How to reach the worker. `command` starts one (`[python, "-m", "smart_select", "worker"]`).

    `build` is what `command` would start: a running worker that is older is asked to leave, but only once,
    because `build` may promise too much; any will do when it is empty. `program` is who we are, for the
    worker's log.
    """

    place: MeetingPlace
    command: Sequence[str]
    build: str = ""
    program: str = ""
    start_s: float = _START_S
    answer_s: float = _ANSWER_S
    _replaced: List[str] = field(default_factory=list, init=False, repr=False, compare=False)
    """The builds that were asked to leave."""

    def connect(self, stopped: Callable[[], bool]) -> Channel:
        """Return a connection to a worker that speaks our protocol; started if there is none.

        Blocks for as long as that takes. Raises WorkerError; ClientClosed when `stopped` says so meanwhile.
        """
        try:
            self.place.prepare()
        except PlaceUnusable as error:
            raise WorkerNotStarted(str(error).rstrip("."), advised=True) from error
        deadline = time.monotonic() + self.start_s
        is_ours = False
        while True:
            contact = self.place.read_contact()
            if contact is not None:
                channel = self._reach(contact, is_ours=is_ours)
                if channel is not None:
                    return channel
            is_ours = self._start_unless_somebody_does(contact, deadline, stopped) or is_ours
            if stopped():
                raise ClientClosed
            if time.monotonic() > deadline:
                raise WorkerSilent(self.start_s)
            time.sleep(_PAUSE_S)

    def _reach(self, contact: Contact, *, is_ours: bool) -> Optional[Channel]:
        """Return a connection to this worker; None when it is gone, or old and therefore asked to leave.

        One that was started by `command` (`is_ours`) stays, however old: there is no newer one to be had.
        """
        try:
            channel = Channel(_open(contact, self.answer_s))
        except OSError:
            return None
        try:
            channel.prove_as_client(contact.key, self.answer_s)
            welcome = ask(channel, Hello(PROTOCOL, self.build, self.program), self.answer_s)
            if isinstance(welcome, Welcome):
                if welcome.protocol > PROTOCOL:
                    raise WorkerTooNew(welcome.build)
                if welcome.protocol == PROTOCOL:
                    if self._suits(welcome.build, is_ours=is_ours):
                        return channel
                    self._replaced.append(welcome.build)
                elif is_ours:
                    raise WorkerNotStarted(_("it is older than this plug-in"))
                ask(channel, Shutdown(), self.answer_s)
        except WireError:
            pass  # it went away, or is none of ours; whichever, there is no connection
        except WorkerError:
            channel.close()
            raise
        channel.close()
        return None

    def _suits(self, build: str, *, is_ours: bool) -> bool:
        """Whether a running worker of our protocol is to stay.

        `command` may start something older than `build` says. Whoever has seen that notes it, so that not
        every program after it ends a worker that is needed.
        """
        if not is_older(build, self.build):
            return True
        seen = [list(self.command), self.build, build]
        if is_ours:
            self._write_note(seen)
            return True
        return bool(self._replaced) or self._read_note() == seen

    def _read_note(self) -> object:
        with suppress(OSError, ValueError), (self.place.folder / _NOTE).open("rb") as file:
            return json.loads(file.read(_NOTE_LIMIT))
        return None

    def _write_note(self, note: object) -> None:
        part = self.place.folder / f"{_NOTE}.{os.getpid()}.part"
        with suppress(OSError):  # then others find out by themselves
            part.write_text(json.dumps(note), encoding="ascii")
            part.replace(self.place.folder / _NOTE)

    def _start_unless_somebody_does(
        self, tried: Optional[Contact], deadline: float, stopped: Callable[[], bool]
    ) -> bool:
        """Start a worker, unless another client is about to or one is still alive; wait for its contact.

        Return whether one was started.
        """
        lock = FileLock.take(self.place.start_lock)
        if lock is None:
            return False
        with lock:
            if self.place.read_contact() != tried or self.place.has_worker():
                return False
            # Late: a process that clicks once and ends mostly finds a worker, and is spared this.
            from smart_select_plugin.launching import launch

            launched = launch(self.command, folder=self.place.folder, output=self.place.start_output)
            while time.monotonic() < deadline and not stopped():
                contact = self.place.read_contact()
                if contact is not None and contact != tried:
                    return True
                if launched.has_ended:
                    if not self.place.has_worker() and self.place.read_contact() in (None, tried):
                        raise launched.failure()
                    return False
                time.sleep(_PAUSE_S)
        return False


def ask(channel: Channel, request: Value, limit_s: float) -> Value:
    """Send a request over a connection that nobody else uses and return the answer; raises WireError."""
    channel.send(0, request)
    answer: Tuple[int, Value] = channel.receive_within(limit_s)
    return answer[1]


def is_older(build: str, than: str) -> bool:
    """Whether a build is of an older version than another; what is no version is neither older nor newer.

    "0.9" < "0.10rc1" < "0.10" = "0.10.0" = "0.10+made-of-this".
    """
    ours, theirs = _version(build), _version(than)
    return ours is not None and theirs is not None and ours < theirs


def _version(build: str) -> Optional[Tuple[Tuple[int, ...], bool]]:
    """Return a version's numbers and whether it is final; None when it is no version."""
    found = _VERSION.match(build)
    if found is None:
        return None
    numbers = [int(part) for part in found[1].split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers), not found[2]


def _open(contact: Contact, limit_s: float) -> Connection:
    if sys.platform == "win32":
        return Client(contact.address, contact.family)
    # As multiprocessing does it, but with a time-out: a stopped process with a full queue accepts nobody.
    with socket.socket(socket.AF_UNIX) as stream:
        stream.settimeout(limit_s)
        stream.connect(contact.address)
        stream.setblocking(True)
        return Connection(os.dup(stream.fileno()))
