"""Between wire and engine: coordinates, masks and their boxes."""

import numpy as np
import pytest

from smart_select.errors import PromptInvalid
from smart_select.worker.pictures import Picture
from smart_select.worker.translating import (
    PictureTooLarge,
    RequestInvalid,
    check_area,
    check_full_size,
    logits_of,
    photo_of,
    pixels_inside,
    placed,
    prompt_of,
)
from smart_select_plugin.wire.values import Box, Point, Predict


def test_pixels_are_looked_at_and_not_copied() -> None:
    pixels = bytearray(2 * 3 * 3)
    photo = photo_of(pixels, (2, 3))
    pixels[0] = 9
    assert photo.shape == (3, 2, 3)
    assert photo[0, 0, 0] == 9


@pytest.mark.parametrize("size", [(2, 2), (0, 0), (-1, -6), (10**6, 10**6)])
def test_pixels_of_another_size_are_refused(size: tuple[int, int]) -> None:
    with pytest.raises(RequestInvalid, match="does not fit together"):
        photo_of(bytes(18), size)


def test_logits_come_back_as_they_went() -> None:
    logits = np.arange(6, dtype="<f4").reshape(2, 3)
    found = logits_of(logits.tobytes(), (3, 2))
    assert found is not None
    assert np.array_equal(found, logits)
    assert logits_of(b"", None) is None
    with pytest.raises(RequestInvalid):
        logits_of(b"1234", (3, 2))


def test_a_mask_is_sent_as_its_box() -> None:
    mask = np.zeros((10, 20), np.uint8)
    mask[3:5, 7:11] = 200
    area, values = placed(mask, (0, 0, 20, 10))
    assert area == (7, 3, 11, 5)
    assert bytes(values) == b"\xc8" * 8
    assert pixels_inside(values) == 8
    assert pixels_inside(b"\0\x7f\x80\xff") == 2
    assert pixels_inside(b"") == 0


def test_nothing_selected_is_no_box() -> None:
    assert placed(np.zeros((4, 4), np.uint8), (0, 0, 4, 4)) == (None, b"")


@pytest.mark.parametrize("scale", [2, 3.7, 10])
def test_a_small_mask_is_enlarged_to_where_it_belongs(scale: float) -> None:
    mask = np.zeros((20, 30), np.uint8)
    mask[5:15, 10:20] = 255
    width, height = round(30 * scale), round(20 * scale)
    area, values = placed(mask, (100, 200, 100 + width, 200 + height))
    assert area is not None
    x0, y0, x1, y1 = area
    enlarged = np.frombuffer(values, np.uint8).reshape(y1 - y0, x1 - x0)
    rows, columns = np.nonzero(enlarged >= 128)
    found = columns.min() + x0, rows.min() + y0, columns.max() + 1 + x0, rows.max() + 1 + y0
    expected = np.add(np.multiply((10, 5, 20, 15), scale), (100, 200, 100, 200))
    assert np.abs(found - expected).max() <= 1


def test_prompts_are_scaled_to_the_copy() -> None:
    picture = Picture(np.zeros((20, 40, 3), np.uint8), (400, 100))
    request = Predict(
        "p",
        "m",
        points=((200.0, 50.0, 1),),
        box=(0.0, 0.0, 400.0, 100.0),
        rough=bytes([255]) * (40 * 10),
        rough_area=(100, 20, 140, 30),
    )
    prompt = prompt_of(request, picture)
    assert prompt.points == ((20.0, 10.0, 1),)
    assert prompt.box == (0.0, 0.0, 40.0, 20.0)
    assert prompt.mask is not None
    assert prompt.mask.shape == (20, 40)
    assert np.array_equal(np.argwhere(prompt.mask >= 128)[[0, -1]], [[4, 10], [5, 13]])


@pytest.mark.parametrize(
    ("points", "box", "words"),
    [
        (((1000.0, 30.0, 1),), None, r"\(1000, 30\) lies outside the picture, which is 960×640"),
        ((), (970.0, 0.0, 990.0, 10.0), r"\(970, 0, 990, 10\) lies outside the picture, which is 960×640"),
        (((500.0, 30.0, 1),), (0.0, 0.0, 100.0, 100.0), r"\(500, 30\) lies outside the box"),
    ],
)
def test_what_lies_outside_is_told_in_the_user_s_own_pixels(
    points: tuple[Point, ...], box: Box | None, words: str
) -> None:
    copy = Picture(np.zeros((64, 96, 3), np.uint8), (960, 640))
    with pytest.raises(PromptInvalid, match=words):
        prompt_of(Predict("p", "m", points=points, box=box), copy)


def test_unwanted_points_alone_are_enough_where_something_is_corrected() -> None:
    copy = Picture(np.zeros((64, 96, 3), np.uint8), (960, 640))
    logits = np.zeros((2, 2), "<f4").tobytes()
    request = Predict("p", "m", points=((9.0, 9.0, 0),), previous=logits, previous_size=(2, 2))
    assert prompt_of(request, copy).points == ((0.9, 0.9, 0),)
    with pytest.raises(PromptInvalid, match="not wanted"):
        prompt_of(Predict("p", "m", points=((9.0, 9.0, 0),)), copy)


@pytest.mark.parametrize("size", [(0, 0), (0, 5), (5, -1), (1, 2**40), (600_000, 1)])
def test_a_size_that_no_picture_has_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(RequestInvalid, match="does not fit together"):
        check_full_size(size)
    with pytest.raises(RequestInvalid, match="does not fit together"):
        check_area((0, 0, 1, 1), size)


def test_a_picture_that_is_too_large_is_the_user_s_to_make_smaller() -> None:
    check_full_size((20_000, 20_000))
    with pytest.raises(PictureTooLarge, match="3,600 megapixels and the limit is 400; scale it down"):
        check_full_size((60_000, 60_000))


def test_a_rough_mask_beyond_the_picture_is_refused() -> None:
    picture = Picture(np.zeros((10, 10, 3), np.uint8), (10, 10))
    with pytest.raises(RequestInvalid):
        prompt_of(Predict("p", "m", rough=b"1234", rough_area=(9, 9, 11, 11)), picture)


def test_a_rough_mask_thinner_than_the_copys_pixels_is_not_lost() -> None:
    picture = Picture(np.zeros((40, 60, 3), np.uint8), (600, 400))
    line = np.zeros((400, 600), np.uint8)
    line[200:203, 100:300] = 255
    mask = prompt_of(Predict("p", "m", rough=line.tobytes()), picture).mask
    assert mask is not None
    assert np.array_equal(np.argwhere(mask >= 128)[[0, -1]], [[20, 10], [20, 29]])


def test_a_painted_stroke_is_points_along_it_in_the_copys_pixels() -> None:
    picture = Picture(np.zeros((50, 100, 3), np.uint8), (200, 100))
    asked = Predict("p", "m", strokes=(((20.0, 40.0, 1), (180.0, 40.0, 1)), ((10.0, 90.0, 0),)))
    points = list(prompt_of(asked, picture).points)
    wanted = [(x, y) for x, y, label in points if label == 1]
    assert len(wanted) > 2
    assert all(10 < x < 90 and y == 20 for x, y in wanted)
    assert points[-1] == (5.0, 45.0, 0)


@pytest.mark.parametrize("stroke", [(), ((1.0, 1.0, 1), (2.0, 2.0, 0)), ((1.0, 1.0, 7),)])
def test_a_stroke_of_no_one_label_is_refused(stroke: tuple[Point, ...]) -> None:
    picture = Picture(np.zeros((50, 100, 3), np.uint8), (100, 50))
    with pytest.raises(RequestInvalid, match="stroke"):
        prompt_of(Predict("p", "m", strokes=(stroke,)), picture)


def test_a_stroke_beside_the_picture_is_said() -> None:
    picture = Picture(np.zeros((50, 100, 3), np.uint8), (100, 50))
    with pytest.raises(PromptInvalid, match="outside the picture"):
        prompt_of(Predict("p", "m", strokes=(((-5.0, 3.0, 1),),)), picture)


def test_a_lasso_needs_its_outline() -> None:
    picture = Picture(np.zeros((50, 100, 3), np.uint8), (100, 50))
    with pytest.raises(RequestInvalid, match="lasso"):
        prompt_of(Predict("p", "m", points=((5.0, 5.0, 1),), snap=True), picture)
