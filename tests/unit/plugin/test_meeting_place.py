"""Where worker and clients meet."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from smart_select_plugin.wire.file_lock import FileLock
from smart_select_plugin.wire.meeting_place import MeetingPlace, PlaceUnusable

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions and sockets")


@pytest.fixture
def place(tmp_path: Path) -> MeetingPlace:
    """A place that is ready."""
    place = MeetingPlace(tmp_path / "run")
    place.prepare()
    return place


def test_the_folder_is_private_even_if_it_was_not(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir(mode=0o755)
    MeetingPlace(tmp_path / "run").prepare()
    assert stat.S_IMODE((tmp_path / "run").stat().st_mode) == 0o700


def test_a_link_to_somewhere_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "run").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PlaceUnusable, match="is not a folder of your own"):
        MeetingPlace(tmp_path / "run").prepare()


def test_a_file_in_the_way_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("in the way")
    with pytest.raises(PlaceUnusable, match="can't be used"):
        MeetingPlace(tmp_path / "run" / "deeper").prepare()


def test_a_contact_comes_back_as_it_was_left(place: MeetingPlace) -> None:
    contact = place.new_contact(protocol=3, build="1.2")
    place.write_contact(contact)
    assert place.read_contact() == contact
    assert contact.process == os.getpid()
    assert stat.S_IMODE((place.folder / "worker.json").stat().st_mode) == 0o600


def test_every_worker_has_a_key_of_its_own(place: MeetingPlace) -> None:
    contacts = [place.new_contact(protocol=1, build="") for _ in range(2)]
    assert contacts[0].key != contacts[1].key


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff", b'{"address": 5}', b"x" * 10_000])
def test_a_damaged_contact_is_none(place: MeetingPlace, content: bytes) -> None:
    (place.folder / "worker.json").write_bytes(content)
    assert place.read_contact() is None


def test_a_long_path_has_its_socket_elsewhere_and_in_private(tmp_path: Path) -> None:
    place = MeetingPlace(tmp_path / ("long" * 30) / "run")
    place.prepare()
    contact = place.new_contact(protocol=1, build="")
    place.write_contact(contact)
    folder = Path(contact.address).parent
    assert len(contact.address) < 100
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    next_one = place.new_contact(protocol=1, build="")  # after a crash: what was left is cleaned up
    assert not folder.exists()
    Path(next_one.address).parent.rmdir()


def test_removing_a_contact_never_removes_what_it_merely_names(place: MeetingPlace, tmp_path: Path) -> None:
    victim = tmp_path / "worker.sock"
    victim.write_text("somebody's")
    contact = place.new_contact(protocol=1, build="")
    place.write_contact(type(contact)(**{**vars(contact), "address": str(victim)}))
    place.remove_contact()
    assert victim.exists()


def test_the_place_follows_smart_select_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SMART_SELECT_HOME", str(tmp_path))
    assert MeetingPlace.standard().folder == tmp_path / "run"


def test_a_relative_home_is_the_same_folder_for_everybody(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SMART_SELECT_HOME", "portable")
    assert MeetingPlace.standard().folder == tmp_path / "portable" / "run"


def test_a_home_that_nobody_has_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SMART_SELECT_HOME", "~no-such-user/x")
    place = MeetingPlace.standard()
    for step in (place.check, place.prepare):
        with pytest.raises(PlaceUnusable, match=r"no such home folder\); set SMART_SELECT_HOME"):
            step()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="becomes a user without a name")
def test_a_user_without_a_home_is_told_so() -> None:
    script = (
        "import os, sys; sys.path[:] = sys.argv[1:]; "
        "from smart_select_plugin.wire.meeting_place import MeetingPlace, PlaceUnusable; "
        "os.setuid(987_654); place = MeetingPlace.standard()\n"
        "try: place.prepare()\n"
        "except PlaceUnusable as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *sys.path], env={}, capture_output=True, text=True, check=False
    )
    assert "there is no such home folder" in done.stdout, done.stderr


@pytest.mark.parametrize("name", ["worker.json", "worker.sock", "worker.lock", "start.lock", "worker.err"])
def test_a_folder_in_the_place_of_a_file_is_a_sentence(tmp_path: Path, name: str) -> None:
    place = MeetingPlace(tmp_path / "run")
    (place.folder / name).mkdir(parents=True)
    for step in (place.check, place.prepare):
        with pytest.raises(PlaceUnusable, match=f"{name} is a folder and should be a file; remove it"):
            step()


def test_checking_makes_nothing(tmp_path: Path) -> None:
    MeetingPlace(tmp_path / "a" / "run").check()
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "a").write_text("in the way")
    with pytest.raises(PlaceUnusable, match="Not a directory"):
        MeetingPlace(tmp_path / "a" / "run").check()


@pytest.mark.skipif(sys.platform != "linux", reason="XDG")
def test_without_a_session_s_folder_it_is_in_the_cache(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SMART_SELECT_HOME", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "gone"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert MeetingPlace.standard().folder == tmp_path / "cache" / "smart-select" / "run"
    (tmp_path / "gone").mkdir()
    assert MeetingPlace.standard().folder == tmp_path / "gone" / "smart-select"


def test_a_lock_is_for_one_at_a_time(tmp_path: Path) -> None:
    first = FileLock.take(tmp_path / "lock")
    assert first is not None
    assert FileLock.take(tmp_path / "lock") is None
    first.release()
    first.release()
    with FileLock.take(tmp_path / "lock") or pytest.fail("the lock was given back"):
        assert FileLock.take(tmp_path / "lock") is None
