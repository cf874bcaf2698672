"""What is told of models: licence, size of the download, and how long a picture took."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from fakes.colour_model import colour_engine, two_squares
from smart_select.models import ModelState, ModelStatus
from smart_select.runtime.cancelling import CancelToken
from smart_select.values import Embedding, Photo, Prediction, Prompt, Size
from smart_select.worker.answering import Answering
from smart_select.worker.pictures import Pictures
from smart_select.worker.speeds import Speeds
from smart_select_plugin.wire.values import Encode, Encoded, ListModels, ModelLine, Models

STATUSES = (
    ModelStatus("embedded", "Built-in", ModelState.BUILT_IN, 6_000_000),
    ModelStatus("sam2.1-tiny", "SAM 2.1 tiny", ModelState.ABSENT, 0),
    ModelStatus("my-own", "my-own", ModelState.INSTALLED, 1000),
)


class FakeModel:
    note = "fake"

    def __init__(self) -> None:
        self.from_cache = False
        self._engine = colour_engine()

    def encode(self, photo: Photo, token: CancelToken) -> tuple[Embedding, bool]:
        return self._engine.encode(photo), self.from_cache

    def predict(self, embedding: Embedding, prompt: Prompt) -> Prediction:
        raise NotImplementedError

    def find_subject(self, embedding: Embedding, token: CancelToken) -> Prediction:
        raise NotImplementedError

    def covered(self, size: Size) -> tuple[float, float]:
        return 1.0, 1.0


class FakeModels:
    open_models = ("embedded",)
    cached_bytes = 0

    def __init__(self) -> None:
        self.model = FakeModel()

    def is_open(self, model: str) -> bool:
        return True

    def open(self, model: str) -> FakeModel:
        return self.model

    def statuses(self) -> Sequence[ModelStatus]:
        return STATUSES


def listed(answering: Answering) -> dict[str, ModelLine]:
    reply = answering.answer(ListModels(), CancelToken(), lambda _stage: None)
    assert isinstance(reply, Models)
    return {model.id: model for model in reply.models}


def encode(answering: Answering, name: str) -> None:
    pixels = np.ascontiguousarray(two_squares())
    height, width = pixels.shape[:2]
    request = Encode(name, "embedded", (width, height), (width, height), pixels.tobytes())
    assert isinstance(answering.answer(request, CancelToken(), lambda _stage: None), Encoded)


def new_answering(models: FakeModels, speeds: Speeds | None = None) -> Answering:
    def doctor(tell: object) -> None:
        raise NotImplementedError

    return Answering(models, Pictures(), doctor, speeds)  # type: ignore[arg-type]


def test_licence_and_size_come_from_the_catalogue() -> None:
    models = listed(new_answering(FakeModels()))
    assert models["sam2.1-tiny"].licence == "Apache-2.0"
    assert models["sam2.1-tiny"].download_bytes > 100_000_000
    assert (models["my-own"].licence, models["my-own"].download_bytes) == ("", 0)


def test_the_time_of_the_last_picture_is_told_and_one_from_the_cache_is_none() -> None:
    models = FakeModels()
    answering = new_answering(models)
    models.model.from_cache = True
    encode(answering, "cached")
    assert listed(answering)["embedded"].encode_seconds == 0
    models.model.from_cache = False
    encode(answering, "fresh")
    assert listed(answering)["embedded"].encode_seconds > 0


def test_the_next_worker_knows_how_long_a_picture_took(tmp_path: Path) -> None:
    file = tmp_path / "cache" / "speeds.json"
    encode(new_answering(FakeModels(), Speeds(file)), "fresh")
    assert listed(new_answering(FakeModels(), Speeds(file)))["embedded"].encode_seconds > 0


def test_times_that_are_nearly_the_same_are_not_written_again(tmp_path: Path) -> None:
    file = tmp_path / "speeds.json"
    speeds = Speeds(file)
    speeds.measured("embedded", 1.0)
    speeds.measured("embedded", 1.1)
    assert (speeds.of("embedded"), Speeds(file).of("embedded")) == (1.1, 1.0)
    speeds.measured("embedded", 2.0)
    assert Speeds(file).of("embedded") == 2.0


@pytest.mark.parametrize(
    "content", ["", "[]", '{"a": "b"}', '{"a": -1, "b": NaN, "c": 1e300}', "[" * 100_000]
)
def test_damaged_times_are_none(tmp_path: Path, content: str) -> None:
    file = tmp_path / "speeds.json"
    file.write_text(content)
    assert [Speeds(file).of(model) for model in "abc"] == [0, 0, 0]


def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    speeds = Speeds(tmp_path / "cache" / "speeds.json")
    speeds.measured("embedded", 1.0)
    assert speeds.of("embedded") == 1.0
