"""What a plain background gives away: strands beyond the band, gaps within it; nothing where it is lively."""

import numpy as np
import pytest

from smart_select.matting import alpha_matte, matte_where_it_pays
from smart_select.matting.strays import find_strays

SIDE = 160
GREEN, BROWN = (20, 200, 40), (110, 70, 50)


def scene(ground: tuple[int, int, int] = GREEN) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A brown block with a strand on the left, one wide thing beside, and a gap; photo, opacity, trimap."""
    opacity = np.zeros((SIDE, SIDE))
    opacity[:, 100:] = 1
    opacity[78:80, 66:100] = 1
    opacity[40:48, 120:128] = 0
    random = np.random.default_rng(0)
    photo = np.where(opacity[..., None] > 0, BROWN, ground) + random.normal(size=(SIDE, SIDE, 3)) * 2
    known = np.zeros((SIDE, SIDE), np.int8)
    known[:, :95], known[:, 105:] = -1, 1
    return np.clip(photo, 0, 255).astype(np.uint8), opacity, known


def test_a_strand_before_a_plain_background_is_asked_again() -> None:
    photo, _, known = scene()
    found = find_strays(photo, known)
    assert (found[78:80, 68:94] == 1).all()
    assert not found[:70, :90].any()
    assert not found[90:, :90].any()


def test_a_gap_that_shows_the_background_is_asked_again() -> None:
    photo, _, known = scene()
    found = find_strays(photo, known)
    assert (found[41:47, 121:127] == -1).all()
    assert not found[60:, 110:].any()


def test_what_is_apart_or_wide_or_of_a_third_colour_is_no_strand() -> None:
    photo, _, known = scene()
    photo[20:22, 20:50] = BROWN  # hangs together with nothing
    photo[110:140, 60:95] = BROWN  # another thing
    photo[60:62, 66:95] = (40, 60, 255)  # a blue wire behind
    found = find_strays(photo, known)
    assert not found[15:30, :60].any()
    assert not found[115:135, 62:85].any()
    assert not found[60:62, 66:90].any()


def test_an_object_of_the_backgrounds_colour_stays_whole() -> None:
    photo, _, known = scene()
    photo[:, 108:] = GREEN
    assert not find_strays(photo, known)[:, 120:].any()


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_is_found_before_a_lively_background(seed: int) -> None:
    _, _, known = scene()
    photo = np.random.default_rng(seed).integers(0, 256, (SIDE, SIDE, 3), np.uint8)
    assert not find_strays(photo, known).any()


def test_a_matte_has_strands_and_gaps_that_the_mask_lacks() -> None:
    photo, opacity, _ = scene()
    mask = np.zeros((SIDE, SIDE), np.uint8)
    mask[:, 100:] = 255
    matte = alpha_matte(photo, mask, band_cells=4)
    assert matte[78:80, 68:94].mean() > 200
    assert matte[41:47, 121:127].mean() < 30
    assert np.abs(matte / 255 - opacity).mean() < 0.01


def test_where_colours_tell_nothing_the_mask_is_the_better_edge() -> None:
    mask = np.zeros((SIDE, SIDE), np.uint8)
    mask[:, 100:] = 255
    same = np.random.default_rng(3).normal(120, 6, (SIDE, SIDE, 3)).astype(np.uint8)
    np.testing.assert_array_equal(matte_where_it_pays(same, mask), mask)
    photo, _, _ = scene()
    assert matte_where_it_pays(photo, mask)[78:80, 68:94].mean() > 200
