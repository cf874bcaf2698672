"""Whatever a picture file holds becomes upright 8-bit sRGB."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from smart_select.photo.channels import TILE_PIXELS
from smart_select.photo.reading import read_photo

ORIENTATION = 0x0112


def quadrants(width: int = 48, height: int = 32) -> NDArray[np.uint8]:
    """A picture that no turn or flip maps to itself, in blocks that JPEG keeps."""
    picture = np.zeros((height, width, 3), np.uint8)
    picture[: height // 2, : width // 2] = (250, 20, 20)
    picture[: height // 2, width // 2 :] = (20, 250, 20)
    picture[height // 2 :, : width // 2] = (20, 20, 250)
    return picture


def stored_as(upright: Image.Image, orientation: int) -> Image.Image:
    """How a camera that was held like this stores the picture, in Pillow's terms instead of the code's."""
    operations = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    return upright.transpose(operations[orientation]) if orientation in operations else upright


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".webp"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_applied(tmp_path: Path, orientation: int, suffix: str) -> None:
    path = tmp_path / f"photo{suffix}"
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    options = {".jpg": {"quality": 100, "subsampling": 0}, ".webp": {"lossless": True}}.get(suffix, {})
    stored_as(Image.fromarray(quadrants()), orientation).save(path, exif=exif, **options)

    photo = read_photo(path)

    assert photo.size == (48, 32)
    assert np.abs(photo.colours.astype(int) - quadrants()).max() <= 3


@pytest.mark.parametrize("orientation", [0, 9, 77])
def test_a_meaningless_orientation_is_ignored(tmp_path: Path, orientation: int) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    Image.fromarray(quadrants()).save(tmp_path / "photo.png", exif=exif)
    assert np.array_equal(read_photo(tmp_path / "photo.png").colours, quadrants())


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_broken_exif_is_ignored(tmp_path: Path) -> None:
    Image.fromarray(quadrants()).save(tmp_path / "photo.png", exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff broken")
    assert np.array_equal(read_photo(tmp_path / "photo.png").colours, quadrants())


def test_orientation_turns_alpha_along(tmp_path: Path) -> None:
    picture = np.dstack([quadrants(), np.arange(48 * 32).reshape(32, 48) % 256]).astype(np.uint8)
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    stored_as(Image.fromarray(picture), 6).save(tmp_path / "photo.png", exif=exif)
    photo = read_photo(tmp_path / "photo.png")
    assert photo.alpha is not None
    assert np.array_equal(photo.alpha, picture[..., 3])


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_8_bit_values_are_kept(tmp_path: Path, mode: str) -> None:
    values = np.arange(256, dtype=np.uint8).reshape(16, 16)
    picture = values if mode == "L" else np.dstack([values, values.T, values[::-1]])
    Image.fromarray(picture).save(tmp_path / "photo.png")
    expected = np.dstack([values] * 3) if mode == "L" else picture
    assert np.array_equal(read_photo(tmp_path / "photo.png").colours, expected)


def test_1_bit_becomes_black_and_white(tmp_path: Path) -> None:
    Image.fromarray(np.array([[True, False]])).save(tmp_path / "photo.png")
    assert read_photo(tmp_path / "photo.png").colours.tolist() == [[[255] * 3, [0] * 3]]


def test_a_picture_of_several_tiles_is_read_whole(tmp_path: Path) -> None:
    height = TILE_PIXELS // 512 + 77
    picture = np.arange(512 * height, dtype=np.uint32).reshape(height, 512)
    Image.fromarray((picture % 251).astype(np.uint8)).save(tmp_path / "photo.png", compress_level=1)
    assert np.array_equal(read_photo(tmp_path / "photo.png").colours[..., 1], picture % 251)


@pytest.mark.parametrize("size", [(1, 1), (1, 5000), (5000, 1)])
def test_extreme_shapes_are_read(tmp_path: Path, size: tuple[int, int]) -> None:
    Image.new("RGB", size, (1, 2, 3)).save(tmp_path / "photo.png")
    photo = read_photo(tmp_path / "photo.png")
    assert photo.size == size
    assert (photo.colours == (1, 2, 3)).all()


def test_only_the_first_frame_of_an_animation_is_read(tmp_path: Path) -> None:
    first, second = Image.new("RGB", (4, 4), "red"), Image.new("RGB", (4, 4), "blue")
    first.save(tmp_path / "moving.gif", save_all=True, append_images=[second])
    assert (read_photo(tmp_path / "moving.gif").colours == (255, 0, 0)).all()


def test_cmyk_becomes_rgb(tmp_path: Path) -> None:
    Image.new("CMYK", (8, 8), (0, 255, 255, 0)).save(tmp_path / "print.tif")
    assert read_photo(tmp_path / "print.tif").colours[0, 0].tolist() == [255, 0, 0]


def test_a_cmyk_jpeg_becomes_rgb(tmp_path: Path) -> None:
    Image.new("CMYK", (16, 16), (255, 0, 0, 0)).save(tmp_path / "print.jpg", quality=100)
    red, green, blue = read_photo(tmp_path / "print.jpg").colours[0, 0].tolist()
    assert red < 10
    assert min(green, blue) > 245


def test_lab_becomes_rgb(tmp_path: Path) -> None:
    Image.new("LAB", (8, 8), (255, 128, 128)).save(tmp_path / "lab.tif")
    assert (read_photo(tmp_path / "lab.tif").colours >= 250).all()


def test_pixels_are_read_only(tmp_path: Path) -> None:
    Image.new("RGB", (2, 2)).save(tmp_path / "photo.png")
    photo = read_photo(tmp_path / "photo.png")
    assert not photo.colours.flags.writeable
    assert not photo.pixels.flags.writeable


def test_reading_says_what_the_file_held(tmp_path: Path) -> None:
    Image.new("LA", (2, 2)).save(tmp_path / "photo.png")
    photo = read_photo(tmp_path / "photo.png")
    assert (photo.format, photo.mode) == ("PNG", "LA")
