"""Lens blurs draw points of light as the aperture's form, in linear light."""

import numpy as np
import pytest

from smart_select.photo.blurring import blur_background
from smart_select.photo.kernels import Lens


def point_of_light(lens: Lens, side: int = 121) -> np.ndarray:
    """Return how the lens draws one white pixel on black, and nothing is selected."""
    picture = np.zeros((side, side, 3), np.uint8)
    picture[side // 2, side // 2] = 255
    return blur_background(picture, np.zeros((side, side), np.uint8), lens)[..., 0]


def test_a_disc_is_round_and_even() -> None:
    spot = point_of_light(Lens(6.0))
    y, x = np.mgrid[-60:61, -60:61]
    distance = np.hypot(x, y)
    assert np.ptp(spot[distance < 5]) <= 1
    assert spot[distance < 5].min() > 0
    assert spot[distance > 7.5].max() == 0


def test_a_hexagon_has_corners_to_the_sides_and_flat_ends() -> None:
    spot = point_of_light(Lens(10.0, "hexagon")) > 0
    assert np.flatnonzero(spot.any(axis=0)).size > np.flatnonzero(spot.any(axis=1)).size
    assert abs(int(spot.sum()) - np.pi * 100) < 40


@pytest.mark.parametrize("radius", [2.0, 7.5, 30.0, 90.0])
@pytest.mark.parametrize("value", [1, 90, 200, 255])
def test_an_even_ground_stays(radius: float, value: int) -> None:
    ground = np.full((70, 90, 3), value, np.uint8)
    assert (blur_background(ground, np.zeros((70, 90), np.uint8), Lens(radius)) == value).all()


def test_half_light_half_dark_meet_brighter_than_their_mean_value() -> None:
    picture = np.zeros((60, 60, 3), np.uint8)
    picture[:, 30:] = 200
    edge = blur_background(picture, np.zeros((60, 60), np.uint8), Lens(6.0))[30, 29:31, 0].mean()
    assert 135 < edge < 160  # 200 halved in linear light is 146


@pytest.mark.parametrize("size", [(1, 1), (1, 300), (300, 1), (3, 2)])
def test_extreme_shapes_blur(size: tuple[int, int]) -> None:
    picture = np.full((*size, 3), 90, np.uint8)
    for radius in (0.2, 5.0, 300.0):
        assert (blur_background(picture, np.zeros(size, np.uint8), Lens(radius)) == 90).all()


def test_wide_spots_have_no_seams() -> None:
    """Blocks and tiles are computed apart; a smooth ramp shows where they meet."""
    ramp = np.repeat(np.linspace(20, 220, 900).astype(np.uint8)[None, :, None], 3, axis=2)
    picture = np.repeat(ramp, 50, axis=0)
    blurred = blur_background(picture, np.zeros((50, 900), np.uint8), Lens(40.0))[25, 60:-60, 0].astype(int)
    assert np.diff(blurred).min() >= 0
    assert np.diff(blurred).max() <= 1
