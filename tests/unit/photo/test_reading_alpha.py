"""Transparency is kept, and colours hidden under it do not reach the model."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from smart_select.photo.reading import LoadedPhoto, read_photo


def written_and_read(image: Image.Image, path: Path, **options: object) -> LoadedPhoto:
    image.save(path, **options)
    return read_photo(path)


def test_rgba_keeps_colours_and_alpha_apart(tmp_path: Path) -> None:
    rgba = np.array([[[10, 20, 30, 0], [10, 20, 30, 128], [10, 20, 30, 255]]], np.uint8)
    photo = written_and_read(Image.fromarray(rgba), tmp_path / "photo.png")
    assert np.array_equal(photo.colours, rgba[..., :3])
    assert photo.alpha is not None
    assert photo.alpha.tolist() == [[0, 128, 255]]


def test_the_model_sees_transparent_pixels_as_grey(tmp_path: Path) -> None:
    rgba = np.array([[[255, 0, 0, 0], [255, 0, 0, 128], [255, 0, 0, 255]]], np.uint8)
    photo = written_and_read(Image.fromarray(rgba), tmp_path / "photo.png")
    assert photo.pixels.tolist() == [[[128, 128, 128], [192, 64, 64], [255, 0, 0]]]


def test_opaque_alpha_is_no_alpha(tmp_path: Path) -> None:
    photo = written_and_read(Image.new("RGBA", (3, 3), (1, 2, 3, 255)), tmp_path / "photo.png")
    assert photo.alpha is None
    assert photo.pixels is photo.colours


def test_grey_with_alpha_is_read(tmp_path: Path) -> None:
    photo = written_and_read(Image.new("LA", (3, 3), (77, 9)), tmp_path / "photo.png")
    assert photo.alpha is not None
    assert (photo.colours == 77).all()
    assert (photo.alpha == 9).all()


@pytest.mark.parametrize("suffix", [".png", ".gif"])
def test_a_transparent_palette_entry_becomes_alpha(tmp_path: Path, suffix: str) -> None:
    image = Image.fromarray(np.array([[0, 1]], np.uint8)).convert("P")
    image.putpalette([255, 0, 0, 0, 0, 255])
    photo = written_and_read(image, tmp_path / f"photo{suffix}", transparency=1)
    assert photo.alpha is not None
    assert photo.alpha.tolist() == [[255, 0]]
    assert photo.colours[0, 0].tolist() == [255, 0, 0]


def test_an_opaque_palette_is_read(tmp_path: Path) -> None:
    image = Image.fromarray(np.array([[0, 1]], np.uint8)).convert("P")
    image.putpalette([255, 0, 0, 0, 0, 255])
    photo = written_and_read(image, tmp_path / "photo.png")
    assert photo.alpha is None
    assert photo.colours.tolist() == [[[255, 0, 0], [0, 0, 255]]]


def test_a_transparent_colour_of_an_rgb_png_becomes_alpha(tmp_path: Path) -> None:
    image = Image.fromarray(np.array([[[1, 2, 3], [4, 5, 6]]], np.uint8))
    photo = written_and_read(image, tmp_path / "photo.png", transparency=(4, 5, 6))
    assert photo.alpha is not None
    assert photo.alpha.tolist() == [[255, 0]]


def test_a_transparent_grey_becomes_alpha(tmp_path: Path) -> None:
    image = Image.fromarray(np.array([[9, 200]], np.uint8))
    photo = written_and_read(image, tmp_path / "photo.png", transparency=200)
    assert photo.alpha is not None
    assert photo.alpha.tolist() == [[255, 0]]
    assert photo.colours[0, 0].tolist() == [9, 9, 9]


def test_a_partly_transparent_palette_keeps_its_shades(tmp_path: Path) -> None:
    image = Image.fromarray(np.array([[0, 1, 2]], np.uint8)).convert("P")
    image.putpalette([255, 0, 0, 0, 255, 0, 0, 0, 255])
    photo = written_and_read(image, tmp_path / "photo.png", transparency=bytes([0, 100, 255]))
    assert photo.alpha is not None
    assert photo.alpha.tolist() == [[0, 100, 255]]
