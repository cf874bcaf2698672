"""An object takes on its new ground's light, within reason, and throws a shadow where it stands."""

import numpy as np
import pytest

from smart_select.photo.contact_shadow import Shadow
from smart_select.photo.grounds import Plain
from smart_select.photo.light_matching import light_curves, relight
from smart_select.photo.replacing import put_before


def grey_scene(value: int, tint: tuple[float, float, float] = (1, 1, 1)) -> np.ndarray:
    noise = np.random.default_rng(0).integers(-20, 21, (60, 80, 1))
    return np.clip((value + noise) * np.array(tint), 0, 255).astype(np.uint8)


def middle(height: int = 60, width: int = 80) -> np.ndarray:
    mask = np.zeros((height, width), np.uint8)
    mask[20:40, 30:50] = 255
    return mask


def test_the_same_light_changes_nothing() -> None:
    scene = grey_scene(120)
    curves = light_curves(scene, middle(), scene, 1.0)
    assert np.abs(curves.astype(int) - np.arange(256)).max() <= 2


def test_a_warm_ground_warms_and_a_dark_one_darkens() -> None:
    warm = light_curves(grey_scene(120), middle(), grey_scene(120, (1.2, 1.0, 0.8)), 1.0)
    assert warm[0, 120] > 122
    assert warm[2, 120] < 118
    dark = light_curves(grey_scene(150), middle(), grey_scene(40), 1.0)
    assert dark[:, 128].max() < 110


def test_a_wall_of_pure_colour_is_no_coloured_light() -> None:
    scene = np.full((60, 80, 3), (0, 200, 0), np.uint8)
    scene[20:40, 30:50] = grey_scene(128)[20:40, 30:50]
    curves = light_curves(scene, middle(), grey_scene(128), 1.0).astype(int)
    assert np.ptp(curves[:, 128]) <= 8


@pytest.mark.parametrize("value", [0, 255])
def test_even_black_and_white_grounds_leave_the_object_recognisable(value: int) -> None:
    ground = np.full((9, 9, 3), value, np.uint8)
    curves = light_curves(grey_scene(128), middle(), ground, 1.0).astype(int)
    assert (np.diff(curves, axis=1) >= 0).all()
    assert 60 < curves[:, 128].mean() < 215


def test_half_the_strength_goes_less_far() -> None:
    scene, ground = grey_scene(150), grey_scene(40)
    half, whole = (light_curves(scene, middle(), ground, share)[0, 128] for share in (0.5, 1.0))
    assert 128 > half > whole


def test_relighting_goes_by_channel() -> None:
    curves = np.stack([np.full(256, value, np.uint8) for value in (1, 2, 3)])
    assert (relight(np.zeros((2, 2, 3), np.uint8), curves) == (1, 2, 3)).all()


def shadowed(mask: np.ndarray, strength: float = 1.0) -> np.ndarray:
    photo = np.full((*mask.shape, 3), 90, np.uint8)
    return put_before(Plain((255, 255, 255)), photo, mask, shadow=strength)[..., 0]


def test_the_floor_is_darkest_at_the_contact_and_the_wall_is_untouched() -> None:
    mask = middle(200, 200)
    mask[60:140, 80:120] = 255
    result = shadowed(mask)
    assert (result[mask == 255] == 90).all()
    assert result[142, 100] < 190
    assert result[142, 100] < result[146, 100] < 255
    assert (result[:20] == 255).all()


def test_under_a_table_it_is_dark_between_the_legs() -> None:
    mask = np.zeros((200, 200), np.uint8)
    mask[60:90, 40:160] = 255
    mask[90:150, 40:50] = mask[90:150, 150:160] = 255
    result = shadowed(mask)
    assert result[148, 100] < 200
    assert result[148, 100] < result[175, 100]


def test_an_object_that_the_border_cuts_off_has_no_shadow() -> None:
    mask = np.zeros((100, 100), np.uint8)
    mask[50:, 40:60] = 255
    assert Shadow.of(mask, 1.0) is None
    assert set(np.unique(shadowed(mask))) == {90, 255}


def test_no_strength_is_no_shadow() -> None:
    assert set(np.unique(shadowed(middle(), 0.0))) == {90, 255}


@pytest.mark.parametrize("size", [(1, 1), (2, 300), (300, 2)])
def test_extreme_shapes_have_shadows_too(size: tuple[int, int]) -> None:
    mask = np.zeros(size, np.uint8)
    mask[0, 0] = 255
    assert shadowed(mask).shape == size
