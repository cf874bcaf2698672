import numpy as np
import pytest
from numpy.typing import NDArray

from smart_select_krita.selected_pixels import SelectedPixels, set_rows, window

SIZE = (9, 7)
AREA = (2, 1, 7, 7)


def mask() -> NDArray[np.uint8]:
    whole = np.zeros((SIZE[1], SIZE[0]), np.uint8)
    whole[1:7, 2:7] = np.arange(1, 31).reshape(6, 5)
    return whole


def pixels() -> SelectedPixels:
    return SelectedPixels(AREA, mask()[1:7, 2:7].tobytes())


@pytest.mark.parametrize("area", [(0, 0, 9, 7), (3, 2, 5, 4), (0, 0, 2, 7), (2, 1, 7, 7), (6, 6, 9, 7)])
def test_a_window_shows_a_part_of_the_mask(area: tuple[int, int, int, int]) -> None:
    x0, y0, x1, y1 = area
    assert window(pixels(), area, SIZE) == mask()[y0:y1, x0:x1].tobytes()


@pytest.mark.parametrize("by", [1, 5])
def test_beyond_the_picture_the_mask_goes_on_as_at_its_border(by: int) -> None:
    wide = np.pad(mask(), by, mode="edge")
    assert window(pixels(), (-by, -by, SIZE[0] + by, SIZE[1] + by), SIZE) == wide.tobytes()


def test_rows_are_put_where_they_belong() -> None:
    target = bytearray(30)
    set_rows(target, AREA, (3, 2, 6, 4), bytes([9] * 6))
    expected = np.zeros((6, 5), np.uint8)
    expected[1:3, 1:4] = 9
    assert bytes(target) == expected.tobytes()


def test_a_mask_of_zeros_is_empty() -> None:
    assert SelectedPixels((0, 0, 2, 2), bytearray(4)).is_empty
    assert not SelectedPixels((0, 0, 2, 2), bytes((0, 0, 1, 0))).is_empty


def test_only_a_mask_of_all_of_the_picture_covers_it() -> None:
    assert SelectedPixels((0, 0, 2, 2), b"\xff" * 4).covers((2, 2))
    assert not SelectedPixels((0, 0, 2, 2), b"\xff\xff\xff\xfe").covers((2, 2))
    assert not SelectedPixels((0, 0, 2, 2), b"\xff" * 4).covers((3, 2))
