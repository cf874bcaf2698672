"""The server behind the page: on this computer alone, on a port that the system chooses, for a while."""

import logging
import socketserver
import threading
from collections.abc import Callable
from http.server import ThreadingHTTPServer
from socket import socket
from time import monotonic, sleep
from typing import Any, Final

from smart_select.trying.desk import Desk, Selecting
from smart_select.trying.gate import LOOPBACK, Gate
from smart_select.trying.handling import Handler
from smart_select.trying.presence import IDLE_S, Presence
from smart_select.values import Embedding, Prediction

_log = logging.getLogger(__name__)

_TICK_S: Final = 0.25
_FAREWELL_S: Final = 2.0
_CONNECTIONS: Final = 48
"""A browser opens six for a page; the rest are refused before they cost a thread."""


class PageServer:
    """Serves the page from the moment it is made. `run` returns when nobody needs it any more."""

    def __init__(
        self,
        engine: Selecting,
        find_subject: Callable[[Selecting, Embedding], Prediction],
        *,
        model: str,
        idle_s: float = IDLE_S,
    ) -> None:
        self.model = model
        self.desk = Desk(engine, find_subject)
        self.presence = Presence(idle_s)
        self._leaving = threading.Event()
        self._farewell = ""
        self._listener = _Listener(self)
        self.gate = Gate(port=self._listener.server_address[1])
        self._thread = threading.Thread(
            target=self._listener.serve_forever, kwargs={"poll_interval": _TICK_S}, daemon=True
        )
        self._thread.start()

    @property
    def farewell(self) -> str:
        """Why the server ends, in one sentence; "" while it does not."""
        return self._farewell

    def leave(self, reason: str) -> None:
        """Begin to end; `run` returns soon."""
        self._farewell = self._farewell or reason
        self._leaving.set()

    def run(self) -> str:
        """Serve until the page is closed, nobody has used it for long, or `leave`; return which, in a
        sentence.
        """
        try:
            while not self._leaving.wait(_TICK_S):
                reason = self.presence.reason_to_leave()
                if reason:
                    self.leave(reason)
            return self._farewell
        finally:
            self.close()

    def close(self) -> None:
        """Tell open pages, and stop; can be called again."""
        self.leave("Smart Select was stopped.")
        deadline = monotonic() + _FAREWELL_S
        while self.presence.pages and monotonic() < deadline:
            sleep(_TICK_S / 4)
        self._listener.shutdown()
        self._listener.server_close()
        self.desk.close()


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    # On Windows it would let another program take the port over.
    allow_reuse_address = False
    request_queue_size = _CONNECTIONS

    def __init__(self, server: PageServer) -> None:
        self._places = threading.BoundedSemaphore(_CONNECTIONS)
        handler = type("RoomHandler", (Handler,), {"room": server})
        super().__init__((LOOPBACK, 0), handler)

    def server_bind(self) -> None:
        """Bind without the base class's search for this computer's name, which can take long."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = LOOPBACK, self.server_address[1]

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - the base's own
        if not self._places.acquire(blocking=False):
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()

    def handle_error(self, request: socket | tuple[bytes, socket], client_address: Any) -> None:  # noqa: ANN401
        del request, client_address
        _log.info("a connection broke", exc_info=True)
