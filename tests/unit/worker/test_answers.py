"""Compose after Predict knows what the model said, and nobody else's mask or picture is taken for it."""

import numpy as np
import pytest
from PIL import Image

from fakes.hairy import HEIGHT, WIDTH, Hairy, hairy
from smart_select.runtime.cancelling import CancelToken
from smart_select.values import Candidate, Embedding, Logits, Mask, Photo, Prediction, Prompt, Size
from smart_select.worker.answering import Answering
from smart_select.worker.answers import Answers, look_of
from smart_select.worker.composing import compose
from smart_select.worker.pictures import Pictures
from smart_select_plugin.wire.values import Compose, Composed, Encode, Encoded, Predict, Selection, Subject

MODEL = "hair"
SIZE = WIDTH, HEIGHT


class HairModel:
    """Answers everything with the hairy object; the picture covers the upper three quarters of its square."""

    note = ""

    def __init__(self, object_: Hairy) -> None:
        logits = np.full((HEIGHT * 4 // 3, WIDTH), -8, np.float32)
        logits[:HEIGHT] = object_.logits
        candidate = Candidate(logits, 0.9, lambda _logits: object_.mask)
        self._prediction = Prediction(candidates=(candidate,), best_index=0)

    def encode(self, photo: Photo, token: CancelToken) -> tuple[Embedding, bool]:
        return Embedding(tensors={}, photo=photo, model=MODEL), False

    def predict(self, embedding: Embedding, prompt: Prompt) -> Prediction:
        return self._prediction

    def find_subject(self, embedding: Embedding, token: CancelToken) -> Prediction:
        return self._prediction

    def covered(self, size: Size) -> tuple[float, float]:
        return 1.0, 0.75


class HairModels:
    """That one model."""

    open_models = (MODEL,)
    cached_bytes = 0

    def __init__(self, object_: Hairy) -> None:
        self._model = HairModel(object_)

    def is_open(self, model: str) -> bool:
        return True

    def open(self, model: str) -> HairModel:
        return self._model

    def statuses(self) -> tuple[()]:
        return ()


@pytest.fixture
def object_() -> Hairy:
    """What is in the picture."""
    return hairy()


@pytest.fixture
def worker(object_: Hairy) -> Answering:
    """A worker's knowledge, which has encoded that picture."""

    def nobody(tell: object) -> None:
        raise AssertionError

    answering = Answering(HairModels(object_), Pictures(), nobody)  # type: ignore[arg-type]
    assert isinstance(asked(answering, Encode("p", MODEL, SIZE, SIZE, object_.photo.tobytes())), Encoded)
    return answering


def asked(worker: Answering, request: object) -> object:
    return worker.answer(request, CancelToken(), lambda _stage: None)  # type: ignore[arg-type]


def matte_of(worker: Answering, photo: Photo, mask: Mask, **fields: object) -> np.ndarray:
    """Return the cut-out's opacity, H×W."""
    height, width = mask.shape
    request = Compose("cutout", (width, height), photo.tobytes(), mask.tobytes(), (0, 0, width, height))
    request = Compose(**{**vars(request), **fields})
    reply = asked(worker, request)
    assert isinstance(reply, Composed)
    x0, y0, x1, y1 = reply.area
    whole = np.zeros((height, width), np.uint8)
    whole[y0:y1, x0:x1] = np.frombuffer(reply.pixels, np.uint8).reshape(y1 - y0, x1 - x0, 4)[..., 3]
    return whole


@pytest.mark.parametrize("question", [Predict("p", MODEL, points=((120, 140, 1),)), Subject("p", MODEL)])
@pytest.mark.parametrize("edge", ["auto", "matte"])
def test_what_is_made_of_an_answer_knows_what_the_model_left_open(
    worker: Answering, object_: Hairy, question: object, edge: str
) -> None:
    without = matte_of(worker, object_.photo, object_.mask, edge=edge)
    assert object_.error_of(without) > 0.4
    assert isinstance(asked(worker, question), Selection)
    assert object_.error_of(matte_of(worker, object_.photo, object_.mask, edge=edge)) < 0.05
    assert np.array_equal(matte_of(worker, object_.photo, object_.mask, edge="mask"), object_.mask)


def test_a_copy_of_another_size_is_known_again(worker: Answering, object_: Hairy) -> None:
    asked(worker, Subject("p", MODEL))
    for factor in (0.5, 2):
        size = int(WIDTH * factor), int(HEIGHT * factor)
        photo, mask = (np.asarray(Image.fromarray(one).resize(size)) for one in (object_.photo, object_.mask))
        matte = matte_of(worker, photo, mask, edge="matte")
        assert object_.error_of(np.asarray(Image.fromarray(matte).resize(SIZE))) < 0.15, factor


def test_an_edge_that_was_made_finer_or_softer_changes_nothing(worker: Answering, object_: Hairy) -> None:
    asked(worker, Subject("p", MODEL))
    small = Image.fromarray(object_.mask).resize((WIDTH // 3, HEIGHT // 3))
    soft = np.asarray(small.resize(SIZE, Image.Resampling.BICUBIC))
    assert object_.error_of(matte_of(worker, object_.photo, soft)) < 0.05


def test_a_foreign_mask_is_made_of_alone(worker: Answering, object_: Hairy) -> None:
    foreign = np.roll(object_.mask, 20, axis=1)
    before = matte_of(worker, object_.photo, foreign, edge="matte")
    asked(worker, Subject("p", MODEL))
    assert np.array_equal(matte_of(worker, object_.photo, foreign, edge="matte"), before)


def test_the_same_mask_on_another_picture_is_foreign(worker: Answering, object_: Hairy) -> None:
    other = hairy(brightness=-40)
    before = matte_of(worker, other.photo, object_.mask, edge="matte")
    asked(worker, Subject("p", MODEL))
    assert np.array_equal(matte_of(worker, other.photo, object_.mask, edge="matte"), before)


def test_what_was_painted_over_is_sure_and_the_rest_as_the_model_said(object_: Hairy) -> None:
    answers = Answers()
    answers.remember(object_.mask, object_.logits, look_of(object_.photo))
    touched = object_.mask.copy()
    touched[60:80, 80:100] = 0
    touched[10:25, 100:140] = 255
    found = answers.logits_of(touched, object_.photo)
    assert found is not None
    assert found[60:80, 80:100].max() < -8
    assert found[10:25, 100:140].min() > 8
    assert np.allclose(found[82:], object_.logits[82:], atol=0.001)


def test_an_outline_that_was_moved_since_is_snapped_to_what_the_model_saw() -> None:
    rows, columns = np.mgrid[:240, :320]
    away = np.hypot(rows - 120, columns - 160)
    seen, drawn = (((away < radius) * 255).astype(np.uint8) for radius in (80, 87))
    photo = np.full((240, 320, 3), 128, np.uint8)  # without an edge of its own
    request = Compose("mask", (320, 240), photo.tobytes(), drawn.tobytes(), (0, 0, 320, 240), snap=True)
    answers = Answers()
    alone = compose(request, answers)
    answers.remember(seen, np.asarray(80 - away, np.float32), look_of(photo))
    assert answers.logits_of(drawn, photo) is None
    told = compose(request, answers)
    assert told.area[0] >= alone.area[0] + 2
    assert told.area[3] <= alone.area[3] - 2
    other = Compose(**{**vars(request), "pixels": np.full_like(photo, 40).tobytes()})
    assert compose(other, answers).area == alone.area


def test_a_lasso_is_not_the_model_s_answer(worker: Answering, object_: Hairy) -> None:
    lasso = object_.mask.tobytes()
    before = matte_of(worker, object_.photo, object_.mask, edge="matte")
    assert isinstance(asked(worker, Predict("p", MODEL, rough=lasso, snap=True)), Selection)
    assert np.array_equal(matte_of(worker, object_.photo, object_.mask, edge="matte"), before)


def logits(value: float) -> Logits:
    return np.full((20, 30), value, np.float32)


def block(x: int) -> Mask:
    mask = np.zeros((40, 60), np.uint8)
    mask[10:30, x : x + 12] = 255
    return mask


def test_the_answer_that_is_most_alike_is_taken_and_few_are_kept() -> None:
    photo = np.full((40, 60, 3), 90, np.uint8)
    answers = Answers()
    for x in range(-33, 39):
        answers.remember(block(max(0, x)), logits(x), look_of(photo))
    found = answers.logits_of(block(38), photo)
    assert found is not None
    assert (found.dtype, found[0, 0]) == (np.float32, 38)
    assert answers.logits_of(block(0), photo) is None


def test_several_objects_in_one_mask_are_their_answers_together() -> None:
    photo = np.full((40, 60, 3), 90, np.uint8)
    answers = Answers()
    for x in (2, 25, 46):
        said = logits(-8)
        said[5:15, x // 2 : x // 2 + 6] = x
        answers.remember(block(x), said, look_of(photo))
    both = np.maximum(block(2), block(46))
    found = answers.logits_of(both, photo)
    assert found is not None
    assert (found[10, 4], found[10, 26], found[10, 15]) == (2, 46, -8)
    assert answers.logits_of(np.maximum(both, block(34)), photo) is None


def test_of_two_pictures_with_one_mask_the_right_one_s_answer_is_taken() -> None:
    photo, other = (np.full((40, 60, 3), value, np.uint8) for value in (90, 190))
    answers = Answers()
    answers.remember(block(9), logits(1), look_of(photo))
    answers.remember(block(9), logits(2), look_of(other))
    found = answers.logits_of(block(9), photo)
    assert found is not None
    assert found[0, 0] == 1


@pytest.mark.parametrize("value", [0, 255])
def test_masks_of_nothing_and_of_everything_are_nobodys(value: int) -> None:
    photo = np.full((40, 60, 3), 90, np.uint8)
    answers = Answers()
    answers.remember(block(9), logits(1), look_of(photo))
    assert answers.logits_of(np.full((40, 60), value, np.uint8), photo) is None
    assert Answers().logits_of(np.full((1, 1), value, np.uint8), photo[:1, :1]) is None
