"""Files and folders take their places together, or not at all."""

import errno
import os
import shutil
from pathlib import Path

import pytest

from smart_select_plugin.installing.errors import ProfileUnusable
from smart_select_plugin.installing.swaps import Swaps, mend, remove


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def put_folder(swaps: Swaps, place: Path, content: str) -> None:
    new = swaps.put(place)
    new.mkdir()
    (new / "file").write_text(content)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """An older folder."""
    folder = tmp_path / "plug-ins" / "ours"
    folder.mkdir(parents=True)
    (folder / "file").write_text("old")
    (folder / "gone").write_text("old")
    return folder


def test_the_new_takes_the_place_of_the_old(place: Path) -> None:
    with Swaps() as swaps:
        put_folder(swaps, place, "new")
        swaps.carry_out()
    assert names(place.parent) == ["ours"]
    assert names(place) == ["file"]
    assert (place / "file").read_text() == "new"


def test_folders_that_are_read_only_are_removed_all_the_same(place: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o500)
    inner = place / "inner"
    inner.mkdir()
    (inner / "file").write_text("old")
    (place / "link").symlink_to(elsewhere)
    for folder in (inner, place):
        folder.chmod(0o500)
    with Swaps() as swaps:
        swaps.take_away(place)
        swaps.carry_out()
    assert (names(place.parent), swaps.left) == ([], [])
    assert elsewhere.stat().st_mode & 0o777 == 0o500  # nothing behind a link is touched


def test_what_can_not_be_removed_is_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(path: Path) -> None:
        raise PermissionError(errno.EBUSY, "in use")

    monkeypatch.setattr(shutil, "rmtree", busy)  # as on Windows, while a host has a file open
    with Swaps() as swaps:
        swaps.take_away(place)
        swaps.carry_out()
    assert [path.name for path, _error in swaps.left] == [".ours.old"]


def test_what_is_not_carried_out_never_happened(place: Path, tmp_path: Path) -> None:
    with Swaps() as swaps:
        put_folder(swaps, place, "new")
        put_folder(swaps, tmp_path / "a" / "b" / "fresh", "new")
    assert names(place.parent) == ["ours"]
    assert (place / "file").read_text() == "old"
    assert not (tmp_path / "a").exists()


def test_a_failure_at_the_last_undoes_the_first(place: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh"
    with Swaps() as swaps:
        put_folder(swaps, place, "new")
        put_folder(swaps, fresh, "new")
        broken = swaps.put(tmp_path / "never written")
        assert not broken.exists()
        with pytest.raises(ProfileUnusable, match="Everything is as it was"):
            swaps.carry_out()
    assert (place / "file").read_text() == "old"
    assert names(tmp_path) == ["plug-ins"]


def test_a_killed_process_s_leftovers_are_put_right(place: Path) -> None:
    place.rename(place.with_name(".ours.old"))
    (place.with_name(".ours.new")).mkdir()
    mend(place)
    assert names(place.parent) == ["ours"]
    assert (place / "file").read_text() == "old"


def test_an_old_one_that_was_replaced_is_cleared_away(place: Path) -> None:
    (place.with_name(".ours.old")).mkdir()
    mend(place)
    assert names(place.parent) == ["ours"]


def test_a_link_goes_and_what_it_leads_to_stays(place: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(place)
    with Swaps() as swaps:
        put_folder(swaps, link, "new")
        swaps.carry_out()
    assert not link.is_symlink()
    assert (place / "file").read_text() == "old"
    link_again = tmp_path / "again"
    link_again.symlink_to(place)
    remove(link_again)
    assert (place / "file").exists()


def test_a_settings_file_keeps_its_permissions_and_its_link(tmp_path: Path) -> None:
    real = tmp_path / "dotfiles" / "kritarc"
    real.parent.mkdir()
    real.write_bytes(b"name=caf\xe9\n")
    real.chmod(0o600)
    link = tmp_path / "kritarc"
    link.symlink_to(real)
    text = link.read_text(encoding="utf-8", errors="surrogateescape")
    with Swaps() as swaps:
        swaps.put_text(link, text + "more=1\n")
        swaps.carry_out()
    assert link.is_symlink()
    assert real.read_bytes() == b"name=caf\xe9\nmore=1\n"
    assert real.stat().st_mode & 0o777 == 0o600


def test_a_place_that_can_t_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with Swaps() as swaps, pytest.raises(ProfileUnusable, match="can't be changed"):
        swaps.put(tmp_path / "file" / "inside")


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        (errno.ENOSPC, "is full; make room and try again. Everything is as it was."),
        (errno.EACCES, "(you have no permission); close GIMP and Krita, make it writable and try again."),
    ],
)
def test_a_full_disk_is_called_one(tmp_path: Path, code: int, advice: str) -> None:
    assert advice in str(ProfileUnusable(tmp_path, OSError(code, os.strerror(code))))
