"""The protocol's order of play and its sums, with engines that do as they are told."""

from collections.abc import Sequence

import numpy as np
import pytest

from accuracy.protocol import choose, evaluate, measure
from accuracy.results import Report, Row
from accuracy.values import INSIDE, U8, Answer, Box, Click, Floats, Prepare, Sample, Segment, as_answer


@pytest.fixture
def square() -> Sample:
    mask = np.zeros((60, 80), np.uint8)
    mask[20:41, 30:51] = INSIDE
    return Sample("a", "square", np.zeros((60, 80, 3), np.uint8), mask)


def row(*ious: float, obeyed: Sequence[bool] = (True,)) -> Row:
    return Row("a", ious, ious, tuple(obeyed), 0.5, 0.5, 0.1, 0.1)


class Recorder:
    """Answers nothing to one click, everything to more, and notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[tuple[Click, ...], Box | None, bool]] = []

    def prepare(self, image: U8) -> Segment:
        def segment(clicks: Sequence[Click], box: Box | None, previous: Floats | None) -> Answer:
            self.asked.append((tuple(clicks), box, previous is not None))
            return as_answer(np.full(image.shape[:2], len(clicks) > 1))

        return segment


def perfect(sample: Sample) -> Prepare:
    return lambda image: lambda clicks, box, previous: as_answer(sample.target)


def test_clicks_add_up_with_the_last_answer_and_a_box_comes_alone(square: Sample) -> None:
    recorder = Recorder()
    measure(recorder.prepare, square, clicks=3)
    clicks = [(40.5, 30.5, 1), (40.5, 30.5, 1)]
    first, second, third, boxed = recorder.asked
    assert first == (tuple(clicks[:1]), None, False)
    assert second == (tuple(clicks), None, True)
    assert third[0][:2] == tuple(clicks)
    assert third[0][2][2] == 0, "all is selected, so the next click is on the background"
    assert boxed == ((), (30.0, 20.0, 51.0, 41.0), False)


def test_perfect_mask_ends_the_clicks_and_keeps_its_score(square: Sample) -> None:
    found = measure(perfect(square), square, clicks=5)
    assert found.ious == (1.0,) * 5
    assert found.obeyed == (True,)
    assert found.box_iou == 1.0


def test_clicks_on_the_wrong_side_of_the_last_mask_are_not_obeyed(square: Sample) -> None:
    found = measure(Recorder().prepare, square, clicks=3)
    assert found.obeyed == (True, True, False)


def test_watcher_sees_the_mask_after_one_click(square: Sample) -> None:
    seen: list[tuple[int, Click]] = []
    evaluate(Recorder().prepare, [square], clicks=3, watch=lambda s, r, m, c: seen.append((int(m.sum()), c)))
    assert seen == [(0, (40.5, 30.5, 1))]


def test_clicks_to_the_goal_are_capped_by_those_given() -> None:
    report = Report((row(0.9, 0.9, 0.9, 0.9, 0.9), row(0.1, 0.2, 0.85, 0.2, 0.9), row(0, 0, 0, 0, 0)))
    assert report.clicks_to(0.85) == pytest.approx((1 + 3 + 5) / 3)


def test_share_of_obeyed_clicks_counts_clicks_not_objects() -> None:
    report = Report((row(1.0, obeyed=[True]), row(1.0, obeyed=[True, False, False])))
    assert report.obeyed() == 0.5


def test_fall_is_more_than_noise() -> None:
    report = Report((row(0.8, 0.795), row(0.8, 0.78), row(0.5, 0.9)))
    assert report.falls(1, 2) == 1


def test_first_answer_is_chosen_by_score_later_ones_by_obedience_then_likeness() -> None:
    none, left, both = (np.full((2, 4), -1, np.float32) for _ in range(3))
    left[:, :2] = 1
    both[:] = 1
    answer = Answer(np.stack([none, left, both]), np.array([0.9, 0.1, 0.2], np.float32))
    click = (0.5, 0.5, 1)
    assert choose(answer, [click], None, (2, 4)) == 0
    assert choose(answer, [click], left, (2, 4)) == 1
    assert choose(answer, [click], both, (2, 4)) == 2
    assert choose(answer, [click, (3.5, 0.5, 0)], both, (2, 4)) == 1
