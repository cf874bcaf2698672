"""Holes and specks go, what was clicked on stays."""

import numpy as np

from smart_select.masks.cleaning import clean_logits
from smart_select.masks.clicks import Clicks


def disk_with_hole_and_speck() -> np.ndarray:
    rows, columns = np.mgrid[:256, :256]
    logits = (60 - np.hypot(rows - 128, columns - 128)).astype(np.float32)
    logits[126:129, 126:129] = -3
    logits[10:13, 20:23] = 2
    return logits


def test_small_hole_is_filled_and_small_speck_dropped() -> None:
    cleaned = clean_logits(disk_with_hole_and_speck())
    assert (cleaned[126:129, 126:129] > 0).all()
    assert (cleaned[10:13, 20:23] < 0).all()


def test_all_other_logits_stay_bit_for_bit() -> None:
    logits = disk_with_hole_and_speck()
    cleaned = clean_logits(logits)
    changed = cleaned != logits
    assert changed.sum() == 18


def test_large_hole_stays() -> None:
    logits = disk_with_hole_and_speck()
    logits[110:140, 110:140] = -3
    assert (clean_logits(logits)[110:140, 110:140] < 0).all()


def test_speck_under_a_wanted_click_and_hole_under_an_unwanted_one_stay() -> None:
    clicks = Clicks(cells=np.array([[21.5, 11.5], [127.5, 127.5]]), wanted=np.array([True, False]))
    cleaned = clean_logits(disk_with_hole_and_speck(), clicks)
    assert (cleaned[126:129, 126:129] < 0).all()
    assert (cleaned[10:13, 20:23] > 0).all()


def test_object_smaller_than_a_speck_is_kept_when_it_is_all_there_is() -> None:
    logits = np.full((256, 256), -5, np.float32)
    logits[100, 100] = 1
    assert clean_logits(logits)[100, 100] == 1


def test_masks_without_inside_or_outside_pass_unchanged() -> None:
    for value in (-4, 4):
        logits = np.full((32, 32), value, np.float32)
        np.testing.assert_array_equal(clean_logits(logits), logits)
