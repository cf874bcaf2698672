"""Before a plain, coloured background opacity is told without knowing the object's colours."""

import numpy as np

from smart_select.matting import alpha_matte
from smart_select.matting.keying import Backdrop

SIDE = 200
GREEN = (10, 220, 30)
EVERYWHERE = slice(0, SIDE), slice(0, SIDE)


def over_green(opacity: np.ndarray, colour: tuple[int, int, int]) -> np.ndarray:
    share = opacity[..., None]
    mixed = np.array(colour) * share + np.array(GREEN) * (1 - share)
    return np.clip(np.rint(mixed + np.random.default_rng(0).normal(size=mixed.shape)), 0, 255).astype(
        np.uint8
    )


def block(value: float) -> np.ndarray:
    opacity = np.zeros((SIDE, SIDE))
    opacity[60:140, 60:140] = value
    return opacity


def unknown(opacity: np.ndarray) -> np.ndarray:
    known = np.full(opacity.shape, -1, np.int8)
    known[55:145, 55:145] = 0
    return known


def test_glass_is_as_opaque_as_it_hides_the_backdrop_though_nothing_of_it_is_known() -> None:
    opacity = block(0.4)
    photo, known = over_green(opacity, (90, 95, 110)), unknown(opacity)
    backdrop = Backdrop.of(photo, known)
    assert backdrop is not None
    keyed = backdrop.keyed(photo, known)
    assert keyed is not None
    assert np.abs(keyed[70:130, 70:130] - 0.4).mean() < 0.05
    assert keyed[56:59, 56:144].max() < 0.05
    assert np.isnan(keyed[:50]).all()


def test_a_thing_of_an_unknown_colour_is_opaque() -> None:
    opacity = block(1.0)
    photo, known = over_green(opacity, (210, 200, 180)), unknown(opacity)
    backdrop = Backdrop.of(photo, known)
    assert backdrop is not None
    keyed = backdrop.keyed(photo, known)
    assert keyed is not None
    assert keyed[61:139, 61:139].min() > 0.9


def test_grey_and_lively_backdrops_key_nothing() -> None:
    opacity = block(0.4)
    known = unknown(opacity)
    grey = np.full((SIDE, SIDE, 3), 128, np.uint8)
    backdrop = Backdrop.of(grey, known)
    assert backdrop is not None
    assert backdrop.keyed(grey, known) is None
    assert Backdrop.of(np.random.default_rng(0).integers(0, 256, (SIDE, SIDE, 3), np.uint8), known) is None


def test_a_rough_opacity_is_sharpened_by_the_way_from_the_backdrop_to_solid_colours() -> None:
    opacity = block(1.0)
    opacity[60:140, 140:160] = np.linspace(1, 0, 20)
    photo, known = over_green(opacity, (150, 60, 50)), unknown(opacity)
    rough = np.clip(opacity + 0.08 * np.sin(np.arange(SIDE))[:, None] * (opacity % 1 > 0), 0, 1)
    backdrop = Backdrop.of(photo, known)
    assert backdrop is not None
    sharp = backdrop.sharpened(photo, rough.astype(np.float32), (SIDE, SIDE), EVERYWHERE)
    soft = (opacity > 0.05) & (opacity < 0.95)
    assert np.abs(sharp - opacity)[soft].mean() < np.abs(rough - opacity)[soft].mean() / 2


def test_another_thing_within_the_plain_background_is_not_taken_for_it() -> None:
    opacity = block(1.0)
    photo, known = over_green(opacity, (150, 60, 50)), unknown(opacity)
    photo[80:120, 140:] = (60, 60, 200)  # a blue thing behind
    backdrop = Backdrop.of(photo, known)
    assert backdrop is not None
    matte = opacity.astype(np.float32)
    sharp = backdrop.sharpened(photo, matte, (SIDE, SIDE), EVERYWHERE)
    np.testing.assert_allclose(sharp[85:115, 145:], 0, atol=0.02)
    np.testing.assert_allclose(sharp[62:138, 62:138], 1, atol=0.05)


def test_solid_pixels_stay_solid_in_the_matte() -> None:
    opacity = block(1.0)
    photo = over_green(opacity, (150, 60, 50))
    mask = np.rint(opacity * 255).astype(np.uint8)
    matte = alpha_matte(photo, mask)
    assert matte[62:138, 62:138].min() >= 245
    assert matte[:55].max() <= 10
