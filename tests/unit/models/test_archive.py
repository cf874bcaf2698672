"""Archives that mean harm, and archives that are merely broken."""

import stat
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smart_select.errors import Cancelled, ModelUnusable
from smart_select.models.archive import Wanted, is_safe_path, list_members, unpack
from smart_select.models.offering import wanted_members
from smart_select.models.reports import Stopped, never, unheard

ENCODER = Wanted("pair/encoder.onnx", "encoder.onnx", 1000)


def make(archive: Path, *members: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as zipped:
        for path, content in members:
            zipped.writestr(path, content, zipfile.ZIP_DEFLATED)
    return archive


def take(archive: Path, folder: Path, *wanted: Wanted, stopped: Stopped = never) -> set[str]:
    folder.mkdir(exist_ok=True)
    try:
        unpack(archive, wanted or (ENCODER,), folder, spare_bytes=0, report=unheard, stopped=stopped)
    finally:
        names = {path.name for path in folder.iterdir()}
        assert not any(name.endswith(".part") for name in names)
        outside = {path.name for path in folder.parent.iterdir()} - {archive.name, folder.name}
        assert outside == set()
    return names


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "pair.zip"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "folder"


def test_only_what_is_wanted_is_taken(archive: Path, folder: Path) -> None:
    make(
        archive,
        ("pair/encoder.onnx", b"encoder"),
        ("pair/config.json", b"{}"),
        ("../escaped.onnx", b"evil"),
        ("/tmp/escaped.onnx", b"evil"),
    )
    assert take(archive, folder) == {"encoder.onnx"}
    assert (folder / "encoder.onnx").read_bytes() == b"encoder"


def test_a_missing_member_is_named(archive: Path, folder: Path) -> None:
    make(archive, ("pair/decoder.onnx", b"decoder"))
    with pytest.raises(ModelUnusable, match=r"holds no pair/encoder\.onnx"):
        take(archive, folder)


def test_a_symbolic_link_is_refused(archive: Path, folder: Path) -> None:
    link = zipfile.ZipInfo("pair/encoder.onnx")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    make(archive, (link, b"/etc/passwd"))
    with pytest.raises(ModelUnusable, match="is a link"):
        take(archive, folder)


def test_a_bomb_is_refused_before_it_unpacks(archive: Path, folder: Path) -> None:
    make(archive, ("pair/encoder.onnx", b"\0" * 5_000_000))
    assert archive.stat().st_size < 10_000
    with pytest.raises(ModelUnusable, match="more than the 1,000 bytes allowed"):
        take(archive, folder)


@pytest.mark.parametrize("claimed", [500, 6000])
def test_a_member_that_lies_about_its_size_is_refused(archive: Path, folder: Path, claimed: int) -> None:
    make(archive, ("pair/encoder.onnx", b"\1" * 5000))
    content = archive.read_bytes()
    archive.write_bytes(content.replace((5000).to_bytes(4, "little"), claimed.to_bytes(4, "little")))
    with pytest.raises(ModelUnusable, match=r"damaged|than the archive says"):
        take(archive, folder, Wanted("pair/encoder.onnx", "encoder.onnx", 10_000))


def test_two_members_of_one_name_are_refused(archive: Path, folder: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        make(archive, ("pair/encoder.onnx", b"one"), ("pair/encoder.onnx", b"two"))
    with pytest.raises(ModelUnusable, match="more than once"):
        take(archive, folder)


@pytest.mark.parametrize("keep", [0, 10, 60, 120])
def test_a_cut_archive_is_said_to_be_damaged(archive: Path, folder: Path, keep: int) -> None:
    make(archive, ("pair/encoder.onnx", b"encoder"))
    archive.write_bytes(archive.read_bytes()[:keep])
    with pytest.raises(ModelUnusable, match="archive is damaged"):
        take(archive, folder)


def test_changed_bytes_are_noticed_by_the_checksum(archive: Path, folder: Path) -> None:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as zipped:
        zipped.writestr("pair/encoder.onnx", b"encoder")
    archive.write_bytes(
        archive.read_bytes().replace(b"encoder", b"enc0der", 2).replace(b"enc0der", b"encoder", 1)
    )
    with pytest.raises(ModelUnusable):
        take(archive, folder)


def test_stopping_leaves_nothing_behind(archive: Path, folder: Path) -> None:
    make(archive, ("pair/encoder.onnx", b"encoder"))
    with pytest.raises(Cancelled):
        take(archive, folder, stopped=lambda: True)


@pytest.mark.parametrize(
    "path", ["../encoder.onnx", "/encoder.onnx", "a/../../encoder.onnx", "C:\\encoder.onnx"]
)
def test_an_unknown_archive_that_would_escape_is_refused(archive: Path, path: str) -> None:
    make(archive, (path, b"evil"), ("decoder.onnx", b"decoder"))
    with pytest.raises(ModelUnusable, match="outside its folder"):
        wanted_members(archive)


def test_a_member_without_a_name_is_passed_over(archive: Path, folder: Path) -> None:
    make(archive, ("pair/encoder.onnx", b"encoder"), ("?unnamed", b"nothing"))
    archive.write_bytes(archive.read_bytes().replace(b"?unnamed", b"\0unnamed"))  # a name ends at a zero
    assert [info.filename for info in list_members(archive)] == ["pair/encoder.onnx"]
    assert take(archive, folder) == {"encoder.onnx"}


@pytest.mark.parametrize("path", ["a/\x1b[31mencoder.onnx", "\x1b[2J/encoder.onnx", "../\x07/encoder.onnx"])
def test_a_name_with_control_characters_is_refused_and_shown_without_them(archive: Path, path: str) -> None:
    make(archive, (path, b"encoder"), ("decoder.onnx", b"decoder"))
    with pytest.raises(ModelUnusable, match="unprintable characters") as refusal:
        wanted_members(archive)
    assert str(refusal.value).isprintable()


@given(st.text(alphabet="ab./\\:C~", max_size=12))
def test_a_safe_path_stays_inside_on_every_system(path: str) -> None:
    if not is_safe_path(path):
        return
    depth = 0
    for part in path.replace("\\", "/").split("/"):
        depth += {"..": -1, ".": 0, "": 0}.get(part, 1)
        assert depth >= 0
    assert path[0] not in "/\\"
    assert ":" not in path
