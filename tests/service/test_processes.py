"""Several real processes, some of them killed, and disks that fill up or refuse."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from service.child_download import DECODER, ENCODER, MODEL, catalog
from service.faulty_server import FaultyServer, serve
from service.fetching import CONTENT, QUICK, a_file, names_in
from smart_select.errors import StorageUnavailable
from smart_select.models.download import fetch_file
from smart_select.models.reports import Progress
from smart_select.models.sources import Source
from smart_select.models.store import ModelStore

INSTALLED = {MODEL, f"{MODEL}/encoder.onnx", f"{MODEL}/decoder.onnx", f"{MODEL}/model.json"}
LOCK = {".work", f".work/{MODEL}.lock"}
PART = f".work/{MODEL}/model/encoder.onnx.part"
SLOW = serve(slowly_s=0.04)  # about a second for one file
SLOWER = serve(slowly_s=0.25)  # long enough for another process to start on a busy machine

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills and limits processes as POSIX does")


@pytest.fixture(autouse=True)
def _content(server: FaultyServer) -> None:
    server.files[ENCODER] = CONTENT
    server.files[DECODER] = CONTENT[::-1]


@contextmanager
def child(server: FaultyServer, root: Path, *more: str) -> Iterator[subprocess.Popen[str]]:
    """A process that downloads the model; killed when the test is done with it."""
    command = [sys.executable, "-m", "service.child_download", server.url(""), str(root), *more]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def outcome(process: subprocess.Popen[str]) -> list[str]:
    """Wait for the end and return what was printed."""
    return process.communicate(timeout=20)[0].splitlines()


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait a while for something that another process does."""
    deadline = time.monotonic() + 15
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


def has_arrived(path: Path, count: int) -> Callable[[], bool]:
    """Return whether a file has grown to `count` bytes."""
    return lambda: path.exists() and path.stat().st_size >= count


def assert_installed(root: Path) -> None:
    assert names_in(root) == INSTALLED | LOCK
    assert (root / MODEL / "encoder.onnx").read_bytes() == CONTENT
    assert (root / MODEL / "decoder.onnx").read_bytes() == CONTENT[::-1]


def test_killed_in_mid_download_it_leaves_a_part_that_the_next_run_continues(
    server: FaultyServer, tmp_path: Path
) -> None:
    server.script(ENCODER, SLOW)
    with child(server, tmp_path) as process:
        wait_until(has_arrived(tmp_path / PART, 20_000))
        process.kill()
        process.wait()
    assert not (tmp_path / MODEL).exists()
    arrived = (tmp_path / PART).stat().st_size
    ModelStore(tmp_path, catalog=catalog(server.url("")), policy=QUICK).download(MODEL)
    assert_installed(tmp_path)
    assert server.requests[1].range == f"bytes={arrived}-"


def test_two_processes_at_once_fetch_once(server: FaultyServer, tmp_path: Path) -> None:
    server.script(ENCODER, SLOWER)
    with child(server, tmp_path) as first, child(server, tmp_path) as second:
        printed = [outcome(first), outcome(second)]
    assert [lines[-1] for lines in printed] == ["done", "done"]
    assert sum("another process is busy with this model" in "\n".join(lines) for lines in printed) == 1
    assert (server.count(ENCODER), server.count(DECODER)) == (1, 1)
    assert_installed(tmp_path)


def test_the_one_that_waits_takes_over_when_the_other_is_killed(server: FaultyServer, tmp_path: Path) -> None:
    server.script(ENCODER, SLOWER)
    with child(server, tmp_path) as first:
        wait_until(has_arrived(tmp_path / PART, 8_000))
        with child(server, tmp_path) as second:
            assert second.stdout is not None
            assert "another process" in second.stdout.readline()
            first.kill()
            assert outcome(second)[-1] == "done"
    assert_installed(tmp_path)


def test_a_file_that_may_not_grow_ends_in_a_sentence_and_leaves_no_part(
    server: FaultyServer, tmp_path: Path
) -> None:
    with child(server, tmp_path, "50000") as process:
        printed = outcome(process)
        assert process.returncode == 1
    assert "can't be used for storage: files of this size are not allowed there" in printed[-1]
    assert not (tmp_path / MODEL).exists()
    assert not any(".part" in name for name in names_in(tmp_path))


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[Path]:
    """A file system of its own in `folder`."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=10)
    except (OSError, subprocess.SubprocessError):
        pytest.skip("mounting a small file system needs root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True, timeout=10)


def test_a_disk_that_fills_up_ends_in_a_sentence_and_gives_its_room_back(
    server: FaultyServer, tmp_path: Path
) -> None:
    with mounted(tmp_path / "disk", "size=256k") as disk:

        def fill(_progress: Progress) -> None:
            with suppress(OSError), (disk / "somebody else's").open("ab", buffering=0) as other:
                while True:
                    other.write(bytes(4096))

        source = Source(server.url(ENCODER), loopback_http=True)
        with pytest.raises(StorageUnavailable, match="disk is full"):
            fetch_file(a_file(), disk / "encoder.onnx", [source], policy=QUICK, report=fill)
        assert names_in(disk) == {"somebody else's"}
        (disk / "somebody else's").unlink()
        fetch_file(a_file(), disk / "encoder.onnx", [source], policy=QUICK)
        assert (disk / "encoder.onnx").read_bytes() == CONTENT


def test_a_disk_that_is_too_small_is_not_even_begun_with(server: FaultyServer, tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "size=64k") as disk:
        store = ModelStore(disk, catalog=catalog(server.url("")), policy=QUICK)
        with pytest.raises(StorageUnavailable, match=r"204.8 kB are needed"):
            store.download(MODEL)
        assert server.requests == []


def test_a_read_only_folder_is_said_to_be_one(server: FaultyServer, tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "ro") as disk:
        store = ModelStore(disk / "models", catalog=catalog(server.url("")), policy=QUICK)
        with pytest.raises(StorageUnavailable, match="may not be written to"):
            store.download(MODEL)
        assert server.requests == []


def test_a_file_where_the_folder_should_be_is_a_sentence(server: FaultyServer, tmp_path: Path) -> None:
    (tmp_path / "models").write_text("not a folder")
    store = ModelStore(tmp_path / "models", catalog=catalog(server.url("")), policy=QUICK)
    with pytest.raises(StorageUnavailable, match="can't be used for storage"):
        store.download(MODEL)
