"""A worker that answers at once, or when it is let: a disc around the last wanted point."""

from dataclasses import replace

import numpy as np

from smart_select.worker.composing import compose
from smart_select_krita.failures import SetupNeeded
from smart_select_plugin.picture import Picture
from smart_select_plugin.wire.values import (
    Compose,
    Composed,
    Encode,
    Encoded,
    ListModels,
    ModelLine,
    Models,
    Predict,
    Refine,
    Reply,
    Request,
    Selection,
    Subject,
)
from smart_select_plugin.worker_errors import RequestCancelled, WorkerError

RADIUS = 20


class FakeCall:
    def __init__(self, worker: "FakeLink", request: Request, picture: Picture | None) -> None:
        self.worker, self.request, self.picture = worker, request, picture
        self.cancelled = False
        self.stage = "encoding" if isinstance(request, Encode) else "drawing"

    def poll(self) -> Reply | None:
        if self.worker.error is not None:
            raise self.worker.error
        if self.cancelled:
            raise RequestCancelled
        return None if self.worker.is_held else self.worker.answer(self.request, self.picture)

    def cancel(self) -> None:
        self.cancelled = True


class FakeLink:
    """Stands for WorkerLink and for the client that it gives."""

    def __init__(self) -> None:
        self.asked: list[Request] = []
        self.is_held = False
        self.error: WorkerError | None = None
        self.needs_setup = False
        self.candidates = 3
        self.empty = False
        self.closed = 0

    def client(self) -> "FakeLink":
        if self.needs_setup:
            raise SetupNeeded
        return self

    def close(self) -> None:
        self.closed += 1

    def asked_for(self, kind: type[Request]) -> list[Request]:
        return [request for request in self.asked if isinstance(request, kind)]

    # The client.

    def start(self, request: Request, picture: Picture | None = None) -> FakeCall:
        self.asked.append(request)
        return FakeCall(self, request, picture)

    def encode(self, picture: Picture, model: str) -> FakeCall:
        size = picture.size, picture.full_size
        return self.start(Encode(picture.name, model, *size), picture)

    def subject(self, picture: Picture, model: str) -> FakeCall:
        return self.start(Subject(picture.name, model), picture)

    def predict(
        self, picture: Picture, model: str, *, previous: Selection | None, **prompt: object
    ) -> FakeCall:
        logits = previous.logits if previous else b""
        request = Predict(picture=picture.name, model=model, previous=logits, **prompt)  # type: ignore[arg-type]
        return self.start(request, picture)

    def answer(self, request: Request, picture: Picture | None) -> Reply:
        if isinstance(request, Encode):
            return Encoded(from_cache=False, seconds=0.1)
        if isinstance(request, ListModels):
            return Models(
                (
                    ModelLine("embedded", "Built in (small)", "built in", 4_000_000, encode_seconds=0.4),
                    ModelLine("tiny", "SAM 2.1 tiny", "installed", 155_000_000),
                    ModelLine("large", "SAM 2.1 large", "available", 900_000_000),
                )
            )
        if isinstance(request, Compose):
            return composed(request)
        if isinstance(request, Refine):
            return disc((request.area[0] + 30, request.area[1] + 30), request.full_size, scores=(1.0,))
        assert picture is not None
        if isinstance(request, Subject) or not request.points:
            middle = (picture.full_size[0] // 2, picture.full_size[1] // 2)
            scores = tuple(0.5 for _ in range(1 if isinstance(request, Subject) else self.candidates))
            return disc(middle, picture.full_size, scores=scores)
        if self.empty:
            return Selection(picture.full_size, None, b"", (0.1,), 1, b"\0" * 4, (1, 1))
        wanted = [point for point in request.points if point[2]] or request.points
        x, y, _ = wanted[-1]
        scores = tuple(0.5 for _ in range(self.candidates))
        found = disc((int(x), int(y)), picture.full_size, scores=scores)
        return replace(found, logits=bytes([len(request.points)] * 4))


def composed(request: Compose) -> Composed:
    """The object as it is, all else blue; or the object alone."""
    if request.kind == "mask" and request.edge == "mask":
        return compose(request)  # the worker's own
    if request.kind == "mask":
        return Composed(area=request.mask_area, channels=1, pixels=bytes(request.mask))
    width, height = request.size
    picture = np.frombuffer(bytes(request.pixels), np.uint8).reshape(height, width, 3)
    x0, y0, x1, y1 = request.mask_area
    mask = np.zeros((height, width, 1), np.uint8)
    mask[y0:y1, x0:x1, 0] = np.frombuffer(bytes(request.mask), np.uint8).reshape(y1 - y0, x1 - x0)
    if request.kind == "cutout":
        cut = np.concatenate([picture, mask], axis=2)[y0:y1, x0:x1]
        return Composed(area=request.mask_area, channels=4, pixels=cut.tobytes())
    made = np.where(mask > 127, picture, np.array((0, 0, 255), np.uint8))
    return Composed(area=(0, 0, width, height), channels=3, pixels=made.tobytes())


def disc(middle: tuple[int, int], size: tuple[int, int], *, scores: tuple[float, ...]) -> Selection:
    x0, y0 = max(0, middle[0] - RADIUS), max(0, middle[1] - RADIUS)
    x1, y1 = min(size[0], middle[0] + RADIUS), min(size[1], middle[1] + RADIUS)
    rows, columns = np.mgrid[y0:y1, x0:x1]
    far = np.hypot(rows + 0.5 - middle[1], columns + 0.5 - middle[0])
    mask = (np.clip(RADIUS - far, 0, 1) * 255).astype(np.uint8)
    return Selection(size, (x0, y0, x1, y1), mask.tobytes(), scores, 1, b"\1\2\3\4", (1, 1))
