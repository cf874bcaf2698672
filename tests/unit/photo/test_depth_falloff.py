"""Distances from the object are exact, and shares of a blur rise with them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from scipy import ndimage

from smart_select.photo.depth_falloff import Falloff, distances_from


@given(arrays(np.bool_, array_shapes(min_dims=2, max_dims=2, max_side=20), elements=st.booleans()))
def test_distances_are_scipys(inside: np.ndarray) -> None:
    if inside.any():
        assert np.allclose(distances_from(inside), ndimage.distance_transform_edt(~inside), atol=1e-4)


def test_shares_rise_from_a_quarter_to_all() -> None:
    mask = np.zeros((100, 100), np.uint8)
    mask[:, :20] = 255
    shares = Falloff.of(mask, 40.0).part(slice(0, 100), slice(0, 100))
    assert shares[50, 19] == pytest.approx(0.25, abs=0.01)
    assert shares[50, 70] == pytest.approx(1.0)
    assert (np.diff(shares[50]) >= -1e-6).all()


def test_without_an_object_all_is_far() -> None:
    shares = Falloff.of(np.zeros((30, 900), np.uint8), 100.0).part(slice(0, 30), slice(0, 900))
    assert shares.min() == pytest.approx(1.0)
