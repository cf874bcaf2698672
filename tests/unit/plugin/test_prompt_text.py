"""The text grammar of points and boxes."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smart_select_plugin.prompt_text import (
    PromptTextError,
    format_box,
    format_points,
    parse_box,
    parse_point,
    parse_points,
)

coordinates = st.floats(allow_nan=False, allow_infinity=False)
points = st.tuples(coordinates, coordinates, st.sampled_from([0, 1]))


@given(st.lists(points))
def test_points_survive_the_round_trip(wanted: list[tuple[float, float, int]]) -> None:
    assert parse_points(format_points(wanted)) == tuple(wanted)


@given(st.tuples(coordinates, coordinates, coordinates, coordinates))
def test_a_box_survives_the_round_trip(box: tuple[float, float, float, float]) -> None:
    assert parse_box(format_box(box)) == box


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    for parse in (parse_points, parse_box):
        with contextlib.suppress(PromptTextError):
            parse(text)


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("3,4", (3.0, 4.0, 1)),
        ("3,4,+", (3.0, 4.0, 1)),
        ("3,4,-", (3.0, 4.0, 0)),
        (" 3.5 , -4 , - ", (3.5, -4.0, 0)),
        (".5,1e2", (0.5, 100.0, 1)),
    ],
)
def test_a_point_is_read(text: str, point: tuple[float, float, int]) -> None:
    assert parse_point(text) == point


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "1,",
        "1,2,3",
        "1,2,",
        "1;2",
        "nan,2",
        "1,inf",
        "1,1e999",
        "1_0,2",
        "٣,4",
        "0x3,4",
        "1,2,+,+",
        "a,b",
    ],
)
def test_a_text_that_is_no_point_is_refused(text: str) -> None:
    with pytest.raises(PromptTextError, match="is not a point"):
        parse_point(text)


@pytest.mark.parametrize("text", ["1" * 1_000_000, "here," * 200_000, "x\ny\r\nz", "\n" * 1000 + "x"])
def test_a_refusal_is_one_short_line_whatever_was_given(text: str) -> None:
    for parse in (parse_points, parse_box):
        with pytest.raises(PromptTextError) as caught:
            parse(text)
        message = str(caught.value)
        assert len(message) < 250
        assert len(message.splitlines()) == 1
        assert message.endswith(".")


def test_a_cut_text_says_so() -> None:
    with pytest.raises(PromptTextError, match=r'^"1{79}…" is not a point'):
        parse_points("1" * 81)
    with pytest.raises(PromptTextError, match=r'^"a{80}" is not a point'):
        parse_points("a" * 80)


def test_several_points_are_separated_by_semicolons() -> None:
    assert parse_points("1,2;3,4,-;") == ((1.0, 2.0, 1), (3.0, 4.0, 0))


@pytest.mark.parametrize("text", ["", " "])
def test_an_empty_text_has_no_points(text: str) -> None:
    assert parse_points(text) == ()


def test_a_hole_in_the_list_of_points_is_refused() -> None:
    with pytest.raises(PromptTextError):
        parse_points("1,2;;3,4")


@pytest.mark.parametrize("text", ["", "1,2,3", "1,2,3,4,5", "1,2,3,nan", "1,2,3,inf", "1 2 3 4"])
def test_a_text_that_is_no_box_is_refused(text: str) -> None:
    with pytest.raises(PromptTextError, match="is not a box"):
        parse_box(text)


def test_what_is_not_finite_is_not_formatted() -> None:
    with pytest.raises(PromptTextError):
        format_points([(float("nan"), 1.0, 1)])


def test_whole_numbers_are_written_without_a_fraction() -> None:
    assert format_points([(3.0, 4.5, 0)]) == "3,4.5,-"
