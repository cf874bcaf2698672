"""The photo that is worked on, with a model that selects what has the colour under the points."""

import io
import json
import threading
from typing import Any

import numpy as np
import pytest
from PIL import Image

from fakes.colour_model import colour_engine, two_squares
from smart_select.errors import PromptInvalid
from smart_select.photo.reading import LoadedPhoto
from smart_select.subject import select_subject
from smart_select.trying.asking import Earlier, Question
from smart_select.trying.desk import Desk, OpenPhoto
from smart_select.trying.refusing import AnswerGone, PhotoGone
from smart_select.values import Embedding, Photo, Prediction, Prompt

RED, BLUE, GREY = (24.0, 32.0), (72.0, 32.0), (48.0, 4.0)


class SlowEngine:
    """The colour engine; encoding waits until it is let go."""

    def __init__(self) -> None:
        self.engine = colour_engine()
        self.go_on = threading.Event()
        self.encoded = 0

    def encode(self, image: Photo, /) -> Embedding:
        assert self.go_on.wait(30)
        self.encoded += 1
        return self.engine.encode(image)

    def predict(self, embedding: Embedding, prompt: Prompt, /) -> Prediction:
        return self.engine.predict(embedding, prompt)


@pytest.fixture
def desk() -> Desk:
    return Desk(colour_engine(), select_subject)


@pytest.fixture
def opened(desk: Desk) -> OpenPhoto:
    return desk.open(LoadedPhoto(two_squares(), None, "PNG", "RGB"), "squares.png")


def ask(  # the question's own fields
    desk: Desk,
    opened: OpenPhoto,
    **parts: Any,  # noqa: ANN401
) -> tuple[dict[str, Any], np.ndarray[Any, Any]]:
    data = desk.answer(Question(photo=opened.number, **parts))
    end = 4 + int.from_bytes(data[:4], "little")
    return json.loads(data[4:end]), np.frombuffer(data[end:], np.uint8).reshape(64, 96)


def test_a_click_selects_and_a_correction_builds_on_it(desk: Desk, opened: OpenPhoto) -> None:
    record, mask = ask(desk, opened, points=((*RED, 1),))
    assert mask[32, 24] == 255
    assert mask[32, 72] == 0
    assert record["scores"] == [0.6, 0.9, 0.3]
    assert record["index"] == 1
    assert record["share"] == pytest.approx((mask >= 128).mean())
    corrected, both = ask(
        desk, opened, points=((*RED, 1), (*BLUE, 1)), previous=Earlier(record["answer"], record["index"])
    )
    assert corrected["answer"] != record["answer"]
    assert both[32, 24] == both[32, 72] == 255


def test_another_candidate_of_the_same_answer_is_shown_without_asking_the_model(
    desk: Desk, opened: OpenPhoto
) -> None:
    record, mask = ask(desk, opened, points=((*RED, 1),))
    again, wider = ask(desk, opened, shown=Earlier(record["answer"], 2))
    assert (again["answer"], again["index"]) == (record["answer"], 2)
    assert wider.sum() >= mask.sum()
    with pytest.raises(AnswerGone):
        ask(desk, opened, shown=Earlier(record["answer"], 3))


def test_what_is_only_looked_at_is_not_kept(desk: Desk, opened: OpenPhoto) -> None:
    record, _ = ask(desk, opened, points=((*RED, 1),), kept=False)
    assert record["answer"] == 0
    assert not opened.answers


def test_old_answers_are_forgotten_with_one_sentence(desk: Desk, opened: OpenPhoto) -> None:
    first, _ = ask(desk, opened, points=((*RED, 1),))
    for _ in range(40):
        ask(desk, opened, points=((*BLUE, 1),))
    assert len(opened.answers) == 40
    with pytest.raises(AnswerGone, match="too old to be kept"):
        desk.mask_file(opened.number, Earlier(first["answer"], 0))


def test_kept_answers_hold_no_masks(desk: Desk, opened: OpenPhoto) -> None:
    record, _ = ask(desk, opened, points=((*RED, 1),))
    desk.mask_file(opened.number, Earlier(record["answer"], 1))
    assert not any("mask" in vars(candidate) for candidate in opened.answers[record["answer"]])


def test_a_box_and_the_subject_are_questions_too(desk: Desk, opened: OpenPhoto) -> None:
    _, mask = ask(desk, opened, box=(60.0, 14.0, 84.0, 50.0))
    assert mask[32, 72] == 255
    _, mask = ask(desk, opened, subject=True)
    assert mask[32, 24] != mask[2, 2]


def test_bad_points_are_told_by_the_engine(desk: Desk, opened: OpenPhoto) -> None:
    with pytest.raises(PromptInvalid, match="outside the picture"):
        ask(desk, opened, points=((500.0, 2.0, 1),))
    with pytest.raises(PromptInvalid, match="marked as not wanted"):
        ask(desk, opened, points=((*RED, 0),))


def test_files_have_the_photo_s_own_size_and_transparency() -> None:
    alpha = np.full((64, 96), 255, np.uint8)
    alpha[:, :20] = 0
    desk = Desk(colour_engine(), select_subject)
    opened = desk.open(LoadedPhoto(two_squares(), alpha, "PNG", "RGBA"), "squares.png")
    record, _ = ask(desk, opened, points=((*RED, 1),))
    which = Earlier(record["answer"], record["index"])
    mask = np.asarray(Image.open(io.BytesIO(desk.mask_file(opened.number, which))))
    cut = np.asarray(Image.open(io.BytesIO(desk.cut_out_file(opened.number, which))))
    assert mask.shape == (64, 96)
    assert cut.shape == (64, 96, 4)
    assert cut[32, 30].tolist() == [220, 30, 30, 255]
    assert cut[32, 15].tolist() == [0, 0, 0, 0]
    assert (cut[..., 3] <= mask).all()


def test_the_next_photo_takes_the_place_of_the_one_before() -> None:
    slow = SlowEngine()
    desk = Desk(slow, lambda _engine, _embedding: pytest.fail("nobody asked for the subject"))
    photos = [LoadedPhoto(two_squares(), None, "PNG", "RGB") for _ in range(5)]
    opened = [desk.open(photo, "squares.png") for photo in photos]
    slow.go_on.set()
    desk.wait_until_ready(opened[-1].number)
    assert slow.encoded <= 2  # the one that was begun, and the newest
    with pytest.raises(PhotoGone, match="open this one again"):
        desk.answer(Question(photo=opened[0].number, points=((*RED, 1),)))
    with pytest.raises(PhotoGone):
        desk.wait_until_ready(opened[1].number)


def test_what_the_encoder_raises_is_told_to_whoever_waits() -> None:
    class Broken(SlowEngine):
        def encode(self, image: Photo, /) -> Embedding:
            raise MemoryError

    desk = Desk(Broken(), lambda _engine, _embedding: pytest.fail("nobody asked for the subject"))
    opened = desk.open(LoadedPhoto(two_squares(), None, "PNG", "RGB"), "squares.png")
    with pytest.raises(MemoryError):
        desk.wait_until_ready(opened.number)
