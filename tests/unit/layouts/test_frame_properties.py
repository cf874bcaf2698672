"""Coordinates map to the model and back exactly, for any size."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smart_select.layouts.frame import Frame

lengths = st.integers(1, 100_000)
sides = st.sampled_from([128, 192, 256, 1024])
shares = st.floats(0, 1, exclude_max=True)
frames = st.builds(
    lambda make, width, height, side: make((width, height), side),
    st.sampled_from([Frame.stretched, Frame.letterboxed]),
    lengths,
    lengths,
    sides,
)


@given(frames, shares, shares)
def test_there_and_back_is_the_same_point(frame: Frame, u: float, v: float) -> None:
    point = np.array([[u * frame.image[0], v * frame.image[1]]])
    np.testing.assert_allclose(frame.to_image(frame.to_model(point)), point, rtol=1e-12, atol=1e-9)


@given(frames, shares, shares)
def test_point_on_the_picture_lies_in_the_covered_part_of_the_square(
    frame: Frame, u: float, v: float
) -> None:
    [[x, y]] = frame.to_model(np.array([[u * frame.image[0], v * frame.image[1]]]))
    assert 0 <= x <= frame.covered[0] * frame.side <= frame.side
    assert 0 <= y <= frame.covered[1] * frame.side <= frame.side


@given(frames, shares, shares)
def test_mirrored_point_lands_mirrored(frame: Frame, u: float, v: float) -> None:
    width, height = frame.image
    x, y = u * width, v * height
    [[a, b], [c, d]] = frame.to_model(np.array([[x, y], [width - x, height - y]]))
    assert a + c == pytest.approx(frame.content[0])
    assert b + d == pytest.approx(frame.content[1])


@given(lengths, lengths, sides, st.integers(2, 5), shares, shares)
@settings(max_examples=50)
def test_scaled_picture_puts_the_same_thing_at_the_same_model_point(
    width: int, height: int, side: int, factor: int, u: float, v: float
) -> None:
    small = Frame.stretched((width, height), side)
    large = Frame.stretched((width * factor, height * factor), side)
    point = np.array([[u * width, v * height]])
    np.testing.assert_allclose(large.to_model(point * factor), small.to_model(point), rtol=1e-9, atol=1e-9)


def test_letterbox_rounds_the_shorter_side_half_up_as_sam_1_does() -> None:
    assert Frame.letterboxed((1000, 667), 1024).content == (1024, 683)
    assert Frame.letterboxed((1, 5000), 1024).content == (1, 1024)
