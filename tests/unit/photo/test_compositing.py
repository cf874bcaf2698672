"""Cutting out and replacing backgrounds blend exactly."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from smart_select.photo.compositing import cut_out, flatten, replace_background

planes = arrays(np.uint8, (5, 7))
pictures = arrays(np.uint8, (5, 7, 3))


def rounded_share(value: np.ndarray, weight: np.ndarray) -> np.ndarray:
    return np.floor(value.astype(float) * weight / 255 + 0.5)


@given(pictures, planes, planes)
def test_a_cut_outs_alpha_is_mask_times_alpha(
    colours: np.ndarray, mask: np.ndarray, alpha: np.ndarray
) -> None:
    result = cut_out(colours, mask, alpha)
    assert np.array_equal(result[..., 3], rounded_share(mask, alpha))


@given(pictures, planes)
def test_a_cut_out_keeps_colours_and_clears_what_is_gone(colours: np.ndarray, mask: np.ndarray) -> None:
    result = cut_out(colours, mask)
    assert np.array_equal(result[mask > 0][:, :3], colours[mask > 0])
    assert not result[mask == 0].any()


@given(pictures, planes, pictures)
def test_a_replaced_background_is_the_exact_blend(
    front: np.ndarray, mask: np.ndarray, back: np.ndarray
) -> None:
    weight = mask[..., None].astype(float)
    exact = (front * weight + back * (255 - weight)) / 255
    assert np.abs(replace_background(front, mask, back) - exact).max() <= 0.5


@given(pictures, st.tuples(*[st.integers(0, 255)] * 3))
def test_a_full_mask_changes_nothing_and_an_empty_one_leaves_the_background(
    colours: np.ndarray, colour: tuple[int, int, int]
) -> None:
    full = np.full((5, 7), 255, np.uint8)
    assert np.array_equal(replace_background(colours, full, colour), colours)
    assert (replace_background(colours, full * 0, colour) == colour).all()


def test_the_new_background_shows_through_the_pictures_own_transparency() -> None:
    colours = np.zeros((1, 1, 3), np.uint8)
    full, none = np.full((1, 1), 255, np.uint8), np.zeros((1, 1), np.uint8)
    assert replace_background(colours, full, (9, 8, 7), none).tolist() == [[[9, 8, 7]]]


def test_flatten_shows_a_picture_on_a_colour() -> None:
    alpha = np.array([[0, 255]], np.uint8)
    assert flatten(np.zeros((1, 2, 3), np.uint8), alpha, onto=(50, 60, 70)).tolist() == [
        [[50, 60, 70], [0, 0, 0]]
    ]
