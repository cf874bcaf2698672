"""Colours mean what the file's profile says."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from smart_select.photo.reading import read_photo
from unit.photo.icc_bytes import grey_profile, matrix_profile

SWAPPED = matrix_profile("g", "r", "b")
STRAIGHT = matrix_profile("r", "g", "b")
COLOURS = np.array([[[200, 40, 90], [10, 250, 60], [255, 255, 255], [0, 0, 0]]], np.uint8)


@pytest.mark.parametrize("suffix", [".png", ".tif", ".webp"])
def test_a_profile_with_exchanged_primaries_exchanges_the_colours(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"photo{suffix}"
    options = {"lossless": True} if suffix == ".webp" else {}
    Image.fromarray(COLOURS).save(path, icc_profile=SWAPPED, **options)
    expected = COLOURS[..., [1, 0, 2]].astype(int)
    # The profile has a plain 2.2 power for a curve, sRGB a shoulder in the shadows.
    assert np.abs(read_photo(path).colours - expected).max() <= 8


def test_a_wide_profile_makes_its_colours_stronger(tmp_path: Path) -> None:
    """In a space wider than sRGB the same numbers are a stronger green, with less red in sRGB's terms."""
    wide = bytearray(matrix_profile("r", "g", "b"))
    where = wide.index(b"XYZ \0\0\0\0", 128 + 4 + 12 * 8)
    del where  # the primaries come first, in the order r, g, b: 20 bytes each behind the table of 8 tags
    start = 128 + 4 + 12 * 8 + 20
    display_p3_green = tuple(round(value * 65536) for value in (0.2919, 0.6922, 0.0418))
    wide[start + 8 : start + 20] = b"".join(value.to_bytes(4, "big") for value in display_p3_green)
    picture = Image.fromarray(np.full((2, 2, 3), (120, 200, 120), np.uint8))
    picture.save(tmp_path / "wide.png", icc_profile=bytes(wide))
    picture.save(tmp_path / "plain.png", icc_profile=STRAIGHT)
    stronger = read_photo(tmp_path / "wide.png").colours[0, 0].astype(int)
    plain = read_photo(tmp_path / "plain.png").colours[0, 0].astype(int)
    assert stronger[0] < plain[0] - 20


def test_srgb_itself_changes_nothing(tmp_path: Path) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    cube = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)
    Image.fromarray(cube).save(tmp_path / "photo.png", icc_profile=srgb)
    assert np.array_equal(read_photo(tmp_path / "photo.png").colours, cube)


def test_a_grey_profile_is_applied(tmp_path: Path) -> None:
    Image.fromarray(np.full((2, 2), 128, np.uint8)).save(
        tmp_path / "linear.png", icc_profile=grey_profile(1.0)
    )
    grey = read_photo(tmp_path / "linear.png").colours
    assert np.abs(grey.astype(int) - 188).max() <= 2  # half the light is 188 in sRGB


def test_a_profile_leaves_alpha_alone(tmp_path: Path) -> None:
    rgba = np.dstack([COLOURS, np.array([[0, 1, 128, 255]], np.uint8)])
    Image.fromarray(rgba).save(tmp_path / "photo.png", icc_profile=SWAPPED)
    photo = read_photo(tmp_path / "photo.png")
    assert photo.alpha is not None
    assert np.array_equal(photo.alpha, rgba[..., 3])
    assert np.abs(photo.colours - COLOURS[..., [1, 0, 2]].astype(int)).max() <= 8


@pytest.mark.parametrize(
    "profile",
    [b"nonsense", SWAPPED[:150], b"\0" * 500, grey_profile(1.0), SWAPPED[:200] + b"\xff" * 100],
    ids=["nonsense", "cut off", "zeros", "of another mode", "damaged"],
)
def test_a_broken_profile_is_ignored(tmp_path: Path, profile: bytes) -> None:
    Image.fromarray(COLOURS).save(tmp_path / "photo.png", icc_profile=profile)
    assert read_photo(tmp_path / "photo.png").colours.shape == COLOURS.shape


def test_an_ignored_profile_leaves_the_numbers_as_they_are(tmp_path: Path) -> None:
    Image.fromarray(COLOURS).save(tmp_path / "photo.png", icc_profile=b"nonsense")
    assert np.array_equal(read_photo(tmp_path / "photo.png").colours, COLOURS)
