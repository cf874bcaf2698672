"""What a host asks the worker with: calls that can be waited for, or looked at now and then by a UI loop.

    client = WorkerClient(Connector(MeetingPlace.standard(), [python, "-m", "smart_select", "worker"]))
    client.encode(picture, "embedded").wait(120)
    selection = client.predict(picture, "embedded", points=[(210.0, 140.0, 1)]).wait(30)

Everything slow (starting a worker, sending pixels, waiting) happens in threads of the client's own: starting,
polling and cancelling a call return at once. When the worker dies, calls are repeated once with a new one;
when it has forgotten a picture, the picture is sent again without the caller's doing.
"""

from __future__ import annotations

from typing import Final, Optional, Sequence

from smart_select_plugin.call import Call
from smart_select_plugin.line import Connects, Line
from smart_select_plugin.picture import Picture
from smart_select_plugin.translation import _
from smart_select_plugin.wire.values import (
    NOTHING,
    Area,
    Box,
    Buffer,
    Encode,
    Failed,
    PixelsWanted,
    Point,
    Predict,
    Reply,
    Request,
    Selection,
    Subject,
    Value,
)
from smart_select_plugin.worker_errors import RequestFailed, error_of

_REFILLS: Final = 2
"""How often a picture is sent again for one call; more would be a worker without room for it."""


class WorkerClient:
    """One host's line to the worker. Safe to use from several threads; close it when done."""

    def __init__(self, connector: Connects) -> None:
        self._line = Line(connector, self._hear)

    def encode(self, picture: Picture, model: str) -> Call:
        """Make a picture ready for prompts; the answer is Encoded."""
        return self.start(_encode_request(picture, model), picture)

    def predict(
        self,
        picture: Picture,
        model: str,
        *,
        points: Sequence[Point] = (),
        box: Optional[Box] = None,
        rough: Buffer = NOTHING,
        rough_area: Optional[Area] = None,
        previous: Optional[Selection] = None,
        candidate: str = "best",
    ) -> Call:
        """Answer a prompt; the answer is Selection. `previous` is the selection that this prompt corrects.

        A picture that was not encoded yet is, first.
        """
        request = Predict(
            picture=picture.name,
            model=model,
            points=tuple(points),
            box=box,
            rough=rough,
            rough_area=rough_area,
            previous=previous.logits if previous else NOTHING,
            previous_size=previous.logits_size if previous else None,
            candidate=candidate,
        )
        return self.start(request, picture)

    def subject(self, picture: Picture, model: str) -> Call:
        """Select what the picture is of; the answer is Selection."""
        return self.start(Subject(picture=picture.name, model=model), picture)

    def start(self, request: Request, picture: Optional[Picture] = None) -> Call:
        """Begin a request and return at once. `picture` is sent when the worker turns out to need it."""
        return self._line.begin(request, picture)

    def call(self, request: Request, timeout_s: float) -> Reply:
        """Ask and wait; raises WorkerError."""
        return self.start(request).wait(timeout_s)

    def close(self) -> None:
        """Drop the connection; open calls end with ClientClosed. The worker lives on."""
        self._line.close()

    def _hear(self, call: Call, value: Value) -> None:
        if isinstance(value, PixelsWanted):
            self._give_pixels(call)
        elif isinstance(value, Failed):
            call.fail(error_of(value.kind, value.message))
        else:
            call.succeed(value)  # type: ignore[arg-type]  # what a worker sends is a reply

    def _give_pixels(self, call: Call) -> None:
        """Answer the worker's wish for pixels: send them, then ask again."""
        call.refills += 1
        if call.picture is None or call.refills > _REFILLS:
            call.fail(RequestFailed("PictureUnknown", _("The picture is not ready any more; open it again.")))
        elif isinstance(call.request, Encode):
            call.with_pixels = True
            self._line.again(call)
        else:
            model = call.request.model if isinstance(call.request, (Predict, Subject)) else ""
            inner = self.start(_encode_request(call.picture, model), call.picture)
            call.waits_for = inner
            inner.when_done(lambda: self._resume(call, inner))
            call.when_done(inner.cancel)

    def _resume(self, call: Call, inner: Call) -> None:
        error = inner.error
        if error is None:
            self._line.again(call)
        else:
            call.fail(error)


def _encode_request(picture: Picture, model: str) -> Encode:
    return Encode(picture=picture.name, model=model, size=picture.size, full_size=picture.full_size)
