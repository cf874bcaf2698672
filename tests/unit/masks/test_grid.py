"""Planes on coarse cells, enlarged to the pixels of a part of a photo."""

import numpy as np
import pytest
from PIL import Image

from smart_select.masks.grid import enlarge_part


@pytest.mark.parametrize("grid", [(7, 9), (1, 5), (6, 1), (1, 1)])
def test_enlarging_is_bilinear_between_the_cells_centres(grid: tuple[int, int]) -> None:
    plane = np.random.default_rng(0).random(grid, np.float32)
    whole = enlarge_part(plane[np.newaxis], (60, 50), (slice(0, 60), slice(0, 50)))[0]
    pillow = np.asarray(Image.fromarray(plane).resize((50, 60), Image.Resampling.BILINEAR))
    np.testing.assert_allclose(whole, pillow, atol=1e-5)


def test_a_part_is_that_part_of_the_whole_to_the_bit() -> None:
    planes = np.random.default_rng(0).random((3, 11, 13), np.float32)
    whole = enlarge_part(planes, (100, 90), (slice(0, 100), slice(0, 90)))
    part = enlarge_part(planes, (100, 90), (slice(37, 100), slice(20, 21)))
    np.testing.assert_array_equal(part, whole[:, 37:100, 20:21])
