"""Where the protocol clicks and how it counts, on shapes whose answers are known."""

import numpy as np
import pytest

from accuracy.measures import deepest, iou, next_click, obeys, outline_f, resize, tight_box
from accuracy.values import INSIDE, UNKNOWN, Bool, Sample


def rectangle(x0: int, y0: int, x1: int, y1: int, size: tuple[int, int] = (100, 80)) -> Bool:
    mask = np.zeros(size[::-1], np.bool_)
    mask[y0:y1, x0:x1] = True
    return mask


def sample(target: Bool, unknown: Bool | None = None) -> Sample:
    mask = np.where(target, INSIDE, 0).astype(np.uint8)
    if unknown is not None:
        mask[unknown] = UNKNOWN
    return Sample("a", "thing", np.zeros((*target.shape, 3), np.uint8), mask)


def test_first_click_is_the_deepest_inside_point() -> None:
    assert deepest(rectangle(10, 20, 31, 41)) == (20.5, 30.5)


def test_image_border_counts_as_an_outline() -> None:
    x, _ = deepest(rectangle(0, 0, 21, 80))
    assert x == 10.5


def test_next_click_is_in_the_middle_of_the_largest_error() -> None:
    thing = sample(rectangle(10, 10, 31, 31))
    small_miss = thing.target & ~rectangle(10, 10, 13, 13)
    assert next_click(small_miss | rectangle(60, 40, 81, 61), thing) == (70.5, 50.5, 0)
    assert next_click(rectangle(60, 40, 65, 45), thing) == (20.5, 20.5, 1)


def test_largest_error_is_the_largest_connected_one() -> None:
    thing = sample(rectangle(40, 30, 51, 41))
    crumbs = rectangle(0, 0, 8, 8) | rectangle(90, 0, 98, 8) | rectangle(0, 70, 8, 78)
    assert next_click(crumbs, thing) == (45.5, 35.5, 1)


def test_unknown_pixels_are_never_clicked_and_never_counted() -> None:
    unknown = rectangle(50, 0, 100, 80)
    thing = sample(rectangle(10, 10, 31, 31), unknown)
    assert next_click(thing.target | unknown, thing) is None
    assert iou(thing.target | unknown, thing) == 1.0
    assert outline_f(thing.target | unknown, thing) == 1.0


def test_nothing_is_clicked_where_nothing_is_wrong() -> None:
    thing = sample(rectangle(10, 10, 31, 31))
    assert next_click(thing.target, thing) is None


def test_iou_is_what_is_shared_of_what_either_has() -> None:
    assert iou(rectangle(20, 10, 40, 30), sample(rectangle(10, 10, 30, 30))) == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("x", "y", "label", "obeyed"),
    [(15.5, 15.5, 1, True), (15.5, 15.5, 0, False), (5.0, 5.0, 0, True), (9.99, 15.0, 1, False)],
)
def test_click_is_obeyed_on_its_own_pixel(x: float, y: float, label: int, obeyed: bool) -> None:
    assert obeys(rectangle(10, 10, 31, 31), (x, y, label)) == obeyed


def test_boundary_f_of_the_object_itself_is_one_and_of_a_far_outline_nothing() -> None:
    thing = sample(rectangle(10, 10, 31, 31))
    assert outline_f(thing.target, thing) == 1.0
    assert outline_f(rectangle(60, 50, 81, 71), thing) == 0.0
    assert outline_f(np.zeros_like(thing.target), thing) == 0.0


def test_boundary_f_forgives_less_than_its_tolerance_and_not_more() -> None:
    size = (1000, 800)  # 0.8 % of the diagonal are 10.2 pixels
    thing = sample(rectangle(300, 200, 600, 500, size))
    assert outline_f(rectangle(293, 193, 607, 507, size), thing) == 1.0
    assert outline_f(rectangle(285, 185, 615, 515, size), thing) == 0.0


def test_boundary_f_halves_with_half_the_outline() -> None:
    size = (1000, 800)
    thing = sample(rectangle(0, 0, 500, 800, size))  # one vertical outline: the image border is none
    half = rectangle(0, 0, 500, 400, size)  # half of it, and a horizontal one of 500 pixels
    precision, recall = 400 / 900, 1 / 2
    assert outline_f(half, thing) == pytest.approx(2 * precision * recall / (precision + recall), abs=0.02)


def test_tight_box_has_its_far_sides_just_beyond_the_object() -> None:
    assert tight_box(rectangle(10, 20, 31, 41)) == (10, 20, 31, 41)


def test_enlarging_keeps_pixel_centres_in_place() -> None:
    ramp = np.arange(4, dtype=np.float32)[np.newaxis].repeat(2, axis=0)
    wide = resize(ramp, (2, 8))
    np.testing.assert_allclose(wide[0], [0, 0.25, 0.75, 1.25, 1.75, 2.25, 2.75, 3])
