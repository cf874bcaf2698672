"""A running worker asked to leave, and kept away while the files that it runs from are replaced."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client
from typing import Final, Iterator, Optional

from smart_select_plugin.connecting import ask
from smart_select_plugin.wire.channel import Channel
from smart_select_plugin.wire.errors import WireError
from smart_select_plugin.wire.file_lock import FileLock
from smart_select_plugin.wire.meeting_place import Contact, MeetingPlace
from smart_select_plugin.wire.values import PROTOCOL, Hello, Shutdown, Welcome

_LEAVE_S: Final = 20.0
"""A worker ends what it computes before it goes."""
_ANSWER_S: Final = 5.0
_POLL_S: Final = 0.05


@contextmanager
def worker_kept_away(place: MeetingPlace, *, limit_s: float = _LEAVE_S) -> Iterator[bool]:
    """Ask the worker to leave, and let no client start one within the block; starts none itself.

    Gives True when no worker is alive; False when one still is after `limit_s`, because it computes or hangs.
    """
    deadline = time.monotonic() + limit_s
    try:
        start_lock = FileLock.wait(place.start_lock, lambda: time.monotonic() > deadline)
    except OSError:
        # No folder, or one that no client would use: nobody works there.
        yield True
        return
    if start_lock is None:  # whoever starts a worker takes longer
        yield False
        return
    with start_lock:
        yield _has_left(place, deadline)


def ask_worker_to_leave(place: MeetingPlace, *, limit_s: float = _LEAVE_S) -> bool:
    """Return whether no worker is alive any more, after it was asked to leave; waits for up to `limit_s`."""
    with worker_kept_away(place, limit_s=limit_s) as is_gone:
        return is_gone


def _has_left(place: MeetingPlace, deadline: float) -> bool:
    asked: Optional[Contact] = None
    while place.has_worker():
        contact = place.read_contact()
        if contact is not None and contact != asked:
            asked = contact
            # In a thread: a process that has been stopped accepts nobody, and connecting to it never ends.
            threading.Thread(target=_ask, args=(contact,), name="ask-to-leave", daemon=True).start()
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_S)
    return True


def _ask(contact: Contact) -> None:
    try:
        channel = Channel(Client(contact.address, contact.family))
    except (OSError, EOFError, AuthenticationError):
        return  # it is about to go by itself
    try:
        channel.prove_as_client(contact.key, _ANSWER_S)
        if isinstance(ask(channel, Hello(PROTOCOL, "", "set-up"), _ANSWER_S), Welcome):
            ask(channel, Shutdown(), _ANSWER_S)
    except WireError:
        return  # whether it has left is seen from its lock
    finally:
        channel.close()
