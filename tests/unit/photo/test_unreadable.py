"""What can't be read is refused with one sentence, never with a decoder's own exception."""

import contextlib
import io
import os
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from smart_select.errors import ImageTooLarge, ImageUnreadable
from smart_select.photo.reading import read_photo
from unit.photo.png_bytes import RGB, png

FORMATS = {".png": "PNG", ".jpg": "JPEG", ".tif": "TIFF", ".webp": "WEBP", ".gif": "GIF", ".bmp": "BMP"}


def encoded(kind: str) -> bytes:
    picture = Image.fromarray(np.random.default_rng(0).integers(0, 256, (48, 64, 3), np.uint8))
    file = io.BytesIO()
    picture.save(file, kind)
    return file.getvalue()


def reason(path: Path) -> str:
    with pytest.raises(ImageUnreadable) as caught:
        read_photo(path)
    sentence = str(caught.value)
    assert sentence.count(".") - path.name.count(".") - str(path.parent).count(".") == 1
    assert "\n" not in sentence
    return caught.value.reason


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    assert "no such file" in reason(tmp_path / "nothing.png")


def test_a_folder_is_said_to_be_one(tmp_path: Path) -> None:
    assert reason(tmp_path) == "it is a folder"


def test_a_file_used_as_a_folder_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    assert "not a folder" in reason(tmp_path / "file" / "photo.png")


def test_an_empty_file_is_said_to_be_empty(tmp_path: Path) -> None:
    (tmp_path / "empty.png").touch()
    assert "empty" in reason(tmp_path / "empty.png")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    assert reason(tmp_path / "pipe.png") == "it is not an ordinary file"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="permission bits don't bind this user")
def test_a_forbidden_file_is_said_to_be_forbidden(tmp_path: Path) -> None:
    (tmp_path / "photo.png").write_bytes(encoded("PNG"))
    (tmp_path / "photo.png").chmod(0)
    assert "permission" in reason(tmp_path / "photo.png")


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        (b"hello, I am a text", "no picture"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "PostScript"),
        (b"%PDF-1.7", "PDF"),
        (b"gimp xcf v011", "GIMP project"),
        (b"PK\x03\x04 kra", "Krita"),
        (b"8BPS\0\1", "Photoshop"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"),
        (b"\x89PNG\r\n\x1a\n", "can't be read"),
    ],
)
def test_other_kinds_of_files_are_named(tmp_path: Path, content: bytes, hint: str) -> None:
    (tmp_path / "photo.png").write_bytes(content)
    assert hint in reason(tmp_path / "photo.png")


def test_a_raw_photo_is_not_mistaken_for_its_thumbnail(tmp_path: Path) -> None:
    (tmp_path / "photo.NEF").write_bytes(encoded("TIFF"))
    assert "raw photo" in reason(tmp_path / "photo.NEF")


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".tif", ".webp", ".bmp"])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.9])
def test_a_truncated_picture_is_refused(tmp_path: Path, suffix: str, share: float) -> None:
    data = encoded(FORMATS[suffix])
    (tmp_path / f"photo{suffix}").write_bytes(data[: int(len(data) * share)])
    reason(tmp_path / f"photo{suffix}")


def test_a_truncated_jpeg_is_said_to_break_off(tmp_path: Path) -> None:
    data = encoded("JPEG")
    (tmp_path / "photo.jpg").write_bytes(data[: len(data) // 2])
    assert "breaks off" in reason(tmp_path / "photo.jpg")


@pytest.mark.filterwarnings("ignore::UserWarning")  # what Pillow says about broken EXIF data
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_bytes_are_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    suffix = data.draw(st.sampled_from(sorted(FORMATS)))
    content = bytearray(encoded(FORMATS[suffix]))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / f"photo{suffix}"
    path.write_bytes(content[: data.draw(st.integers(1, len(content)))])
    with contextlib.suppress(ImageUnreadable):
        assert read_photo(path, limit_pixels=10_000_000).colours.shape[2] == 3


def test_a_bomb_is_refused_by_its_header_alone(tmp_path: Path) -> None:
    (tmp_path / "bomb.png").write_bytes(png(100_000, 100_000, 8, RGB, b"\0" * 1000))
    with pytest.raises(ImageTooLarge) as caught:
        read_photo(tmp_path / "bomb.png")
    assert (caught.value.width, caught.value.height) == (100_000, 100_000)
    assert "10,000 megapixels" in str(caught.value)


def test_the_limit_can_be_raised_and_lowered(tmp_path: Path) -> None:
    Image.new("L", (100, 100)).save(tmp_path / "photo.png")
    assert read_photo(tmp_path / "photo.png", limit_pixels=10_000).size == (100, 100)
    with pytest.raises(ImageTooLarge):
        read_photo(tmp_path / "photo.png", limit_pixels=9_999)


def test_more_than_pillows_own_limit_is_no_bomb(tmp_path: Path, recwarn: pytest.WarningsRecorder) -> None:
    """Pillow warns from 89 MP and refuses from 179 MP on; the limit here is the caller's alone."""
    header = struct.pack("<2sIHHIIiiHHIIiiII", b"BM", 0, 0, 0, 62, 40, 20_000, 9_500, 1, 1, 0, 0, 0, 0, 0, 0)
    (tmp_path / "wide.bmp").write_bytes(header + b"\0\0\0\0\xff\xff\xff\0")
    assert "breaks off" in reason(
        tmp_path / "wide.bmp"
    )  # which is known only after the limit has been passed
    assert not recwarn.list
