"""Bands of rows: all of the picture, once, in pieces of the size that was asked for."""

import numpy as np
import pytest

from smart_select.bands import row_bands


@pytest.mark.parametrize("shape", [(0, 5), (1, 1), (7, 0), (10, 4), (11, 4, 3), (3, 1000)])
@pytest.mark.parametrize("least_rows", [0, 1, 4])
def test_each_row_comes_once_in_its_order(shape: tuple[int, ...], least_rows: int) -> None:
    bands = list(row_bands(shape, 12, least_rows=least_rows))
    rows = np.arange(shape[0])
    assert np.concatenate([rows[:0], *(rows[band] for band in bands)]).tolist() == rows.tolist()


def test_a_band_has_about_so_many_pixels_and_so_many_rows() -> None:
    assert list(row_bands((10, 4), 12)) == [slice(0, 3), slice(3, 6), slice(6, 9), slice(9, 10)]
    assert list(row_bands((10, 4), 12, least_rows=8)) == [slice(0, 8), slice(8, 10)]
    assert list(row_bands((2, 1000), 12)) == [slice(0, 1), slice(1, 2)]
