"""Results are whole or absent, and inputs are never overwritten."""

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from smart_select.errors import OutputUnwritable
from smart_select.photo.files import check_output, write_file
from smart_select.photo.writing import format_for, write_picture


def test_a_file_is_written_and_nothing_else(tmp_path: Path) -> None:
    write_file(tmp_path / "result", b"abc")
    assert [path.name for path in tmp_path.iterdir()] == ["result"]
    assert (tmp_path / "result").read_bytes() == b"abc"


def test_an_existing_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "result").write_bytes(b"old and longer")
    write_file(tmp_path / "result", b"new")
    assert (tmp_path / "result").read_bytes() == b"new"


def test_a_failing_write_leaves_the_old_file_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "result").write_bytes(b"old")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputUnwritable, match="disk is full"):
        write_file(tmp_path / "result", b"new")
    assert (tmp_path / "result").read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_device_is_written_to_and_stays_a_device() -> None:
    with pytest.raises(OutputUnwritable, match="disk is full"):
        write_file("/dev/full", b"x" * 100_000)
    write_file("/dev/null", b"x")
    assert Path("/dev/null").is_char_device()


@pytest.mark.skipif(os.name != "posix", reason="needs links")
def test_a_link_goes_on_pointing_to_the_new_content(tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "target")
    write_file(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_bytes() == b"new"


@pytest.mark.skipif(os.name != "posix", reason="needs permission bits")
def test_a_result_gets_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    write_file(tmp_path / "result", b"")
    assert (tmp_path / "result").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_missing_folder_is_refused_beforehand(tmp_path: Path) -> None:
    with pytest.raises(OutputUnwritable, match="there is no folder"):
        check_output(tmp_path / "nowhere" / "mask.png")


def test_a_folder_is_no_output(tmp_path: Path) -> None:
    with pytest.raises(OutputUnwritable, match="it is a folder"):
        check_output(tmp_path)


@pytest.mark.parametrize("spelling", ["photo.png", "sub/../photo.png", "link.png"])
def test_the_picture_itself_is_refused_however_it_is_spelt(tmp_path: Path, spelling: str) -> None:
    (tmp_path / "photo.png").write_bytes(b"x")
    (tmp_path / "sub").mkdir()
    (tmp_path / "link.png").symlink_to(tmp_path / "photo.png")
    with pytest.raises(OutputUnwritable, match="the picture that is read"):
        check_output(tmp_path / spelling, sources=[tmp_path / "photo.png"])


@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="permission bits don't bind this user")
def test_a_file_that_is_write_protected_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "mask.png").touch(mode=0o444)
    with pytest.raises(OutputUnwritable, match="write-protected"):
        check_output(tmp_path / "mask.png")


def test_a_link_into_a_missing_folder_is_called_that(tmp_path: Path) -> None:
    (tmp_path / "mask.png").symlink_to(tmp_path / "nowhere" / "mask.png")
    with pytest.raises(OutputUnwritable, match="a link into a folder that is not there"):
        check_output(tmp_path / "mask.png")


def test_an_output_beside_the_picture_is_fine(tmp_path: Path) -> None:
    (tmp_path / "photo.png").write_bytes(b"x")
    check_output(tmp_path / "mask.png", sources=[tmp_path / "photo.png", tmp_path / "missing.png"])


def test_a_source_that_can_not_be_looked_at_is_not_blamed_on_the_output(tmp_path: Path) -> None:
    (tmp_path / "old.png").write_bytes(b"x")
    check_output(tmp_path / "old.png", sources=[tmp_path / ("x" * 5000)])


@pytest.mark.parametrize("suffix", [".png", ".tif", ".TIFF"])
def test_a_mask_comes_back_as_8_bit_grey(tmp_path: Path, suffix: str) -> None:
    mask = np.arange(256, dtype=np.uint8).reshape(8, 32)
    write_picture(tmp_path / f"mask{suffix}", mask)
    with Image.open(tmp_path / f"mask{suffix}") as image:
        assert image.mode == "L"
        assert np.array_equal(np.asarray(image), mask)


@pytest.mark.parametrize("suffix", [".png", ".tif", ".webp"])
def test_a_cut_out_comes_back_unchanged(tmp_path: Path, suffix: str) -> None:
    pixels = np.random.default_rng(0).integers(1, 256, (9, 7, 4), np.uint8)
    write_picture(tmp_path / f"cut{suffix}", pixels)
    with Image.open(tmp_path / f"cut{suffix}") as image:
        assert np.array_equal(np.asarray(image), pixels)


@pytest.mark.parametrize(
    ("name", "channels", "hint"),
    [
        ("mask.jpg", 1, "JPEG can't hold a mask"),
        ("mask.webp", 1, "WebP can't hold a mask"),
        ("cut.jpg", 4, "JPEG can't hold transparency"),
        ("mask", 1, "must end in one of .png, .tif, .tiff"),
        ("mask.gif", 3, "must end in one of .png, .tif, .tiff, .webp, .jpg, .jpeg"),
    ],
)
def test_a_suffix_that_does_not_fit_is_refused(name: str, channels: int, hint: str) -> None:
    with pytest.raises(OutputUnwritable, match=hint):
        format_for(name, channels=channels)


def test_a_picture_too_long_for_its_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputUnwritable, match="16383 pixels a side"):
        write_picture(tmp_path / "long.webp", np.zeros((1, 16384, 3), np.uint8))
    assert not list(tmp_path.iterdir())
