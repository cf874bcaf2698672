"""Specks go, holes are filled, and what was clicked stays, each with its soft edge."""

import numpy as np
from hypothesis import given
from hypothesis.extra.numpy import array_shapes, arrays
from scipy import ndimage

from smart_select.masks.parts import drop_specks, fill_holes, keep_connected

hard = arrays(np.bool_, array_shapes(min_dims=2, max_dims=2, max_side=16))


def soft(mask: np.ndarray) -> np.ndarray:
    return np.asarray(ndimage.gaussian_filter(mask.astype(float), 1.0), np.uint8)


def object_and_speck() -> np.ndarray:
    mask = np.zeros((100, 100), np.uint8)
    mask[20:60, 20:60] = 255
    mask[80:86, 80:86] = 255
    return mask


@given(hard)
def test_all_holes_filled_is_scipys_filling(inside: np.ndarray) -> None:
    mask = np.where(inside, np.uint8(255), np.uint8(0))
    # scipy's holes are joined by sides; here by corners too, as SAM's own are.
    filled = fill_holes(mask, 1.0) == 255
    expected = ndimage.binary_fill_holes(inside, structure=np.ones((3, 3)))
    small = filled.copy()
    small[expected] = False
    assert not small.any()
    labels, _ = ndimage.label(~inside, structure=np.ones((3, 3)))
    for label in np.unique(labels[expected & ~inside]):
        if (labels == label).sum() <= inside.sum():
            assert filled[labels == label].all()


@given(hard)
def test_keeping_the_largest_keeps_one_component(inside: np.ndarray) -> None:
    kept = keep_connected(np.where(inside, np.uint8(255), np.uint8(0)), []) == 255
    labels, count = ndimage.label(inside, structure=np.ones((3, 3)))
    if count:
        sizes = np.bincount(labels.ravel())[1:]
        assert kept.sum() == sizes.max()
        assert len(np.unique(labels[kept])) == 1


def test_a_speck_goes_with_its_soft_edge_and_the_object_keeps_its_own() -> None:
    mask = soft(object_and_speck())
    result = drop_specks(mask, 0.05)
    assert not result[72:, 72:].any()
    assert np.abs(result[:70, :70].astype(int) - mask[:70, :70]).max() < 4


def test_a_speck_that_is_large_enough_stays() -> None:
    mask = object_and_speck()
    assert np.array_equal(drop_specks(mask, 0.01), mask)


def test_a_hole_is_filled_without_a_ring() -> None:
    mask = object_and_speck()
    mask[35:40, 35:40] = 0
    assert (fill_holes(soft(mask), 0.05)[30:45, 30:45] == 255).all()


def test_a_larger_hole_and_a_bay_stay() -> None:
    mask = object_and_speck()
    mask[25:45, 25:45] = 0
    mask[50:52, 40:60] = 0
    assert np.array_equal(fill_holes(mask, 0.05), mask)


def test_what_was_clicked_stays() -> None:
    mask = object_and_speck()
    result = keep_connected(mask, [(82.5, 83.5)])
    assert (result[80:86, 80:86] == 255).all()
    assert result.sum() == 36 * 255


def test_a_click_beside_everything_keeps_the_largest() -> None:
    assert keep_connected(object_and_speck(), [(1.0, 1.0)])[40, 40] == 255


def test_a_faint_bridge_does_not_keep_what_it_leads_to() -> None:
    mask = object_and_speck()
    mask[55:80, 56:80] = np.maximum(mask[55:80, 56:80], 40)
    result = keep_connected(mask, [(30, 30)])
    assert result[83, 83] == 0
    assert (result[20:60, 20:60] == 255).all()


def test_an_empty_mask_has_no_parts() -> None:
    empty = np.zeros((9, 9), np.uint8)
    for result in (drop_specks(empty, 0.5), fill_holes(empty, 1.0), keep_connected(empty, [(3, 3)])):
        assert not result.any()
