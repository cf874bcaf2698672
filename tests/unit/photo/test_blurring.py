"""A blurred background is a Gaussian of the background alone."""

import numpy as np
import pytest
from scipy import ndimage

from smart_select.photo.blurring import blur_background


def scene(side: int = 120) -> tuple[np.ndarray, np.ndarray]:
    """A red disk on noise of green and blue, with its mask."""
    y, x = np.mgrid[:side, :side]
    disk = np.hypot(x - side / 2, y - side / 2) < side / 5
    colours = np.random.default_rng(0).integers(0, 256, (side, side, 3), np.uint8)
    colours[..., 0] = 0
    colours[disk] = (255, 0, 0)
    return colours, np.where(disk, np.uint8(255), np.uint8(0))


@pytest.mark.parametrize("sigma_px", [0.5, 2.0, 4.0, 9.0, 25.0])
def test_the_object_leaves_no_glow(sigma_px: float) -> None:
    colours, mask = scene()
    blurred = blur_background(colours, mask, sigma_px)
    assert blurred[mask == 0][:, 0].max() == 0
    assert np.array_equal(blurred[mask == 255], colours[mask == 255])


@pytest.mark.parametrize("sigma_px", [0.6, 1.0, 2.0, 2.9])
def test_narrow_blurs_are_the_normalised_gaussian(sigma_px: float) -> None:
    colours, mask = scene()
    weight = 1 - mask / 255.0
    share = ndimage.gaussian_filter(weight, sigma_px, mode="nearest")
    light = ndimage.gaussian_filter(colours[..., 1] * weight, sigma_px, mode="nearest")
    expected = (light / np.maximum(share, 1e-9))[mask == 0]
    assert np.abs(blur_background(colours, mask, sigma_px)[..., 1][mask == 0] - expected).max() <= 1


def test_narrow_blurs_have_no_seams_in_a_larger_picture() -> None:
    colours, mask = scene(side=500)
    light = ndimage.gaussian_filter(colours[..., 1] * (1 - mask / 255.0), 2.0, mode="nearest")
    share = ndimage.gaussian_filter(1 - mask / 255.0, 2.0, mode="nearest")
    expected = (light / np.maximum(share, 1e-9))[mask == 0]
    assert np.abs(blur_background(colours, mask, 2.0)[..., 1][mask == 0] - expected).max() <= 1


@pytest.mark.parametrize("sigma_px", [3.0, 4.0, 6.0, 20.0])
def test_wide_blurs_are_near_the_gaussian(sigma_px: float) -> None:
    picture = np.zeros((200, 200, 3), np.uint8)
    picture[:, 100:] = 255
    nothing = np.zeros((200, 200), np.uint8)
    expected = ndimage.gaussian_filter(picture[..., 0].astype(float), sigma_px, mode="nearest")
    assert np.abs(blur_background(picture, nothing, sigma_px)[..., 0] - expected).max() <= 6


@pytest.mark.parametrize("size", [(1, 1), (1, 500), (500, 1)])
@pytest.mark.parametrize("sigma_px", [0.1, 3.0, 500.0])
def test_extreme_shapes_blur(size: tuple[int, int], sigma_px: float) -> None:
    picture = np.full((*size, 3), 90, np.uint8)
    mask = np.zeros(size, np.uint8)
    assert (blur_background(picture, mask, sigma_px) == 90).all()


def test_a_full_mask_keeps_the_picture() -> None:
    colours, mask = scene()
    assert np.array_equal(blur_background(colours, np.full_like(mask, 255), 5.0), colours)


def test_hidden_colours_stay_hidden() -> None:
    colours, mask = scene()
    colours[:10] = (255, 255, 255)
    alpha = np.full_like(mask, 255)
    alpha[:10] = 0
    assert blur_background(colours, mask, 3.0, alpha)[10:20][mask[10:20] == 0][:, 0].max() == 0
