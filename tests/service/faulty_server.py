"""A real HTTP server on this machine that answers as scripted: rightly, wrongly, or not to the end."""

import ssl
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

ETAG = '"the-only-version"'


@dataclass(frozen=True)
class Request:
    """What a client asked for."""

    path: str
    range: str | None
    if_range: str | None


class Answering(BaseHTTPRequestHandler):
    """One request being answered; behaviours call its methods."""

    protocol_version = "HTTP/1.1"
    server: "_Server"

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        self.close_connection = True
        faulty = self.server.owner
        with faulty.lock:
            faulty.requests.append(Request(path, self.headers.get("Range"), self.headers.get("If-Range")))
            script = faulty.scripts[path]
            behaviour = script.popleft() if script else faulty.defaults.get(path, serve())
        content = faulty.files.get(path)
        if content is None and not getattr(behaviour, "needs_no_file", False):
            self.head(404, {"Content-Length": "0"})
            return
        # A client that has left is often the point.
        with suppress(BrokenPipeError, ConnectionResetError, ssl.SSLError):
            behaviour(self, content or b"")

    def head(self, status: int, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Connection": "close", **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def offset(self) -> int | None:
        """Where the client wants to go on, or None; an If-Range that isn't our ETag makes it None."""
        asked = self.headers.get("Range")
        if asked is None or self.headers.get("If-Range", ETAG) != ETAG:
            return None
        return int(asked.removeprefix("bytes=").removesuffix("-"))

    def pause(self, seconds: float) -> None:
        """Be silent, but not longer than the test lasts."""
        self.server.owner.closing.wait(seconds)

    def log_message(self, format: str, *args: object) -> None:
        """Stay quiet."""


Behaviour = Callable[[Answering, bytes], None]


def serve(*, slowly_s: float = 0.0, piece: int = 4096) -> Behaviour:
    """Answer rightly, Range and If-Range included; `slowly_s` = pause between pieces."""

    def behave(answering: Answering, content: bytes) -> None:
        offset = answering.offset()
        if offset is not None and offset >= len(content):
            answering.head(416, {"Content-Range": f"bytes */{len(content)}", "Content-Length": "0"})
            return
        body = content[offset or 0 :]
        headers = {"Content-Length": str(len(body)), "ETag": ETAG}
        if offset is not None:
            headers["Content-Range"] = f"bytes {offset}-{len(content) - 1}/{len(content)}"
        answering.head(200 if offset is None else 206, headers)
        for start in range(0, len(body), piece) if slowly_s else ():
            answering.wfile.write(body[start : start + piece])
            answering.wfile.flush()
            answering.pause(slowly_s)
        if not slowly_s:
            answering.wfile.write(body)

    return behave


def truncate(after: int) -> Behaviour:
    """Announce everything, send `after` bytes of it, hang up."""

    def behave(answering: Answering, content: bytes) -> None:
        _announce_rest(answering, content)
        answering.wfile.write(content[answering.offset() or 0 :][:after])

    return behave


def stall(after: int) -> Behaviour:
    """Send `after` bytes and then nothing, keeping the connection."""

    def behave(answering: Answering, content: bytes) -> None:
        truncate(after)(answering, content)
        answering.wfile.flush()
        answering.pause(20)

    return behave


def say_nothing(answering: Answering, _content: bytes) -> None:
    """Accept the request and never answer."""
    answering.pause(20)


def announce(length: int, *, send: int | None = None) -> Behaviour:
    """Claim `length` bytes in all and send the content, or as much of it as `send` says (padded)."""

    def behave(answering: Answering, content: bytes) -> None:
        answering.head(200, {"Content-Length": str(length)})
        answering.wfile.write(content if send is None else content[:send].ljust(send, b"!"))

    return behave


def unannounced(*, extra: bytes = b"", length: int | None = None) -> Behaviour:
    """Send the content (or its beginning) in chunks of unknown total, then `extra`."""

    def behave(answering: Answering, content: bytes) -> None:
        answering.head(200, {"Transfer-Encoding": "chunked"})
        body = content[:length] + extra
        for start in range(0, len(body), 4096):
            piece = body[start : start + 4096]
            answering.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        answering.wfile.write(b"0\r\n\r\n")

    return behave


def negative_chunk(answering: Answering, content: bytes) -> None:
    """Send the beginning of the content, then a chunk of less than nothing."""
    answering.head(200, {"Transfer-Encoding": "chunked"})
    answering.wfile.write(b"1000\r\n" + content[:4096] + b"\r\n-5\r\n" + content[4096:8192])


def ignore_range(answering: Answering, content: bytes) -> None:
    """Answer 200 with everything, whatever was asked."""
    answering.head(200, {"Content-Length": str(len(content))})
    answering.wfile.write(content)


def shift_range(answering: Answering, content: bytes) -> None:
    """Answer 206 with another part than was asked."""
    body = content[1:]
    answering.head(
        206,
        {"Content-Range": f"bytes 1-{len(content) - 1}/{len(content)}", "Content-Length": str(len(body))},
    )
    answering.wfile.write(body)


def wrong_bytes(answering: Answering, content: bytes) -> None:
    """Answer rightly in form, with other bytes of the same length."""
    serve()(answering, bytes(byte ^ 0x55 for byte in content))


def status(code: int, **headers: str) -> Behaviour:
    """Answer an error; underscores in header names become dashes."""

    def behave(answering: Answering, _content: bytes) -> None:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        answering.head(code, {"Content-Length": "0", **names})

    behave.needs_no_file = True  # type: ignore[attr-defined]
    return behave


def redirect(location: str) -> Behaviour:
    """Send the client elsewhere."""
    return status(302, Location=location)


def _announce_rest(answering: Answering, content: bytes) -> None:
    offset = answering.offset()
    headers = {"Content-Length": str(len(content) - (offset or 0)), "ETag": ETAG}
    if offset is not None:
        headers["Content-Range"] = f"bytes {offset}-{len(content) - 1}/{len(content)}"
    answering.head(200 if offset is None else 206, headers)


class _Server(ThreadingHTTPServer):
    owner: "FaultyServer"
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up are expected here."""


@dataclass
class FaultyServer:
    """Serves `files` by path on a loopback port; `requests` tells what was asked, in order."""

    files: dict[str, bytes] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    scripts: dict[str, deque[Behaviour]] = field(default_factory=lambda: defaultdict(deque))
    defaults: dict[str, Behaviour] = field(default_factory=dict)
    certificate: Path | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)
    closing: threading.Event = field(default_factory=threading.Event)

    def script(self, path: str, *behaviours: Behaviour) -> None:
        """Answer the next requests for `path` like this, one behaviour each, then rightly."""
        self.scripts[path].extend(behaviours)

    def always(self, path: str, behaviour: Behaviour) -> None:
        """Answer every request for `path` like this."""
        self.defaults[path] = behaviour

    def url(self, path: str) -> str:
        """Address of a path."""
        scheme, host = ("https", "localhost") if self.certificate else ("http", "127.0.0.1")
        return f"{scheme}://{host}:{self._server.server_address[1]}{path}"

    def count(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(request.path == path for request in self.requests)

    def __enter__(self) -> Self:
        self._server = _Server(("127.0.0.1", 0), Answering)
        self._server.owner = self
        if self.certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self.certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def dead_port() -> Iterator[str]:
    """An address where nobody listens."""
    with FaultyServer() as server:
        address = server.url("")
    yield address
