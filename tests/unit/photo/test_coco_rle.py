"""COCO's run lengths, against a slow reading of its definition and against published examples."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.typing import NDArray

from smart_select.photo.coco_rle import (
    coco_segmentation,
    compress_runs,
    decode_runs,
    decompress_runs,
    encode_runs,
)

masks = arrays(np.bool_, array_shapes(min_dims=2, max_dims=2, max_side=12))


def slow_runs(inside: NDArray[np.bool_]) -> list[int]:
    """Walk down the columns, counting, as the definition says."""
    counts, current = [0], False
    for x in range(inside.shape[1]):
        for y in range(inside.shape[0]):
            if bool(inside[y, x]) != current:
                counts.append(0)
                current = not current
            counts[-1] += 1
    return counts


def slow_string(counts: list[int]) -> str:
    """COCO's rleToString, transcribed from its description: signed 5-bit groups, two's complement."""
    text = ""
    for index, count in enumerate(counts):
        value = count - counts[index - 2] if index > 2 else count
        bits = 5
        while not -(1 << (bits - 1)) <= value < 1 << (bits - 1):
            bits += 5
        value &= (1 << bits) - 1
        for shift in range(0, bits, 5):
            last = shift + 5 == bits
            text += chr(48 + ((value >> shift) & 31) + (0 if last else 32))
    return text


@given(masks)
def test_runs_are_those_of_the_definition(inside: NDArray[np.bool_]) -> None:
    assert encode_runs(inside) == slow_runs(inside)


@given(masks)
def test_runs_give_the_mask_back(inside: NDArray[np.bool_]) -> None:
    height, width = inside.shape
    assert np.array_equal(decode_runs(encode_runs(inside), (width, height)), inside)


@given(st.lists(st.integers(0, 10**9), max_size=30))
def test_the_string_is_that_of_the_definition(counts: list[int]) -> None:
    assert compress_runs(counts) == slow_string(counts)


@given(st.lists(st.integers(0, 10**9), max_size=30))
def test_the_string_gives_the_counts_back(counts: list[int]) -> None:
    assert decompress_runs(compress_runs(counts)) == counts


def test_columns_come_first() -> None:
    inside = np.array([[0, 1, 1], [0, 0, 1]], bool)
    assert encode_runs(inside) == [2, 1, 1, 2]


def test_a_first_pixel_inside_begins_with_an_empty_run() -> None:
    assert encode_runs(np.array([[1, 0]], bool)) == [0, 1, 1]


# Strings as COCO's own C code writes them for these counts.
@pytest.mark.parametrize(
    ("counts", "text"), [([0, 4], "04"), ([6, 1, 40, 4, 5, 4, 5, 4, 21], "61X13mN000`0"), ([100], "T3")]
)
def test_known_strings(counts: list[int], text: str) -> None:
    assert compress_runs(counts) == text


def test_the_segmentation_names_height_before_width() -> None:
    assert coco_segmentation(np.zeros((2, 5), bool)) == {"size": [2, 5], "counts": compress_runs([10])}


def test_runs_of_another_size_are_refused() -> None:
    with pytest.raises(ValueError, match="cover 3 pixels"):
        decode_runs([1, 2], (2, 2))


def test_a_string_that_breaks_off_is_refused() -> None:
    with pytest.raises(ValueError, match="breaks off"):
        decompress_runs(compress_runs([1000])[:-1])
