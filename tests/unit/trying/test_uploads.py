"""A file on its way in."""

import io
import tempfile
from email.message import Message
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from smart_select.errors import ImageUnreadable, StorageUnavailable
from smart_select.trying.bodies import Body
from smart_select.trying.refusing import UPLOAD_LIMIT_BYTES, BrokenOff, LengthUnknown, TooLarge
from smart_select.trying.uploads import file_name, receive_photo


def body(data: bytes, **headers: str) -> Body:
    message = Message()
    for name, value in ({"Content_Length": str(len(data))} | headers).items():
        message[name.replace("_", "-")] = value
    return Body(message, io.BytesIO(data))


def png() -> bytes:
    file = io.BytesIO()
    Image.fromarray(np.full((2, 3, 3), 7, np.uint8)).save(file, "PNG")
    return file.getvalue()


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (None, "photo"),
        ("", "photo"),
        ("cat.jpg", "cat.jpg"),
        ("my%20caf%C3%A9.png", "my café.png"),
        ("..%2F..%2Fetc%2Fpasswd", "passwd"),
        ("C%3A%5Cpictures%5Ccat.jpg", "cat.jpg"),
        ("%00a%0Ab.png", "ab.png"),
        ("%FF.png", "\ufffd.png"),
        ("/", "photo"),
        ("x" * 400 + ".jpg", "x" * 116 + ".jpg"),
    ],
)
def test_a_name_is_fit_to_be_shown(header: str | None, name: str) -> None:
    assert file_name(header) == name


@pytest.mark.parametrize("name", ["cat.png", "cat", "cat.a/b", ".", "cat." + "x" * 300, "…"])
def test_a_photo_arrives_and_no_file_is_left(temporary: Path, name: str) -> None:
    assert receive_photo(body(png()), name).size == (3, 2)
    assert list(temporary.iterdir()) == []


def test_what_is_no_picture_is_named_as_its_owner_names_it(temporary: Path) -> None:
    with pytest.raises(ImageUnreadable, match=r"^notes\.jpg can't be opened: it is no picture"):
        receive_photo(body(b"just words, " * 50), "notes.jpg")
    with pytest.raises(ImageUnreadable, match="raw photo"):
        receive_photo(body(png()), "photo.NEF")
    with pytest.raises(ImageUnreadable, match="empty"):
        receive_photo(body(b""), "nothing.png")
    assert list(temporary.iterdir()) == []


def test_a_file_over_the_limit_is_refused_before_any_of_it_is_read(temporary: Path) -> None:
    stream = body(b"", Content_Length=str(UPLOAD_LIMIT_BYTES + 1))
    with pytest.raises(TooLarge, match=r"^This file has 81 MB and the page takes up to 80 MB, so "):
        receive_photo(stream, "big.tif")
    assert list(temporary.iterdir()) == []


def test_a_file_that_breaks_off_is_refused(temporary: Path) -> None:
    with pytest.raises(BrokenOff):
        receive_photo(body(png(), Content_Length="9999"), "cat.png")
    assert list(temporary.iterdir()) == []


def test_no_room_for_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(StorageUnavailable, match="no such file or folder"):
        receive_photo(body(png()), "cat.png")


@pytest.mark.parametrize("length", ["", "x", "-1", "1.5", "+3", "0x10", "9" * 16])
def test_a_length_is_a_number(length: str) -> None:
    with pytest.raises(LengthUnknown):
        body(b"", Content_Length=length)


def test_chunks_and_two_lengths_are_refused() -> None:
    with pytest.raises(LengthUnknown):
        body(b"", Transfer_Encoding="chunked")
    twice = Message()
    twice["Content-Length"] = "1"
    twice["Content-Length"] = "2"
    with pytest.raises(LengthUnknown):
        Body(twice, io.BytesIO(b"ab"))


def test_what_is_left_is_discarded_up_to_a_limit() -> None:
    assert body(b"a" * 1000).discard(1000)
    assert not body(b"a" * 1000).discard(999)
    assert not body(b"", Content_Length="5").discard(10)
