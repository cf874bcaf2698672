from smart_select_gimp.rough import expand, moved
from smart_select_plugin.selection_prompt import RoughMask

CROSS = RoughMask((2, 2, 8, 8), 3, 3, bytes((0, 1, 0, 1, 1, 1, 0, 1, 0)))


def test_cells_become_pixels() -> None:
    content, area = expand(CROSS, (10, 10))
    assert area == (2, 2, 8, 8)
    rows = [content[row * 6 : row * 6 + 6] for row in range(6)]
    corner, middle = b"\0\0\xff\xff\0\0", b"\xff" * 6
    assert rows == [corner, corner, middle, middle, corner, corner]


def test_only_what_the_picture_shows_is_there() -> None:
    content, area = expand(moved(CROSS, -5, -4), (10, 10))
    assert area == (0, 0, 3, 4)
    assert content == b"\xff\xff\xff" * 2 + b"\xff\0\0" * 2


def test_cells_that_do_not_divide_their_box_fill_it_all_the_same() -> None:
    content, area = expand(RoughMask((0, 0, 7, 5), 3, 2, b"\1" * 6), (9, 9))
    assert area == (0, 0, 7, 5)
    assert content == b"\xff" * 35


def test_a_mask_beside_the_picture_is_nothing() -> None:
    assert len(expand(moved(CROSS, 50, 0), (10, 10))[0]) == 0
