"""Messages over a `multiprocessing` connection: a header's frame, then its parts in frames of limited size.

The connection does the framing, on a Unix socket or a Windows pipe alike. Small frames let either side see
whether anything still arrives, and keep a claim of gigabytes from making room for them.
"""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from typing import Final, Iterator, List, Optional, Tuple, cast

from smart_select_plugin.wire import handshake
from smart_select_plugin.wire.codec import HEADER_LIMIT, Header, decode_header, decode_value, encode_message
from smart_select_plugin.wire.errors import Disconnected, WireError
from smart_select_plugin.wire.values import Value

_CHUNK_BYTES: Final = 1 << 18
"""Fits a processor's cache, through which each chunk goes more than once."""
_LOOK_UP_S: Final = 0.5
STALL_S: Final = 0.7
"""A frame that has begun goes on within this time, or the connection is given up: with the worker's own tick,
within a second."""


class Channel:
    """One connection. One thread receives, one sends; any thread may call `abort` and `close`.

    `stalled` tells somebody who watches whether a half message is waiting for its rest.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._aborted = False
        self._deadline: Optional[float] = None
        self._close_lock = threading.Lock()
        self._users = 0
        """Threads that are inside the connection; the last one to leave closes what is to be closed."""
        self._closing = False

    def prove_as_worker(self, key: bytes, limit_s: float) -> None:
        """Shake hands; WireError when the other side is no client of ours."""
        self._deadline = time.monotonic() + limit_s
        try:
            handshake.welcome_client(self, key)
        except OSError as error:
            raise Disconnected(str(error)) from error
        finally:
            self._deadline = None

    def prove_as_client(self, key: bytes, limit_s: float) -> None:
        """Shake hands; WireError when the other side is no worker of ours, or does not answer."""
        with self._limited(limit_s):
            try:
                handshake.greet_worker(self, key)
            except OSError as error:
                raise Disconnected(str(error)) from error

    def receive(self) -> Tuple[int, Value]:
        """Wait for a message and return its number and value.

        Raises Disconnected when nobody is there any more, WireError for anything that is no message.
        """
        header, payload = self.receive_raw()
        return header.number, decode_value(header, payload)

    def receive_within(self, limit_s: float) -> Tuple[int, Value]:
        """Do as `receive`, but give the connection up after `limit_s`."""
        with self._limited(limit_s):
            return self.receive()

    def receive_raw(self) -> Tuple[Header, bytearray]:
        """Wait for a message and return its checked header and the bytes of its parts."""
        try:
            with self._in_use():
                return self._receive_raw()
        except (OSError, EOFError) as error:
            raise Disconnected(str(error)) from error
        finally:
            self._deadline = None

    def send(self, number: int, value: Value) -> None:
        """Send one message. Raises Disconnected, or WireError when the value can't be sent at all."""
        self.send_raw(*encode_message(number, value))

    def send_raw(self, header: bytes, parts: List[memoryview]) -> None:
        """Send what `encode_message` returned. Raises Disconnected."""
        try:
            with self._in_use():
                self._connection.send_bytes(header)
                for frame in _frames(parts):
                    self._connection.send_bytes(frame)
        except OSError as error:
            raise Disconnected(str(error)) from error

    def send_bytes(self, buf: bytes) -> None:
        """Send one frame; OSError when nobody is there."""
        self._connection.send_bytes(buf)

    def recv_bytes(self, maxlength: int) -> bytes:
        """Receive one frame; OSError when it is longer than `maxlength`, EOFError when nobody is there."""
        if sys.platform == "win32":
            self._wait()  # nothing else lets `abort` interrupt; what has arrived at a pipe is whole
        return self._connection.recv_bytes(maxlength)

    def stalled(self) -> bool:
        """Whether that rest is overdue and nothing of it lies ready to be read."""
        deadline = self._deadline
        if deadline is None or time.monotonic() < deadline:
            return False
        try:
            with self._in_use():
                return not self._connection.poll(0)
        except (OSError, Disconnected):
            return True

    def abort(self) -> None:
        """Give the connection up: whoever waits in `receive` or `send` is told so. Closes nothing."""
        self._aborted = True
        if sys.platform == "win32":
            return  # receivers look up twice a second; a sender ends when the other side does
        with self._close_lock:
            if self._connection.closed:
                return
            # Another file of the same socket, because shutting it down is what wakes a blocked read.
            twin = socket.socket(fileno=os.dup(self._connection.fileno()))
            with twin, suppress(OSError):  # the other side may have been faster
                twin.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Free the connection: at once, or when the last who receives or sends has left.

        Never under a thread that is inside it: the file's number could be another file's by then. To hurry
        those, `abort` first.
        """
        with self._close_lock:
            self._closing = True
            if not self._users:
                self._connection.close()

    @contextmanager
    def _in_use(self) -> Iterator[None]:
        """Keep the connection open while inside; raises Disconnected when it has been closed."""
        with self._close_lock:
            if self._closing:
                raise Disconnected("closed")
            self._users += 1
        try:
            yield
        finally:
            self._leave()

    def _leave(self) -> None:
        with self._close_lock:
            self._users -= 1
            if self._closing and not self._users:
                self._connection.close()

    def _receive_raw(self) -> Tuple[Header, bytearray]:
        self._wait()
        self._expect_more()
        header = decode_header(self.recv_bytes(HEADER_LIMIT))
        payload = bytearray(header.payload_bytes)
        view = memoryview(payload)
        position = 0
        while position < len(payload):
            self._expect_more()
            chunk = self.recv_bytes(min(_CHUNK_BYTES, len(payload) - position))
            if not chunk:
                raise WireError("an empty frame")
            view[position : position + len(chunk)] = chunk
            position += len(chunk)
        return header, payload

    @contextmanager
    def _limited(self, limit_s: float) -> Iterator[None]:
        """Give the connection up unless what happens inside ends in time."""
        timer = threading.Timer(limit_s, self.abort)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _wait(self) -> None:
        """Wait for the first byte of a message, for as long as it takes."""
        # A shut-down socket wakes the wait; a pipe has nothing that would.
        patience = _LOOK_UP_S if sys.platform == "win32" else None
        while not self._connection.poll(patience):
            if self._aborted:
                raise Disconnected("given up")
        if self._aborted:
            raise Disconnected("given up")

    def _expect_more(self) -> None:
        self._deadline = time.monotonic() + STALL_S


def _frames(parts: List[memoryview]) -> List[bytes]:
    # Connection.send_bytes takes any buffer; only its annotation in older typesheds wants bytes.
    return cast(
        "List[bytes]",
        [
            part[position : position + _CHUNK_BYTES]
            for part in parts
            for position in range(0, part.nbytes, _CHUNK_BYTES)
        ],
    )
