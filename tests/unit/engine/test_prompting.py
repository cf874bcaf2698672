"""Prompts are checked in one sentence and land where they were meant."""

import math

import numpy as np
import pytest

from smart_select.errors import PromptInvalid
from smart_select.layouts.frame import Frame
from smart_select.prompting import check_prompt, in_model_frame
from smart_select.values import Prompt

SIZE = (640, 480)


@pytest.mark.parametrize(
    ("prompt", "says"),
    [
        (Prompt(), "give a point"),
        (Prompt(points=[(700, 10, 1)]), "outside the picture, which is 640×480"),
        (Prompt(points=[(-0.1, 10, 1)]), "outside the picture"),
        (Prompt(points=[(640, 10, 1)]), "outside the picture"),
        (Prompt(points=[(math.nan, 10, 1)]), "not a pair of numbers"),
        (Prompt(points=[(10, math.inf, 1)]), "not a pair of numbers"),
        (Prompt(points=[(10, 10, 7)]), "not 7"),
        (Prompt(points=[(10, 10, 0)]), "not wanted"),
        (Prompt(points=[(1, 1, 1)] * 257), "257 points"),
        (Prompt(box=(10, 10, 10, 50)), "empty"),
        (Prompt(box=(50, 10, 10, 50)), "empty"),
        (Prompt(box=(math.nan, 10, 20, 50)), "four numbers"),
        (Prompt(box=(650, 10, 700, 50)), "outside the picture"),
        (Prompt(points=[(300, 300, 1)], box=(0, 0, 100, 100)), r"\(300, 300\) lies outside the box"),
        (Prompt(mask=np.ones((640, 480), np.uint8)), "480×640 pixels and the picture 640×480"),
        (Prompt(mask=np.zeros((480, 640), np.uint8)), "empty"),
        (Prompt(mask=np.ones((480, 640), np.float32)), "8-bit"),
        (Prompt(mask=np.ones((480, 640, 3), np.uint8)), "one plane"),
        (Prompt(points=[(1, 1, 1)], previous=np.full((8, 8), np.nan, np.float32)), "previous answer"),
        (Prompt(points=[(1, 1, 1)], previous=np.zeros((3, 8, 8), np.float32)), "previous answer"),
    ],
)
def test_senseless_prompt_is_refused_in_one_sentence(prompt: Prompt, says: str) -> None:
    with pytest.raises(PromptInvalid, match=says) as caught:
        check_prompt(prompt, SIZE)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence


@pytest.mark.parametrize(
    "prompt",
    [
        Prompt(points=[(0, 0, 1)]),
        Prompt(points=[(639.9, 479.9, 1)]),
        Prompt(box=(-50, -50, 700, 700)),
        Prompt(points=[(10, 10, 0)], box=(0, 0, 50, 50)),
        Prompt(points=[(10, 10, 0)], previous=np.zeros((256, 256), np.float32)),
        Prompt(mask=np.ones((480, 640), np.bool_)),
    ],
)
def test_sensible_prompt_passes(prompt: Prompt) -> None:
    check_prompt(prompt, SIZE)


def test_box_comes_first_as_its_two_corners() -> None:
    model = in_model_frame(
        Prompt(points=[(320, 240, 1), (5, 5, 0)], box=(0, 0, 640, 240)), Frame.stretched(SIZE, 1024)
    )
    assert model.labels.tolist() == [2, 3, 1, 0]
    np.testing.assert_allclose(model.coordinates[:3], [[0, 0], [1024, 512], [512, 512]])


def test_box_over_the_border_is_clipped_to_the_picture() -> None:
    model = in_model_frame(Prompt(box=(-100, -7, 320, 900)), Frame.stretched(SIZE, 1024))
    np.testing.assert_allclose(model.coordinates, [[0, 0], [512, 1024]])


def test_previous_answer_alone_is_pointed_at() -> None:
    previous = np.full((256, 256), -5, np.float32)
    previous[100:140, 20:60] = 5
    model = in_model_frame(Prompt(previous=previous), Frame.stretched(SIZE, 1024))
    assert model.labels.tolist() == [1]
    x, y = model.coordinates[0] / 4
    assert previous[int(y), int(x)] == 5


def test_empty_previous_answer_still_has_a_neutral_point() -> None:
    model = in_model_frame(Prompt(previous=np.full((4, 4), -1, np.float32)), Frame.stretched(SIZE, 1024))
    assert model.labels.tolist() == [-1]


def test_rough_mask_in_a_letterbox_leaves_the_empty_part_unwanted() -> None:
    mask = np.zeros((480, 640), np.uint8)
    mask[100:200, 100:300] = 255
    model = in_model_frame(Prompt(mask=mask), Frame.letterboxed(SIZE, 1024))
    assert model.mask.shape == (256, 256)
    assert (model.mask[192:] < 0).all()
    rows, columns = np.nonzero(model.mask > 0)
    assert (rows.min(), rows.max() + 1, columns.min(), columns.max() + 1) == (40, 80, 40, 120)


def test_disjoint_parts_of_a_rough_mask_each_get_a_point() -> None:
    mask = np.zeros((480, 640), np.bool_)
    mask[50:150, 50:150] = True
    mask[300:400, 400:520] = True
    model = in_model_frame(Prompt(mask=mask), Frame.stretched(SIZE, 640))
    inside = [
        (int(x), int(y / 640 * 480))
        for (x, y), label in zip(model.coordinates, model.labels, strict=True)
        if label == 1
    ]
    assert len(inside) == 2
    assert all(mask[y, x] for x, y in inside)


@pytest.mark.parametrize(
    "points", ["5,5,+", [(1, 2)], [("a", "b", 1)], [(1, 2, math.nan)], [(1, 2, 1.9)], None, [(10**400, 1, 1)]]
)
def test_points_that_are_no_points_are_refused_in_one_sentence(points: object) -> None:
    with pytest.raises(PromptInvalid, match="three numbers"):
        Prompt(points=points)  # type: ignore[arg-type]


@pytest.mark.parametrize("box", [(1, 2, 3), "1,2,3,4", 7, (1, 2, 3, None)])
def test_box_that_is_no_box_is_refused_in_one_sentence(box: object) -> None:
    with pytest.raises(PromptInvalid, match="four numbers"):
        Prompt(box=box)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "prompt",
    [
        Prompt(mask=[[1, 0]]),  # type: ignore[arg-type]
        Prompt(mask="rough.png"),  # type: ignore[arg-type]
        Prompt(previous="the one before"),  # type: ignore[arg-type]
        Prompt(previous=np.full((480, 640), 255, np.uint8)),  # type: ignore[arg-type]
        Prompt(previous=np.zeros((8, 8), np.complex64)),  # type: ignore[arg-type]
    ],
)
def test_mask_or_previous_answer_of_another_kind_is_refused_in_one_sentence(prompt: Prompt) -> None:
    with pytest.raises(PromptInvalid):
        check_prompt(prompt, SIZE)
