"""Shapes as integers, compared with NumPy's and SciPy's arithmetic on arrays."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from smart_select_plugin.bit_grid import BitGrid, grid_of

ndimage = pytest.importorskip("scipy.ndimage")

shapes = arrays(np.uint8, st.tuples(st.integers(1, 12), st.integers(1, 12)), elements=st.integers(0, 1))


def grid(shape: NDArray[np.uint8]) -> BitGrid:
    return grid_of([row.tobytes() for row in shape])


def array(bits: BitGrid) -> NDArray[np.uint8]:
    result = np.zeros((bits.rows, bits.columns), np.uint8)
    for column, row in bits.cells():
        result[row, column] = 1
    return result


@given(shapes)
def test_cells_are_where_they_were(shape: NDArray[np.uint8]) -> None:
    assert np.array_equal(array(grid(shape)), shape)
    assert grid(shape).area == shape.sum()


@given(shapes)
def test_shrinking(shape: NDArray[np.uint8]) -> None:
    assert np.array_equal(array(grid(shape).shrunk()), ndimage.binary_erosion(shape))


@given(shapes)
def test_parts(shape: NDArray[np.uint8]) -> None:
    labels, count = ndimage.label(shape)
    wanted = {(labels == number).tobytes() for number in range(1, count + 1)}
    assert {array(part).astype(bool).tobytes() for part in grid(shape).parts()} == wanted


@given(shapes.filter(lambda shape: bool(shape.any())))
def test_the_deepest_cell_is_the_farthest_from_the_outside(shape: NDArray[np.uint8]) -> None:
    (column, row), depth = grid(shape).deepest()
    distances = ndimage.distance_transform_cdt(np.pad(shape, 1), metric="taxicab")[1:-1, 1:-1]
    assert depth == distances.max() == distances[row, column]


@given(shapes, st.integers(0, 11), st.integers(0, 11), st.integers(0, 4))
def test_without_a_square(shape: NDArray[np.uint8], column: int, row: int, reach: int) -> None:
    column, row = column % shape.shape[1], row % shape.shape[0]
    wanted = shape.copy()
    wanted[max(row - reach, 0) : row + reach + 1, max(column - reach, 0) : column + reach + 1] = 0
    assert np.array_equal(array(grid(shape).without((column, row), reach)), wanted)
