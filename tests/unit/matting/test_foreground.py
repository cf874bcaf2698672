"""Colours of the object in its soft edge, without those of what was behind."""

import numpy as np
import pytest
from scipy import ndimage

from smart_select.matting import ForegroundColours, alpha_matte, foreground_colours

GREEN, BROWN, WHITE = (np.array(colour, np.float64) for colour in ((0, 255, 0), (120, 80, 50), (255,) * 3))


def furry(side: int = 200) -> np.ndarray:
    """Opacity of a half plane with spikes on it, averaged from four times as many pixels."""
    random = np.random.default_rng(0)
    rows, columns = (np.mgrid[: side * 4, : side * 4] + 0.5) / 4
    spikes = np.interp(columns[0], np.arange(0, side + 4, 2.0), random.uniform(0, 14, side // 2 + 2))
    fine = rows > side / 2 - spikes[None, :]
    return fine.reshape(side, 4, side, 4).mean(axis=(1, 3))


def over(colours: np.ndarray, opacity: np.ndarray, ground: np.ndarray) -> np.ndarray:
    return colours * opacity[..., None] + ground * (1 - opacity[..., None])


def own_colours(side: int = 200) -> np.ndarray:
    return BROWN + np.random.default_rng(1).normal(size=(side, side, 1)).cumsum(axis=1)


def rim_error(cut: np.ndarray, colours: np.ndarray, opacity: np.ndarray, matte: np.ndarray) -> float:
    rim = (opacity > 0.02) & (opacity < 0.98)
    want, got = over(colours, opacity, WHITE), over(cut.astype(np.float64), matte / 255, WHITE)
    return float(np.abs(got - want)[rim].mean())


def test_no_green_rim_stays_with_the_true_matte() -> None:
    opacity, colours = furry(), own_colours()
    photo = np.clip(np.rint(over(colours, opacity, GREEN)), 0, 255).astype(np.uint8)
    matte = np.rint(opacity * 255).astype(np.uint8)
    plain = rim_error(photo, colours, opacity, matte)
    assert rim_error(foreground_colours(photo, matte), colours, opacity, matte) <= plain / 5


def test_no_green_rim_stays_with_our_own_matte() -> None:
    opacity, colours = furry(), own_colours()
    photo = np.clip(np.rint(over(colours, opacity, GREEN)), 0, 255).astype(np.uint8)
    mask = np.where(opacity >= 0.5, 255, 0).astype(np.uint8)
    matte = alpha_matte(photo, mask, band_cells=20)
    plain = rim_error(photo, colours, opacity, matte)
    assert rim_error(foreground_colours(photo, matte), colours, opacity, matte) <= plain / 3


def test_opaque_pixels_keep_the_photo_s_colours_to_the_bit() -> None:
    opacity = furry()
    photo = np.random.default_rng(2).integers(0, 256, (200, 200, 3), np.uint8)
    matte = np.rint(opacity * 255).astype(np.uint8)
    found = foreground_colours(photo, matte)
    np.testing.assert_array_equal(found[matte == 255], photo[matte == 255])


def test_a_part_has_about_the_colours_that_the_whole_has_there() -> None:
    opacity, colours = furry(), own_colours()
    photo = np.clip(np.rint(over(colours, opacity, GREEN)), 0, 255).astype(np.uint8)
    matte = np.rint(opacity * 255).astype(np.uint8)
    part = foreground_colours(photo, matte, (37, 61, 180, 130))
    assert part.shape == (69, 143, 3)
    whole = foreground_colours(photo, matte)[61:130, 37:180]
    soft = (matte[61:130, 37:180] > 25) & (matte[61:130, 37:180] < 255)
    assert np.abs(part.astype(int) - whole)[soft].mean() < 2


def test_colours_that_are_kept_in_tiles_are_those_of_the_whole() -> None:
    opacity, colours = furry(), own_colours()
    photo = np.clip(np.rint(over(colours, opacity, GREEN)), 0, 255).astype(np.uint8)
    photo, matte = (
        np.concatenate([part] * 3, axis=1) for part in (photo, np.rint(opacity * 255).astype(np.uint8))
    )
    whole, kept = foreground_colours(photo, matte), ForegroundColours(photo, matte)
    for rows, columns in (
        (slice(0, 200), slice(0, 600)),
        (slice(83, 121), slice(210, 460)),
        (slice(0, 9), slice(0, 9)),
        (slice(190, 200), slice(590, 600)),
    ):
        np.testing.assert_array_equal(kept.part(rows, columns), whole[rows, columns])


def test_a_pane_of_glass_wider_than_a_tile_has_its_own_colour_in_its_middle() -> None:
    opacity = np.zeros((700, 900))
    opacity[60:640, 80:820] = 0.4
    photo = np.clip(np.rint(over(np.broadcast_to(BROWN, (700, 900, 3)), opacity, GREEN)), 0, 255).astype(
        np.uint8
    )
    found = foreground_colours(photo, np.rint(opacity * 255).astype(np.uint8))
    plain = np.abs(photo[300:400, 400:500] - BROWN).mean()
    assert np.abs(found[300:400, 400:500] - BROWN).mean() < plain / 5


def test_glass_shows_nothing_of_what_is_behind_it_in_its_own_colours() -> None:
    """It is more opaque at its rim and at a highlight, and stands in two tiles that meet in a row."""
    random = np.random.default_rng(5)
    y, x = np.mgrid[:320, :320]
    depth = np.minimum(70 - np.abs(x - 160), 110 - np.abs(y - 160))
    shine = np.exp(-(((x - 140) / 6) ** 2) - ((y - 160) / 60) ** 2)
    opacity = (depth > 0) * np.clip(0.35 + 0.5 * shine + 0.5 * np.exp(-np.maximum(depth, 0) / 8), 0, 0.95)
    colours = np.array([60, 100, 78]) + shine[..., None] * 150
    ground = np.kron(random.integers(20, 230, (20, 20, 3)), np.ones((16, 16, 1)))
    photo = np.rint(over(colours, opacity, ground) + random.normal(size=ground.shape) * 2)
    matte = np.rint(opacity * 255).astype(np.uint8)
    found = foreground_colours(np.clip(photo, 0, 255).astype(np.uint8), matte).astype(float)
    inner = depth > 10
    clear = inner & (shine < 0.01)
    detail = found - ndimage.uniform_filter(found, (17, 17, 0))
    steps = np.abs(np.diff(found, axis=0)).max(axis=2)
    assert detail[clear].std() < 5
    assert steps[223][clear[223]].mean() < 3
    assert np.abs(found - colours)[inner].mean() < 30
    assert np.abs(found - colours)[160, 139:142].max() < 40


def test_glass_in_a_very_wide_picture_is_glass_also_where_its_outline_lies_across() -> None:
    random = np.random.default_rng(7)
    ground = np.kron(random.integers(20, 230, (57, 1500, 3), np.uint8), np.ones((16, 16, 1), np.uint8))
    y = np.arange(len(ground))
    opacity = np.zeros(ground.shape[:2], np.float32)
    opacity[:, 200:-200] = 0.5 * np.clip((np.minimum(y, y[::-1]) - 100) / 40, 0, 1)[:, None]
    photo = np.rint(over(np.array([60, 100, 78], np.float32), opacity, ground)).astype(np.uint8)
    matte = np.rint(opacity * 255).astype(np.uint8)
    part = foreground_colours(photo, matte, (9_000, 0, 9_400, len(y))).astype(float)[300:600]
    detail = part - ndimage.uniform_filter(part, (17, 17, 0))
    assert detail.std() < 5


@pytest.mark.parametrize("feather_px", [10, 20, 60])
def test_a_solid_thing_selected_with_a_feather_keeps_its_own_detail(feather_px: int) -> None:
    random = np.random.default_rng(6)
    photo = np.kron(random.integers(20, 230, (60, 90, 3)), np.ones((8, 8, 1))).astype(np.uint8)
    y, x = np.mgrid[:480, :720]
    ellipse = np.where(((y - 240) / 150) ** 2 + ((x - 360) / 240) ** 2 < 1, 255.0, 0.0)
    mask = np.rint(ndimage.gaussian_filter(ellipse, feather_px)).astype(np.uint8)
    found = foreground_colours(photo, mask).astype(float)
    soft = (mask > 127) & (mask < 247)
    detail, own = (
        np.abs(np.diff(one.astype(float), axis=1)).mean(axis=2)[soft[:, 1:]] for one in (found, photo)
    )
    assert detail.mean() > 0.9 * own.mean()
