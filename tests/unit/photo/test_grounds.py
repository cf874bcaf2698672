"""Grounds of any kind give the same rows, whichever they are asked for."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smart_select.photo.gradients import Gradient
from smart_select.photo.grounds import FITS, Fit, Ground, Laid, Plain, as_gradient, render

RNG = np.random.default_rng(0)
PICTURE = RNG.integers(0, 256, (31, 47, 3), np.uint8)


def grounds() -> list[Ground]:
    alpha = RNG.integers(0, 256, (31, 47), np.uint8)
    laid = [Laid(PICTURE, some, fit) for fit in FITS for some in (None, alpha)]
    gradients = [Gradient(((0, 0, 0), (255, 200, 10)), angle) for angle in (0.0, 90.0, 33.0)]
    return [Plain((1, 2, 3)), *gradients, Gradient(((9, 9, 9), (255, 255, 255)), radial=True), *laid]


@pytest.mark.parametrize("ground", grounds(), ids=lambda ground: type(ground).__name__)
def test_bands_are_parts_of_the_whole(ground: Ground) -> None:
    size = 90, 64
    whole = ground.rows(size, slice(0, 64))
    bands = [ground.rows(size, slice(top, min(top + 13, 64))) for top in range(0, 64, 13)]
    assert whole.shape == (64, 90, 3)
    assert np.abs(np.concatenate(bands).astype(int) - whole).max() <= 1


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 40), st.integers(1, 40), st.sampled_from(FITS))
def test_every_size_fits_every_other(width: int, height: int, wide: int, high: int, fit: Fit) -> None:
    picture = np.full((height, width, 3), 77, np.uint8)
    rows = Laid(picture, fit=fit, under=Plain((77, 77, 77))).rows((wide, high), slice(0, high))
    assert rows.shape == (high, wide, 3)
    assert (rows == 77).all()


def test_a_picture_of_one_pixel_is_a_colour() -> None:
    one = np.full((1, 1, 3), 42, np.uint8)
    for fit in FITS:
        if fit != "fit":
            assert (Laid(one, fit=fit).rows((20, 10), slice(3, 9)) == 42).all()


def test_a_filling_picture_is_cut_around_its_middle_or_its_anchor() -> None:
    picture = np.zeros((30, 10, 3), np.uint8)
    picture[10:20] = 200
    assert (Laid(picture).rows((10, 10), slice(0, 10)) == 200).mean() > 0.8
    assert (Laid(picture, anchor=0.0).rows((10, 10), slice(0, 10)) == 0).mean() > 0.8


def test_a_fitted_picture_is_seen_whole_with_the_colour_beside_it() -> None:
    picture = np.full((10, 10, 3), 200, np.uint8)
    rows = Laid(picture, fit="fit", under=Plain((5, 6, 7))).rows((30, 10), slice(0, 10))
    assert (rows[:, 10:20] == 200).all()
    assert (rows[:, :10] == (5, 6, 7)).all()
    assert (rows[:, 20:] == (5, 6, 7)).all()


def test_tiles_repeat_pixel_by_pixel() -> None:
    rows = Laid(PICTURE, fit="tile").rows((94, 62), slice(0, 62))
    assert np.array_equal(rows[31:, 47:], PICTURE)


def test_through_a_transparent_picture_the_colour_shows() -> None:
    alpha = np.zeros((31, 47), np.uint8)
    assert (Laid(PICTURE, alpha, under=Plain((5, 6, 7))).rows((9, 9), slice(0, 9)) == (5, 6, 7)).all()


def test_a_gradient_goes_from_its_first_colour_to_its_last() -> None:
    down = Gradient(((255, 0, 0), (0, 255, 0), (0, 0, 255))).rows((10, 300), slice(0, 300)).astype(int)
    assert np.abs(down[0] - (255, 0, 0)).max() <= 2
    assert np.abs(down[150] - (0, 255, 0)).max() <= 2
    assert np.abs(down[299] - (0, 0, 255)).max() <= 2


def test_angles_turn_the_gradient_to_the_right_and_radial_starts_in_the_middle() -> None:
    black_to_white = ((0, 0, 0), (255, 255, 255))
    right = Gradient(black_to_white, 90.0).rows((100, 10), slice(0, 10))
    assert right[:, 0].max() <= 3
    assert right[:, -1].min() >= 250
    radial = Gradient(black_to_white, radial=True).rows((101, 101), slice(0, 101))
    assert radial[50, 50].max() <= 4
    assert radial[0, 0].min() >= 250


def test_a_gradient_has_no_bands_of_equal_rows() -> None:
    rows = Gradient(((100, 100, 100), (110, 110, 110))).rows((64, 400), slice(0, 400))[..., 0].astype(float)
    means = rows.mean(axis=1)
    assert np.abs(means - np.linspace(100, 110, 400)).max() < 0.35


def test_one_colour_is_no_gradient() -> None:
    assert isinstance(as_gradient(((1, 2, 3),)), Plain)


def test_a_rendered_copy_is_small() -> None:
    assert render(Plain((1, 2, 3)), (5000, 2500), 256).shape == (128, 256, 3)
