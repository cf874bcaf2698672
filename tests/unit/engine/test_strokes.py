"""A painted stroke is a few points along it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smart_select.errors import PromptInvalid
from smart_select.prompting import check_prompt, stroke_points
from smart_select.values import Prompt

SIZE = (400, 300)
places = st.tuples(st.floats(0, 399.5), st.floats(0, 299.5))


@given(st.lists(places, min_size=1, max_size=30), st.sampled_from([0, 1]))
def test_every_stroke_on_the_picture_makes_a_prompt(path: list[tuple[float, float]], label: int) -> None:
    points = stroke_points(path, label, SIZE)
    assert 1 <= len(points) <= 8
    assert {point[2] for point in points} == {label}
    check_prompt(Prompt(points=[*points, (1.0, 1.0, 1)]), SIZE)


def test_points_lie_at_equal_distances_without_the_ends() -> None:
    points = stroke_points([(100, 50), (150, 50), (150, 100)], 1, SIZE)
    assert len(points) == 5
    assert points[0] == pytest.approx((110, 50, 1))
    assert points[2] == pytest.approx((150, 50, 1))
    assert points[4] == pytest.approx((150, 90, 1))


def test_a_dab_is_one_point() -> None:
    assert stroke_points([(30, 40)], 0, SIZE) == ((30, 40, 0),)
    assert stroke_points([(30, 40), (30, 40)], 0, SIZE) == ((30, 40, 0),)


def test_what_is_painted_beyond_the_border_does_not_count() -> None:
    points = stroke_points([(-200, 50), (100, 50)], 1, SIZE)
    assert points
    assert all(x >= 0 for x, _, _ in points)


@pytest.mark.parametrize(
    "path", [[], [(-5, -5)], [(np.nan, 3)], [(400, 10), (900, 10)], [(3, 4), (5, -1e308), (9, 9)]]
)
def test_a_stroke_that_is_nowhere_is_told(path: list[tuple[float, float]]) -> None:
    with pytest.raises(PromptInvalid, match=r"stroke"):
        stroke_points(path, 1, SIZE)
