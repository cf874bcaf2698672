"""An engine without a model: it answers every prompt with three disks, part … whole."""

from collections.abc import Callable

import numpy as np

from smart_select.cli.backend import Backend
from smart_select.errors import ModelUnknown
from smart_select.models import ModelState, ModelStatus
from smart_select.prompting import check_prompt
from smart_select.values import Candidate, Embedding, Logits, Mask, Photo, Prediction, Prompt, Size

SCORES = (0.5, 0.9, 0.7)
BEST = 1


class FakeEngine:
    """Draws disks around the first wanted point, the middle of the box, or the rough mask's middle."""

    provider_note = "the encoder runs on paper"
    cache_problem = ""

    def __init__(self) -> None:
        self.seen: list[Photo] = []
        self.prompts: list[Prompt] = []

    def encode(self, image: Photo, /) -> Embedding:
        self.seen.append(image)
        return Embedding(tensors={}, photo=image, model="fake")

    def covered(self, size: Size, /) -> tuple[float, float]:
        return 1.0, 1.0

    def predict(self, embedding: Embedding, prompt: Prompt, /) -> Prediction:
        check_prompt(prompt, embedding.size)
        self.prompts.append(prompt)
        width, height = embedding.size
        x, y = _middle(prompt)
        radii = [min(width, height) * share for share in (0.1, 0.2, 0.3)]
        candidates = tuple(
            Candidate(_logits(x, y, radius, width, height), score, _disk(x, y, radius, width, height))
            for score, radius in zip(SCORES, radii, strict=True)
        )
        return Prediction(candidates=candidates, best_index=BEST)


class BlindEngine(FakeEngine):
    """Never finds anything."""

    def predict(self, embedding: Embedding, prompt: Prompt, /) -> Prediction:
        prediction = super().predict(embedding, prompt)
        width, height = embedding.size
        empty = Candidate(np.zeros((4, 4), np.float32), 0.1, _disk(-9, -9, 0, width, height))
        return Prediction(candidates=(empty,) * len(prediction.candidates), best_index=0)


class BrokenEngine(FakeEngine):
    """Has a bug."""

    def predict(self, embedding: Embedding, prompt: Prompt, /) -> Prediction:
        raise ZeroDivisionError("deep inside")


class InterruptedEngine(FakeEngine):
    """Is stopped by Ctrl+C while encoding."""

    def encode(self, image: Photo, /) -> Embedding:
        raise KeyboardInterrupt


def backend_of(engine: FakeEngine) -> Backend:
    """The fake as the commands get it; only the model "embedded" is known."""

    def load(model: str, _provider: str) -> FakeEngine:
        if model != "embedded":
            raise ModelUnknown(model, ["embedded"])
        return engine

    def select_subject(_engine: FakeEngine, embedding: Embedding) -> Prediction:
        width, height = embedding.size
        return engine.predict(embedding, Prompt(points=[(width / 2, height / 2, 1)]))

    def model_statuses() -> list[ModelStatus]:
        return [ModelStatus("embedded", "Built-in", ModelState.BUILT_IN, 1)]

    return Backend(
        load=load, select_subject=select_subject, check_prompt=check_prompt, model_statuses=model_statuses
    )


def _middle(prompt: Prompt) -> tuple[float, float]:
    for x, y, label in prompt.points:
        if label == 1:
            return x, y
    if prompt.box is not None:
        x0, y0, x1, y1 = prompt.box
        return (x0 + x1) / 2, (y0 + y1) / 2
    assert prompt.mask is not None
    rows, columns = np.nonzero(prompt.mask)
    return float(columns.mean()), float(rows.mean())


def _logits(x: float, y: float, radius: float, width: int, height: int) -> Logits:
    """Return 64×64 logits that are sure of the disk, but for its outline."""
    rows, columns = (np.mgrid[:64, :64] + 0.5) / 64
    depth_px = max(radius, 0.6) - np.hypot(columns * width - x, rows * height - y)
    return np.clip(depth_px * 4, -8, 8).astype(np.float32)


def _disk(x: float, y: float, radius: float, width: int, height: int) -> Callable[[Logits], Mask]:
    def render(_logits: Logits) -> Mask:
        rows, columns = np.mgrid[:height, :width]
        inside = np.hypot(columns + 0.5 - x, rows + 0.5 - y) < max(radius, 0.6)
        return inside.astype(np.uint8) * np.uint8(255)

    return render
