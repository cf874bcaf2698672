"""The door: accepts connections and gives each a thread of its own, so that nobody can block it."""

import contextlib
import logging
import os
import sys
import threading
import time
from multiprocessing.connection import Client, Connection, Listener
from typing import Final

from smart_select.worker.session import Host, Session
from smart_select_plugin.wire.channel import Channel
from smart_select_plugin.wire.meeting_place import Contact

_log = logging.getLogger(__name__)

_BACKLOG: Final = 64
_STRANGERS: Final = 32
"""Connections that have not proved themselves yet; more are closed at once."""
_CLIENTS: Final = 128
_PAUSE_S: Final = 0.1


class Door:
    """Listens at a contact's address from the moment it is made."""

    def __init__(self, contact: Contact, host: Host) -> None:
        self._contact = contact
        self._host = host
        # No authkey: multiprocessing would shake hands in `accept`, where one silent client blocks all.
        self._listener = Listener(contact.address, contact.family, backlog=_BACKLOG)
        if sys.platform != "win32":
            os.chmod(contact.address, 0o600)  # noqa: PTH101 - an address, not always a path
        self._sessions: set[Session] = set()
        self._lock = threading.Lock()
        self._closed = False
        self.opened = threading.Event()
        """Set whenever somebody comes in."""
        threading.Thread(target=self._accept_all, name="accept", daemon=True).start()

    def sessions(self) -> list[Session]:
        """Return all connections, proven or not."""
        with self._lock:
            return list(self._sessions)

    def close(self) -> None:
        """Let nobody in any more; who is in stays."""
        self._closed = True
        # A connection of our own wakes the blocked accept, on every system.
        with contextlib.suppress(OSError):
            Client(self._contact.address, self._contact.family).close()
        with contextlib.suppress(OSError):  # somebody has removed the socket's file
            self._listener.close()

    def is_there(self) -> bool:
        """Whether clients can still find it: somebody may have cleaned up temporary files."""
        return sys.platform == "win32" or os.path.exists(self._contact.address)  # noqa: PTH110 - an address

    def turn_out_the_stalled(self) -> None:
        """Close connections that stopped in the middle of a message or a handshake."""
        for session in self.sessions():
            if session.channel.stalled():
                _log.info("A connection stopped half-way and is closed.")
                session.channel.abort()

    def _accept_all(self) -> None:
        while not self._closed:
            try:
                connection = self._listener.accept()
            except OSError as error:  # a client that left at once, or no file numbers left
                if not self._closed:
                    _log.info("A connection could not be accepted: %s", error)
                    time.sleep(_PAUSE_S)
                continue
            self._let_in(connection)

    def _let_in(self, connection: Connection) -> None:
        session = Session(Channel(connection), self._host)
        with self._lock:
            strangers = sum(not other.is_proven for other in self._sessions)
            is_full = strangers >= _STRANGERS or len(self._sessions) >= _CLIENTS
            if not is_full and not self._closed:
                self._sessions.add(session)
        if is_full or self._closed:
            session.channel.close()
            return
        self.opened.set()
        try:
            threading.Thread(target=session.run, args=(self._forget,), name="client", daemon=True).start()
        except RuntimeError:  # no more threads
            self._forget(session)
            session.channel.close()

    def _forget(self, session: Session) -> None:
        with self._lock:
            self._sessions.discard(session)
