"""More than 8 bits per channel become 8, with rounding."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from smart_select.photo.reading import read_photo
from unit.photo.png_bytes import GREY, RGB, png_of_16_bits

EVERY_VALUE = np.arange(65536, dtype=np.uint16).reshape(256, 256)


def rounded(values: np.ndarray) -> np.ndarray:
    """The exact answer, in whole numbers: value · 255 / 65535, rounded."""
    return (values.astype(np.int64) + 128) // 257


def test_16_bit_grey_png_is_rounded(tmp_path: Path) -> None:
    (tmp_path / "deep.png").write_bytes(png_of_16_bits(EVERY_VALUE, GREY))
    photo = read_photo(tmp_path / "deep.png")
    assert np.array_equal(photo.colours, np.dstack([rounded(EVERY_VALUE)] * 3))


def test_16_bit_grey_tiff_is_rounded(tmp_path: Path) -> None:
    Image.fromarray(EVERY_VALUE).save(tmp_path / "deep.tif")
    assert np.array_equal(read_photo(tmp_path / "deep.tif").colours[..., 0], rounded(EVERY_VALUE))


def test_16_bit_grey_with_white_stored_as_0_is_turned_over(tmp_path: Path) -> None:
    Image.fromarray(EVERY_VALUE).save(tmp_path / "deep.tif", tiffinfo={262: 0})
    assert np.array_equal(read_photo(tmp_path / "deep.tif").colours[..., 0], rounded(65535 - EVERY_VALUE))


def test_16_bit_colour_png_is_at_most_one_level_off(tmp_path: Path) -> None:
    values = np.dstack([EVERY_VALUE, EVERY_VALUE.T, EVERY_VALUE[::-1]])
    (tmp_path / "deep.png").write_bytes(png_of_16_bits(values, RGB))
    photo = read_photo(tmp_path / "deep.png")
    assert np.abs(photo.colours.astype(int) - rounded(values)).max() <= 1
    assert photo.colours.min() == 0
    assert photo.colours.max() == 255


@pytest.mark.parametrize(("low", "high"), [(0.0, 1.0), (-2.0, 6.0), (0.0, 255.0)])
def test_float_tiff_is_scaled(tmp_path: Path, low: float, high: float) -> None:
    values = np.linspace(low, high, 256, dtype=np.float32).reshape(16, 16)
    Image.fromarray(values).save(tmp_path / "float.tif")
    expected = np.arange(256).reshape(16, 16)
    assert np.abs(read_photo(tmp_path / "float.tif").colours[..., 0].astype(int) - expected).max() <= 1


def test_a_float_picture_within_0_to_1_is_not_stretched(tmp_path: Path) -> None:
    Image.fromarray(np.full((2, 2), 0.2, np.float32)).save(tmp_path / "float.tif")
    assert (read_photo(tmp_path / "float.tif").colours == 51).all()


def test_what_is_not_a_number_becomes_black(tmp_path: Path) -> None:
    values = np.array([[np.nan, np.inf, -np.inf, 0.0, 1.0]], np.float32)
    Image.fromarray(values).save(tmp_path / "float.tif")
    assert read_photo(tmp_path / "float.tif").colours[0, :, 0].tolist() == [0, 255, 0, 0, 255]


def test_32_bit_integers_are_scaled(tmp_path: Path) -> None:
    Image.fromarray(np.array([[0, 1_000_000, 4_000_000]], np.int32)).save(tmp_path / "deep.tif")
    assert read_photo(tmp_path / "deep.tif").colours[0, :, 0].tolist() == [0, 64, 255]
