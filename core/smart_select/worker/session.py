"""One client's connection: a thread that reads its requests, and one that sends it the replies."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from typing import Final, Protocol, cast

from smart_select.worker.jobs import Job, JobQueue
from smart_select_plugin.wire.channel import STALL_S, Channel
from smart_select_plugin.wire.codec import decode_value, encode_message
from smart_select_plugin.wire.errors import Disconnected, WireError
from smart_select_plugin.wire.values import (
    REQUESTS,
    AskStatus,
    Cancel,
    Done,
    Failed,
    Hello,
    Reply,
    Request,
    Shutdown,
    Status,
    Welcome,
)

_log = logging.getLogger(__name__)

HANDSHAKE_S: Final = STALL_S
"""A stranger has this long to show that it is none."""
_UNSPEAKABLE: Final = Failed("Unexpected", "The worker's answer was too long to be sent; please report it.")
_OUTBOX_BYTES: Final = 512 << 20
"""A client that asks on and on without reading its answers is let go."""


class Host(Protocol):
    """What a session needs of the worker."""

    @property
    def key(self) -> bytes:
        """The secret that clients must hold."""

    @property
    def protocol(self) -> int:
        """What this worker speaks."""

    @property
    def build(self) -> str:
        """What this worker was built from."""

    @property
    def process(self) -> int:
        """This process's number."""

    @property
    def jobs(self) -> JobQueue:
        """The queue."""

    def touch(self) -> None:
        """Note that somebody wants something."""

    def status(self) -> Status:
        """Say what the worker is doing."""

    def leave(self) -> None:
        """Begin to shut down."""


class Session:
    """A client from its first byte to its last. `run` is the reading thread's work."""

    def __init__(self, channel: Channel, host: Host) -> None:
        self.channel = channel
        self.is_proven = False
        """Whether the client holds the key."""
        self._host = host
        self._speaks_ours = False
        self._outbox = _Outbox(channel)

    def run(self, ended: Callable[["Session"], None]) -> None:
        """Serve the client until it leaves; `ended` is called with this session at last."""
        writer = threading.Thread(target=self._outbox.run, name="replies", daemon=True)
        try:
            self.channel.prove_as_worker(self._host.key, HANDSHAKE_S)
            self.is_proven = True
            writer.start()
            while True:
                self._receive()
        except Disconnected:
            _log.debug("A client has left.")
        except WireError as error:
            _log.info("A connection was closed: %s.", error)
        finally:
            self._host.jobs.drop(self)
            self.channel.abort()  # wakes the writer
            self._outbox.end()
            if writer.ident is not None:
                writer.join()
            self.channel.close()
            ended(self)

    def flush(self, patience_s: float) -> None:
        """Wait until all replies so far have been sent."""
        self._outbox.wait_until_empty(patience_s)

    def _receive(self) -> None:
        header, payload = self.channel.receive_raw()
        try:
            if header.kind not in REQUESTS:
                raise WireError(f"a {header.kind} is no request")
            request = cast(Request, decode_value(header, payload))
        except WireError as error:
            # The frames were in order, so the connection is still of use.
            self._send(header.number, Failed("RequestInvalid", f"The worker was asked nonsense: {error}."))
            return
        self._host.touch()
        self._answer(header.number, request)

    def _answer(self, number: int, request: Request) -> None:
        """Answer at once what needs no computing; queue the rest."""
        if isinstance(request, Hello):
            self._speaks_ours = request.protocol == self._host.protocol
            _log.info("A client says hello: %s %s.", request.program[:40], request.build[:40])
            self._send(number, Welcome(self._host.protocol, self._host.build, self._host.process))
        elif isinstance(request, Shutdown):
            self._send(number, Done())
            self._host.leave()
        elif not self._speaks_ours:
            self._send(
                number,
                Failed("OtherProtocol", "The plug-in and its worker are of different versions; update both."),
            )
        elif isinstance(request, AskStatus):
            self._send(number, self._host.status())
        elif isinstance(request, Cancel):
            self._host.jobs.cancel(self, request.request)
            self._send(number, Done())
        else:
            self._host.jobs.submit(Job(self, number, request, self._send))

    def _send(self, number: int, reply: Reply) -> None:
        if not self._outbox.put(number, reply):
            _log.info("A client does not read its answers and is let go.")
            self.channel.abort()


class _Outbox:
    """Replies on their way, so that nobody waits for a client that is slow to read."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._replies: deque[tuple[bytes, list[memoryview]]] = deque()
        self._bytes = 0
        self._sending = False
        self._ended = False
        self._changed = threading.Condition()

    def put(self, number: int, reply: Reply) -> bool:
        """Add a reply; return False when too much lies here already."""
        try:
            header, parts = encode_message(number, reply)
        except WireError as error:
            _log.error("An answer can't be sent: %s", error)
            header, parts = encode_message(number, _UNSPEAKABLE)
        with self._changed:
            if self._ended:
                return True
            self._bytes += sum(part.nbytes for part in parts)
            if self._bytes > _OUTBOX_BYTES and self._replies:
                return False
            self._replies.append((header, parts))
            self._changed.notify_all()
        return True

    def end(self) -> None:
        """Drop what lies here, and end `run`."""
        with self._changed:
            self._ended = True
            self._replies.clear()
            self._changed.notify_all()

    def wait_until_empty(self, patience_s: float) -> None:
        """Return when all is sent, or not after `patience_s`."""
        with self._changed:
            self._changed.wait_for(lambda: self._ended or not (self._replies or self._sending), patience_s)

    def run(self) -> None:
        """Send replies until the end."""
        while True:
            with self._changed:
                self._sending = False
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._ended or self._replies)
                if self._ended:
                    return
                header, parts = self._replies.popleft()
                self._sending = True
            try:
                self._channel.send_raw(header, parts)
            except Disconnected:
                self._channel.abort()  # the reading thread then ends it all
                self.end()
            with self._changed:
                self._bytes -= sum(part.nbytes for part in parts)
            del header, parts  # a mask must not stay until the next reply
