"""A new sky keeps to the old one's place and meets the horizon softly."""

import numpy as np
import pytest

from smart_select.photo.grounds import Laid, Plain
from smart_select.photo.sky import CLEAR_SKY, replace_sky


def landscape(height: int = 200, width: int = 300, horizon: int = 120) -> tuple[np.ndarray, np.ndarray]:
    """Grey sky over dark land, with a pole that stands into the sky; and the sky's mask."""
    photo = np.full((height, width, 3), 200, np.uint8)
    photo[horizon:] = (40, 60, 30)
    mask = np.zeros((height, width), np.uint8)
    mask[:horizon] = 255
    photo[20:horizon, 50:54] = (40, 60, 30)
    mask[20:horizon, 50:54] = 0
    return photo, mask


def test_the_land_stays_and_the_sky_is_new() -> None:
    photo, mask = landscape()
    result = replace_sky(Plain((10, 20, 250)), photo, mask, haze=0.0)
    assert np.array_equal(result[mask == 0], photo[mask == 0])
    assert (result[mask == 255] == (10, 20, 250)).all()


def test_haze_takes_the_old_skys_colour_at_the_horizon_and_not_at_the_top() -> None:
    photo, mask = landscape()
    result = replace_sky(Plain((10, 20, 250)), photo, mask, haze=1.0)
    assert (result[5, 100:] == (10, 20, 250)).all()
    red = result[:118, 200, 0].astype(int)
    assert (np.diff(red) >= 0).all()
    assert red[117] > 100


def test_haze_softens_the_horizon_but_not_what_stands_high() -> None:
    photo, mask = landscape(1000, 1200, 600)
    cut, hazy = (replace_sky(Plain((250, 250, 250)), photo, mask, haze=haze) for haze in (0.0, 1.0))
    assert np.array_equal(cut[:200, 40:70], hazy[:200, 40:70])
    assert (hazy[600, 300:] > cut[600, 300:]).all()
    assert np.array_equal(hazy[700:], photo[700:])


def test_a_picture_is_laid_out_from_the_top_to_the_horizon() -> None:
    photo, mask = landscape()
    sunset = np.repeat(np.linspace(0, 255, 120).astype(np.uint8)[:, None, None], 300, axis=1).repeat(
        3, axis=2
    )
    result = replace_sky(Laid(sunset), photo, mask, haze=0.0)
    assert abs(int(result[60, 200, 0]) - 127) <= 4
    assert result[118, 200, 0] > 240


def test_light_matching_changes_the_land_only() -> None:
    photo, mask = landscape()
    dark = Plain((20, 20, 40))
    result = replace_sky(dark, photo, mask, haze=0.0, light=1.0)
    assert result[180, 200].sum() < photo[180, 200].sum()
    assert (result[5, 200] == (20, 20, 40)).all()


@pytest.mark.parametrize("size", [(1, 1), (1, 90), (90, 1)])
def test_extreme_shapes_have_skies(size: tuple[int, int]) -> None:
    photo = np.full((*size, 3), 99, np.uint8)
    for mask in (np.full(size, 255, np.uint8), np.zeros(size, np.uint8)):
        assert replace_sky(CLEAR_SKY, photo, mask, light=0.5).shape == photo.shape
