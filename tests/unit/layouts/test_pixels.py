"""Resizing and normalising give the reference's numbers."""

import numpy as np
import pytest

from smart_select.layouts.pixels import normalise, resize_photo


def test_normalisation_subtracts_the_mean_before_it_divides() -> None:
    pixels = np.array([[[0, 128, 255]]], np.float32)
    [red, green, blue] = normalise(pixels)[0, :, 0, 0]
    assert red == pytest.approx((0 - 0.485) / 0.229, rel=1e-5)
    assert green == pytest.approx((128 / 255 - 0.456) / 0.224, rel=1e-5)
    assert blue == pytest.approx((1 - 0.406) / 0.225, rel=1e-5)


def test_channels_come_first_in_rgb_order() -> None:
    assert normalise(np.zeros((4, 5, 3), np.float32)).shape == (1, 3, 4, 5)


@pytest.mark.parametrize("size", [(1, 1), (1, 5000), (5000, 1), (333, 517), (1024, 1024)])
def test_flat_picture_stays_flat_at_any_size(size: tuple[int, int]) -> None:
    photo = np.full((size[1], size[0], 3), (10, 20, 250), np.uint8)
    resized = resize_photo(photo, (1024, 1024))
    assert resized.shape == (1024, 1024, 3)
    assert resized.dtype == np.float32
    np.testing.assert_allclose(resized, np.broadcast_to((10, 20, 250), resized.shape), atol=1e-3)


def test_strips_leave_no_seams() -> None:
    """A strip is a million pixels; this picture has six of them."""
    photo = np.random.default_rng(0).integers(0, 256, (3000, 2000, 3), np.uint8)
    whole = resize_photo(photo, (100, 150))
    turned = resize_photo(np.ascontiguousarray(photo.transpose(1, 0, 2)), (150, 100)).transpose(1, 0, 2)
    np.testing.assert_allclose(whole, turned, atol=1e-2)


def test_shrinking_averages_and_enlarging_interpolates() -> None:
    photo = np.zeros((4, 4, 3), np.uint8)
    photo[:2] = 200
    np.testing.assert_allclose(resize_photo(photo, (1, 1)), 100, atol=1e-3)
    grown = resize_photo(photo, (4, 8))[:, 0, 0]
    assert (np.diff(grown) <= 0).all()
    assert grown[0] == pytest.approx(200)
    assert grown[-1] == pytest.approx(0)
