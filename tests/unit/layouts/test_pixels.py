"""Resizing and normalising give the reference's numbers."""

import numpy as np
import pytest

from smart_select.layouts.pixels import normalise, resize_photo


def test_normalisation_subtracts_the_mean_before_it_divides() -> None:
    planes = np.array([0, 128, 255], np.float32).reshape(3, 1, 1)
    [red, green, blue] = normalise(planes)[0, :, 0, 0]
    assert red == pytest.approx((0 - 0.485) / 0.229, rel=1e-5)
    assert green == pytest.approx((128 / 255 - 0.456) / 0.224, rel=1e-5)
    assert blue == pytest.approx((1 - 0.406) / 0.225, rel=1e-5)


def test_channels_come_first_in_rgb_order() -> None:
    photo = np.zeros((4, 5, 3), np.uint8)
    photo[..., 2] = 255
    planes = resize_photo(photo, (7, 6))
    assert planes.shape == (3, 6, 7)
    np.testing.assert_allclose(planes[2], 255, rtol=1e-6)
    assert not planes[:2].any()
    assert normalise(planes).shape == (1, 3, 6, 7)


@pytest.mark.parametrize("size", [(1, 1), (1, 5000), (5000, 1), (333, 517), (1024, 1024)])
def test_flat_picture_stays_flat_at_any_size(size: tuple[int, int]) -> None:
    photo = np.full((size[1], size[0], 3), (10, 20, 250), np.uint8)
    resized = resize_photo(photo, (1024, 1024))
    assert resized.shape == (3, 1024, 1024)
    assert resized.dtype == np.float32
    for plane, value in zip(resized, (10, 20, 250), strict=True):
        np.testing.assert_allclose(plane, value, atol=1e-3)


def test_strips_leave_no_seams() -> None:
    """A strip is 32 rows of the result; this picture has five, and three when it lies on its side."""
    photo = np.random.default_rng(0).integers(0, 256, (3000, 2000, 3), np.uint8)
    whole = resize_photo(photo, (100, 150))
    turned = resize_photo(np.ascontiguousarray(photo.transpose(1, 0, 2)), (150, 100)).transpose(0, 2, 1)
    np.testing.assert_allclose(whole, turned, atol=1e-2)


def test_shrinking_averages_and_enlarging_interpolates() -> None:
    photo = np.zeros((4, 4, 3), np.uint8)
    photo[:2] = 200
    np.testing.assert_allclose(resize_photo(photo, (1, 1)), 100, atol=1e-3)
    grown = resize_photo(photo, (4, 8))[0, :, 0]
    assert (np.diff(grown) <= 0).all()
    assert grown[0] == pytest.approx(200)
    assert grown[-1] == pytest.approx(0)
