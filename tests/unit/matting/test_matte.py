"""The matte's band: what lies outside of it stays, what lies inside follows the picture."""

import numpy as np
import pytest

from smart_select.matting import UNDECIDED, alpha_matte
from smart_select.matting.trimap import SURE

SIDE = 240


def halves(opacity: np.ndarray, front: tuple[int, int, int], behind: tuple[int, int, int]) -> np.ndarray:
    mixed = opacity[..., None] * np.array(front) + (1 - opacity[..., None]) * np.array(behind)
    return np.rint(mixed).astype(np.uint8)


def ramp(width_px: float) -> np.ndarray:
    """Opacity that falls from 1 to 0 along x over some pixels about the middle."""
    along = np.clip(0.5 - (np.arange(SIDE) + 0.5 - SIDE / 2) / width_px, 0, 1)
    return np.broadcast_to(along, (SIDE, SIDE)).astype(np.float64)


def hard(opacity: np.ndarray) -> np.ndarray:
    return np.where(opacity >= 0.5, 255, 0).astype(np.uint8)


@pytest.mark.parametrize("width_px", [1.0, 8.0, 16.0])
def test_edge_becomes_as_soft_as_the_picture_s(width_px: float) -> None:
    opacity = ramp(width_px)
    photo = halves(opacity, (200, 60, 40), (30, 90, 180))
    matte = alpha_matte(photo, hard(opacity), band_cells=12)
    assert np.abs(matte / 255 - opacity).mean() < 0.01
    assert np.abs(matte / 255 - opacity).max() < 0.2


def test_strand_that_the_mask_lacks_is_found_within_the_band() -> None:
    opacity = (np.arange(SIDE)[:, None] > SIDE / 2) * np.ones((1, SIDE))
    mask = hard(opacity)
    opacity[SIDE // 2 - 10 : SIDE // 2, 100:102] = 1
    photo = halves(opacity, (40, 30, 20), (210, 220, 230))
    matte = alpha_matte(photo, mask, band_cells=20)
    assert matte[SIDE // 2 - 8 : SIDE // 2, 100:102].mean() > 200
    assert matte[SIDE // 2 - 8 : SIDE // 2 - 2, 110:200].mean() < 10


def test_outside_of_the_band_the_mask_stays_as_it_is() -> None:
    opacity = ramp(4)
    mask = hard(opacity)
    photo = np.random.default_rng(0).integers(0, 256, (SIDE, SIDE, 3), np.uint8)
    matte = alpha_matte(photo, mask, band_cells=4)
    far = np.abs(np.arange(SIDE) - SIDE / 2) > 10
    np.testing.assert_array_equal(matte[:, far], mask[:, far])


@pytest.mark.parametrize("value", [0, 255])
def test_empty_and_full_masks_stay_as_they_are(value: int) -> None:
    mask = np.full((50, 70), value, np.uint8)
    photo = np.random.default_rng(0).integers(0, 256, (50, 70, 3), np.uint8)
    np.testing.assert_array_equal(alpha_matte(photo, mask), mask)


@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (2, 7), (3, 3), (40, 1), (5, 300)])
def test_pictures_of_any_size_have_a_matte(shape: tuple[int, int]) -> None:
    random = np.random.default_rng(1)
    photo = random.integers(0, 256, (*shape, 3), np.uint8)
    mask = random.integers(0, 256, shape, np.uint8)
    matte = alpha_matte(photo, mask)
    assert matte.shape == shape
    assert matte.dtype == np.uint8


def test_a_single_colour_leaves_the_edge_where_the_mask_has_it() -> None:
    mask = hard(ramp(1))
    matte = alpha_matte(np.full((SIDE, SIDE, 3), 90, np.uint8), mask)
    far = np.abs(np.arange(SIDE) - SIDE / 2) > 6
    np.testing.assert_array_equal(matte[:, far], mask[:, far])
    assert (np.diff(matte[SIDE // 2].astype(int)) <= 1).all()


def test_the_same_question_has_the_same_answer() -> None:
    random = np.random.default_rng(3)
    photo = random.integers(0, 256, (SIDE, SIDE, 3), np.uint8)
    mask = hard(ramp(1))
    np.testing.assert_array_equal(alpha_matte(photo, mask), alpha_matte(photo, mask))


@pytest.mark.parametrize("sure_columns", [0, 20])
def test_a_model_that_is_sure_of_little_gives_its_probabilities_not_an_outline(sure_columns: int) -> None:
    opacity = ramp(4)
    photo = np.random.default_rng(0).integers(0, 256, (SIDE, SIDE, 3), np.uint8)
    logits = np.where(opacity > 0.5, np.float32(0.8), np.float32(-0.8))
    logits[:, :sure_columns] = 6
    matte = alpha_matte(photo, hard(opacity), logits=logits, sure=UNDECIDED)
    columns = np.arange(SIDE)
    away = (np.abs(columns - SIDE / 2) > 30) & (columns > sure_columns + 30)
    expected = np.where(opacity > 0.5, 0.69, 0.31)[:, away]
    assert np.abs(matte[:, away] / 255 - expected).max() < 0.1


def test_logits_that_know_how_much_is_covered_count_where_colours_fit_many_opacities() -> None:
    rows, columns = np.mgrid[:256, :256] // 8
    photo = np.zeros((256, 256, 3), np.uint8)
    photo[48:208, 48:208] = np.where((rows + columns) % 2, 255, 100)[48:208, 48:208, np.newaxis]
    photo[64:192, 64:192] = 90
    inside = slice(90, 166)
    found = {}
    for share in (0.3, 0.9):
        logits = np.full((256, 256), -9.0, np.float32)
        logits[48:208, 48:208] = 9
        logits[64:192, 64:192] = np.log(share / (1 - share))
        mask = np.rint(255 / (1 + np.exp(-logits))).astype(np.uint8)
        for sure in (SURE, UNDECIDED):
            found[share, sure] = float(
                alpha_matte(photo, mask, logits=logits, sure=sure)[inside, inside].mean()
            )
    known, guessed = ((found[0.9, sure] - found[0.3, sure]) / 255 for sure in (SURE, UNDECIDED))
    assert known > 1.2 * guessed
