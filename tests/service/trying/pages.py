"""A running page with a model that needs no download, and what a browser would ask it, without a browser."""

import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import numpy as np
from numpy.typing import NDArray

from fakes.colour_model import colour_engine
from smart_select.subject import select_subject
from smart_select.trying.serving import PageServer
from smart_select.values import Embedding, Photo, Prediction, Prompt


class Watched:
    """The colour engine; remembers prompts, and can be held in the middle of one."""

    def __init__(self) -> None:
        self._engine = colour_engine()
        self.layout = self._engine.layout
        self.prompts: list[Prompt] = []
        self.photos: list[Photo] = []
        self.go_on = threading.Event()
        self.go_on.set()

    def encode(self, image: Photo, /) -> Embedding:
        self.photos.append(image)
        return self._engine.encode(image)

    def predict(self, embedding: Embedding, prompt: Prompt, /) -> Prediction:
        self.prompts.append(prompt)
        assert self.go_on.wait(60)
        return self._engine.predict(embedding, prompt)


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    headers: dict[str, str]
    data: bytes

    @property
    def json(self) -> Any:  # noqa: ANN401 - JSON
        """The data as JSON."""
        return json.loads(self.data)

    @property
    def sentence(self) -> str:
        """What a refusal says: one sentence."""
        message: str = self.json["error"]["message"]
        assert message.endswith(".")
        assert "\n" not in message
        return message

    @property
    def record(self) -> dict[str, Any]:
        """The record of an answer."""
        record: dict[str, Any] = json.loads(self.data[4 : self._header_end])
        return record

    def mask(self, size: tuple[int, int]) -> NDArray[np.uint8]:
        """The mask of an answer, for a view of this width and height."""
        return np.frombuffer(self.data[self._header_end :], np.uint8).reshape(size[1], size[0])

    @property
    def _header_end(self) -> int:
        return 4 + int.from_bytes(self.data[:4], "little")


@dataclass
class OpenPage:
    """A server and its engine; `ask` speaks to it as its page does."""

    server: PageServer
    engine: Watched
    ended: list[str] = field(default_factory=list)

    @property
    def port(self) -> int:
        """Where it listens."""
        return self.server.gate.port

    @property
    def origin(self) -> str:
        """The page's own origin."""
        return f"http://127.0.0.1:{self.port}"

    def ask(self, path: str, body: bytes | None = None, *, at: str | None = None, **headers: str) -> Reply:
        """Send one request: a POST if there is a `body`; `at` replaces the secret part of the address."""
        own = {} if body is None else {"Origin": self.origin}
        sent = own | {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            secret = f"/{self.server.gate.token}/" if at is None else at
            connection.request("GET" if body is None else "POST", secret + path, body, sent)
            answer = connection.getresponse()
            return Reply(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            connection.close()

    def open(self, data: bytes, name: str = "photo.png") -> Reply:
        """Upload a photo."""
        return self.ask("api/photo", data, X_File_Name=quote(name))

    def select(self, photo: int, **parts: Any) -> Reply:  # noqa: ANN401 - the question's own
        """Ask for a selection."""
        return self.ask("api/select", json.dumps({"photo": photo, **parts}).encode())


@contextmanager
def open_page(engine: Watched | None = None, **options: Any) -> Iterator[OpenPage]:  # noqa: ANN401 - the server's own
    """Run a server until the context is left."""
    watched = engine or Watched()
    server = PageServer(watched, select_subject, model="colour", **options)
    page = OpenPage(server, watched)
    running = threading.Thread(target=lambda: page.ended.append(server.run()))
    running.start()
    try:
        yield page
    finally:
        watched.go_on.set()
        server.leave("The test is over.")
        running.join(30)
        assert not running.is_alive()
