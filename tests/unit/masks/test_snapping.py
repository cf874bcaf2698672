"""A lasso is snapped to edges, and to nothing else."""

import numpy as np

from smart_select.masks.snapping import snap


def red_disk(side: int = 200, radius: float = 60.0) -> tuple[np.ndarray, np.ndarray]:
    """A red disk on grey, and where it is."""
    y, x = np.mgrid[:side, :side]
    inside = np.hypot(x + 0.5 - side / 2, y + 0.5 - side / 2) < radius
    photo = np.full((side, side, 3), 120, np.uint8)
    photo[inside] = (200, 30, 30)
    return photo, inside


def lasso(wobble_px: float = 6.0) -> np.ndarray:
    """An outline around the disk as a hand draws it."""
    y, x = np.mgrid[:200, :200]
    angle = np.arctan2(y - 100, x - 100)
    radius = 60 + wobble_px * np.sin(5 * angle)
    return np.where(np.hypot(x - 100, y - 100) < radius, np.uint8(255), np.uint8(0))


def overlap(first: np.ndarray, second: np.ndarray) -> float:
    return float((first & second).sum() / (first | second).sum())


def test_without_a_model_the_photo_says_where_the_edge_is() -> None:
    photo, inside = red_disk()
    before = overlap(lasso() >= 128, inside)
    after = overlap(snap(lasso(), photo, []) >= 128, inside)
    assert 1 - after < (1 - before) / 2


def test_with_a_model_that_sees_the_same_object_too_the_edge_is_the_photo_s() -> None:
    photo, inside = red_disk()
    mask = np.where(inside, np.uint8(255), np.uint8(0))
    assert overlap(snap(lasso(), photo, [np.zeros_like(mask), mask]) >= 128, inside) > 0.99


def test_a_model_has_a_voice_where_the_photo_has_no_edge() -> None:
    _, inside = red_disk()
    photo = np.random.default_rng(0).integers(110, 130, (200, 200, 3), np.uint8)
    mask = np.where(inside, np.uint8(255), np.uint8(0))
    alone, together = (overlap(snap(lasso(), photo, masks) >= 128, inside) for masks in ([], [mask]))
    assert together > alone


def test_a_model_that_misses_a_part_does_not_cut_it_off() -> None:
    photo, inside = red_disk()
    mask = np.where(inside, np.uint8(255), np.uint8(0))
    mask[:, :60] = 0
    assert overlap(snap(lasso(), photo, [mask]) >= 128, inside) > 0.98


def test_a_hole_that_was_left_out_stays_a_hole() -> None:
    photo, _ = red_disk()
    photo[92:108, 92:108] = 120
    rough = lasso()
    rough[90:110, 90:110] = 0
    result = snap(rough, photo, [])
    assert not (result[94:106, 94:106] >= 128).any()
    assert (result[80:86, 80:120] >= 128).all()


def test_a_model_that_sees_a_larger_object_changes_nothing_far_from_the_line() -> None:
    photo, _ = red_disk()
    everything = np.full((200, 200), 255, np.uint8)
    rough = lasso()
    result = snap(rough, photo, [everything])
    assert (result[:25] == 0).all()
    assert (result[90:110, 90:110] == 255).all()


def test_what_the_lasso_leaves_out_stays_out_even_if_it_looks_alike() -> None:
    photo, _ = red_disk()
    photo[5:25, 5:25] = (200, 30, 30)
    assert not snap(lasso(), photo, [])[5:25, 5:25].any()


def test_two_lassos_are_two_objects() -> None:
    photo = np.full((100, 200, 3), 120, np.uint8)
    photo[30:70, 30:70] = photo[30:70, 130:170] = (200, 30, 30)
    rough = np.zeros((100, 200), np.uint8)
    rough[28:73, 28:73] = rough[28:73, 128:173] = 255
    result = snap(rough, photo, [])
    assert result[50, 50] == result[50, 150] == 255


def test_a_small_lasso_beside_a_large_one_is_an_object_too() -> None:
    photo, _ = red_disk()
    photo[8:14, 8:14] = (200, 30, 30)
    rough = lasso()
    rough[7:15, 7:15] = 255
    result = snap(rough, photo, [])
    assert (result[9:13, 9:13] >= 128).all()
    assert result[100, 100] == 255


def test_as_many_lassos_as_there_are_stay() -> None:
    photo = np.full((400, 400, 3), 120, np.uint8)
    rough = np.zeros((400, 400), np.uint8)
    corners = [(y, x) for y in range(10, 400, 40) for x in range(10, 400, 40)]
    for y, x in corners:
        photo[y : y + 20, x : x + 20] = (200, 30, 30)
        rough[y - 1 : y + 21, x - 1 : x + 21] = 255
    result = snap(rough, photo, [])
    assert all(result[y + 10, x + 10] == 255 for y, x in corners)


def test_a_small_lasso_in_a_large_picture_is_snapped_as_finely_as_by_itself() -> None:
    photo, _ = red_disk()
    rough = lasso()
    large = np.full((200, 12_000, 3), 120, np.uint8)
    large[:, 4400:4600] = photo
    drawn = np.zeros((200, 12_000), np.uint8)
    drawn[:, 4400:4600] = rough
    assert np.array_equal(snap(drawn, large, [])[:, 4400:4600], snap(rough, photo, []))


def test_an_empty_lasso_stays_empty() -> None:
    photo, _ = red_disk()
    assert not snap(np.zeros((200, 200), np.uint8), photo, []).any()
