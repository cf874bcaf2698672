"""One request of the page: who asks, what for, and the answer."""

import json
import logging
import select
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import PurePath
from typing import Any, Final, Protocol
from urllib.parse import parse_qs, quote, urlsplit

from smart_select.errors import SmartSelectError
from smart_select.trying.asking import Earlier, read_count, read_question
from smart_select.trying.bodies import Body
from smart_select.trying.desk import Desk
from smart_select.trying.gate import Gate
from smart_select.trying.page_files import PROTECTION, page_file
from smart_select.trying.presence import Presence
from smart_select.trying.refusing import (
    MESSAGE_LIMIT_BYTES,
    UPLOAD_LIMIT_BYTES,
    NotThere,
    NotUnderstood,
    Refused,
)
from smart_select.trying.sample import SAMPLE_NAME, sample_photo
from smart_select.trying.uploads import file_name, receive_photo

_log = logging.getLogger(__name__)

_PATIENCE_S: Final = 30.0
"""How long a connection may be silent."""
_LOOK_S: Final = 0.5
_DISCARD_BYTES: Final = 1_000_000_000
_STRANGERS_DISCARD_BYTES: Final = 1_000_000


class Room(Protocol):
    """What a request finds on the server."""

    gate: Gate
    desk: Desk
    presence: Presence
    model: str

    @property
    def farewell(self) -> str:
        """Why the server ends; "" while it does not."""


class Handler(BaseHTTPRequestHandler):
    """Answers GET and POST; whatever else is asked gets the base class's refusal."""

    protocol_version = "HTTP/1.1"
    server_version = "smart-select"
    sys_version = ""
    timeout = _PATIENCE_S
    room: Room

    def do_GET(self) -> None:
        """Answer a GET."""
        self._respond(writes=False)

    def do_POST(self) -> None:
        """Answer a POST."""
        self._respond(writes=True)

    def end_headers(self) -> None:
        """Protect every answer, the base class's own refusals as well."""
        for name, value in PROTECTION.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing by itself: the addresses hold the secret."""

    def _respond(self, *, writes: bool) -> None:
        body, in_api, is_stranger = None, False, True
        try:
            body = Body(self.headers, self.rfile)
            url = urlsplit(self.path)
            if not writes and self.room.gate.redeem(url.path, self.headers):
                self._redirect(self.room.gate.address)
                return
            place = self.room.gate.enter(url.path, self.headers)
            in_api = place.startswith("api/")
            if in_api or writes:
                self.room.gate.check_asker(self.headers, writes=writes)
            is_stranger = False
            if place == "" and not url.path.endswith("/"):
                self._redirect(self.room.gate.address)
            elif in_api:
                self._answer(place.removeprefix("api/"), parse_qs(url.query), body, writes=writes)
            elif writes:
                raise NotThere
            else:
                file = page_file(place)
                self._send(file.data, file.media_type)
        except (ConnectionError, TimeoutError):
            self.close_connection = True  # whoever asked has gone
        except SmartSelectError as error:
            status = error.status if isinstance(error, Refused) else HTTPStatus.UNPROCESSABLE_ENTITY
            if not isinstance(error, Refused):
                _log.info("%s: %s", type(error).__name__, error, exc_info=True)
            self._refuse(status, type(error).__name__, str(error), body, in_api, is_stranger)
        except Exception as error:  # the one broad catch: people get a sentence, the log gets the rest
            _log.exception("unexpected")
            sentence = f"Something unexpected went wrong ({type(error).__name__}); the log says more."
            self._refuse(HTTPStatus.INTERNAL_SERVER_ERROR, "Unexpected", sentence, body, in_api, is_stranger)

    def _answer(self, verb: str, query: dict[str, list[str]], body: Body, *, writes: bool) -> None:
        if verb == "alive" and not writes:
            self._stay()
            return
        verbs: dict[str, Callable[[], None]] = {
            "POST photo": lambda: self._open_photo(body),
            "POST sample": self._open_sample,
            "POST select": lambda: self._select(body),
            "GET about": self._about,
            "GET view": lambda: self._view(_number(query, "photo")),
            "GET ready": lambda: self._wait_until_ready(_number(query, "photo")),
            "GET mask": lambda: self._save(query, "mask", self.room.desk.mask_file),
            "GET cutout": lambda: self._save(query, "cutout", self.room.desk.cut_out_file),
        }
        work = verbs.get(f"{'POST' if writes else 'GET'} {verb}")
        if work is None:
            raise NotThere
        with self.room.presence.request():
            work()

    def _about(self) -> None:
        self._send_json({"model": self.room.model, "limit_bytes": UPLOAD_LIMIT_BYTES})

    def _open_photo(self, body: Body) -> None:
        name = file_name(self.headers.get("X-File-Name"))
        self._send_json(self.room.desk.open(receive_photo(body, name), name).record())

    def _open_sample(self) -> None:
        self._send_json(self.room.desk.open(sample_photo(), SAMPLE_NAME).record())

    def _view(self, number: int) -> None:
        view = self.room.desk.photo(number).view
        self._send(view.data, view.media_type)

    def _wait_until_ready(self, number: int) -> None:
        self.room.desk.wait_until_ready(number)
        self._send_json({"photo": number})

    def _select(self, body: Body) -> None:
        if body.length > MESSAGE_LIMIT_BYTES:
            raise NotUnderstood
        question = read_question(body.read(body.length))
        self._send(self.room.desk.answer(question), "application/octet-stream")

    def _save(self, query: dict[str, list[str]], kind: str, make: Callable[[int, Earlier], bytes]) -> None:
        photo = _number(query, "photo")
        which = Earlier(_number(query, "answer"), _number(query, "index"))
        data = make(photo, which)
        stem = PurePath(self.room.desk.photo(photo).name).stem
        name = quote(f"{stem}-{kind}.png", safe="")
        self._send(data, "image/png", {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"})

    def _stay(self) -> None:
        """Hold the connection for as long as the page is open; tell the page when the server ends."""
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "application/x-ndjson")
        self.send_header("Connection", "close")
        self.end_headers()
        with self.room.presence.page():
            self.wfile.write(b"{}\n")
            while not self.room.farewell:
                readable, _, _ = select.select([self.connection], [], [], _LOOK_S)
                if readable:  # a page that stays says nothing more: this is its end
                    return
            self.wfile.write(json.dumps({"closed": self.room.farewell}).encode("ascii") + b"\n")

    def _redirect(self, address: str) -> None:
        self.send_response(HTTPStatus.SEE_OTHER)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send_json(self, record: dict[str, Any], status: HTTPStatus = HTTPStatus.OK) -> None:
        self._send(json.dumps(record).encode("ascii"), "application/json", status=status)

    def _send(
        self,
        data: bytes,
        media_type: str,
        headers: dict[str, str] | None = None,
        status: HTTPStatus = HTTPStatus.OK,
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(data)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def _refuse(
        self,
        status: HTTPStatus,
        kind: str,
        message: str,
        body: Body | None,
        in_api: bool,
        is_stranger: bool,
    ) -> None:
        limit = _STRANGERS_DISCARD_BYTES if is_stranger else _DISCARD_BYTES
        if body is None or not body.discard(limit):
            self.close_connection = True
        connection = {"Connection": "close"} if self.close_connection else {}
        try:
            if in_api:
                data = json.dumps({"error": {"kind": kind, "message": message}}).encode("ascii")
                self._send(data, "application/json", connection, status)
            else:
                text = f"{message}\n".encode()
                self._send(text, "text/plain; charset=utf-8", connection, status)
        except OSError:
            self.close_connection = True  # nobody is left to be told


def _number(query: dict[str, list[str]], name: str) -> int:
    values = query.get(name, [])
    if len(values) != 1:
        raise NotUnderstood
    return read_count(values[0])
