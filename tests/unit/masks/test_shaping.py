"""Masks grow, shrink, get softer and smoother as asked for, in bands as in one piece."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from scipy import ndimage

from smart_select.masks import shaping
from smart_select.masks.shaping import Shaping, feather, grow, invert, shape, smooth

masks = arrays(np.uint8, array_shapes(min_dims=2, max_dims=2, max_side=24))


def blob(height: int = 150, width: int = 200) -> np.ndarray:
    """A soft, uneven mask."""
    noise = ndimage.gaussian_filter(np.random.default_rng(1).standard_normal((height, width)), 7)
    return np.asarray(ndimage.gaussian_filter(np.where(noise > 0.02, 255.0, 0.0), 1.2), np.uint8)


def disk(radius: int) -> np.ndarray:
    y, x = np.mgrid[-radius : radius + 1, -radius : radius + 1]
    return np.asarray(np.hypot(x, y) <= radius + 0.5)


@pytest.mark.parametrize("radius", [1, 2, 5, 12])
def test_growing_is_dilation_by_a_disk(radius: int) -> None:
    expected = ndimage.grey_dilation(blob(), footprint=disk(radius), mode="constant")
    assert np.array_equal(grow(blob(), radius), expected)


@given(masks, st.floats(0.1, 40))
def test_shrinking_is_growing_what_is_not_selected(mask: np.ndarray, radius: float) -> None:
    assert np.array_equal(grow(mask, -radius), invert(grow(invert(mask), radius)))


@given(masks, st.floats(0.0, 5.0), st.floats(0.0, 5.0))
def test_growing_more_never_takes_away(mask: np.ndarray, first: float, second: float) -> None:
    less, more = sorted([first, second])
    assert (grow(mask, more) >= grow(mask, less)).all()
    assert (grow(mask, less) >= mask).all()


def test_half_a_pixel_is_between_none_and_one() -> None:
    none, half, one = (grow(blob(), radius).astype(int) for radius in (0.0, 0.5, 1.0))
    assert np.abs(half - (none + one) / 2).max() <= 1


def test_an_object_that_the_picture_cuts_off_does_not_shrink_from_its_border() -> None:
    mask = np.zeros((40, 40), np.uint8)
    mask[20:] = 255
    shrunk = grow(mask, -3)
    assert (shrunk[23:] == 255).all()
    assert (shrunk[:23] == 0).all()


def test_feathering_is_nearly_a_gaussian() -> None:
    expected = ndimage.gaussian_filter(blob().astype(float), 4.0, mode="nearest")
    # At the picture's border the two go on differently.
    assert np.abs(feather(blob(), 4.0) - expected)[13:-13, 13:-13].max() <= 6


def test_smoothing_takes_thorns_and_dents_and_leaves_straight_edges() -> None:
    mask = np.zeros((120, 120), np.uint8)
    mask[:, 60:] = 255
    mask[30:32, 50:60] = 255  # a thorn
    mask[80:82, 60:70] = 0  # a dent
    result = smooth(mask, 4.0)
    assert result[30, 53] == 0
    assert result[80, 67] == 255
    assert np.abs((result[60] >= 128).argmax() - 60) <= 1
    assert result[60, 56] == 0
    assert result[60, 64] == 255


@pytest.mark.parametrize("change", [lambda m: grow(m, 6), lambda m: feather(m, 5), lambda m: smooth(m, 5)])
def test_bands_leave_no_seams(change: object, monkeypatch: pytest.MonkeyPatch) -> None:
    assert callable(change)
    whole = change(blob())
    monkeypatch.setattr(shaping, "_BAND_PIXELS", 2000)
    assert np.array_equal(change(blob()), whole)


@pytest.mark.parametrize("value", [0, 255])
@pytest.mark.parametrize("size", [(1, 1), (1, 400), (400, 1), (3, 3)])
def test_even_masks_stay_even(value: int, size: tuple[int, int]) -> None:
    mask = np.full(size, value, np.uint8)
    all_of_it = Shaping(0.1, 1.0, ((0.5, 0.5, 1),), True, 9.0, 500.0, False, 700.0)
    assert (shape(mask, all_of_it) == value).all()


def test_nothing_asked_for_is_the_mask_itself() -> None:
    mask = blob()
    assert shape(mask, Shaping()) is mask
    assert Shaping().changes_nothing


def test_the_order_is_parts_outline_inversion_softness() -> None:
    mask = np.zeros((100, 100), np.uint8)
    mask[30:70, 30:70] = 255
    mask[50, 50] = 0
    mask[5, 5] = 255
    result = shape(mask, Shaping(specks=0.01, holes=0.01, grow_px=2, invert=True))
    expected = np.zeros((100, 100), np.uint8)
    expected[30:70, 30:70] = 255
    assert np.array_equal(result, invert(grow(expected, 2)))
