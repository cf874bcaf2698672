"""Ten processes that look for a worker at once find one and the same."""

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from service.worker.waiting import wait_until
from service.worker.workshop import RED_SQUARE, Workshop, lies_near
from smart_select_plugin.connecting import Connector, ask
from smart_select_plugin.wire.file_lock import FileLock
from smart_select_plugin.wire.meeting_place import MeetingPlace
from smart_select_plugin.wire.values import AskStatus, Shutdown, Status
from smart_select_plugin.worker_errors import WorkerNotStarted

CHILD = Path(__file__).with_name("child_client.py")
PROCESSES = 10


def start_child(workshop: Workshop) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(CHILD), *workshop.command()],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )


def test_ten_processes_at_once_get_ten_right_answers_of_one_worker(workshop: Workshop) -> None:
    children = [start_child(workshop) for _ in range(PROCESSES)]
    answers = [json.loads(child.communicate(timeout=180)[0]) for child in children]
    assert all(lies_near(tuple(answer["area"]), RED_SQUARE) for answer in answers)
    assert {answer["process"] for answer in answers} == {workshop.process()}


def test_a_second_worker_leaves_at_once_and_says_why(workshop: Workshop) -> None:
    channel = workshop.connector().connect(lambda: False)
    done = subprocess.run(workshop.command(), capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode != 0
    assert "A worker is running already" in done.stderr
    channel.close()


def test_a_worker_that_can_not_start_is_told_with_its_last_words(workshop: Workshop) -> None:
    command = [sys.executable, "-c", "import sys; sys.exit('smart-select: No disk is left.')"]
    connector = Connector(workshop.place, command)
    with pytest.raises(WorkerNotStarted, match=r"could not be started: No disk is left\.$"):
        connector.connect(lambda: False)


def test_a_missing_interpreter_is_a_sentence(workshop: Workshop) -> None:
    with pytest.raises(WorkerNotStarted, match="No such file"):
        Connector(workshop.place, ["/no/such/python"]).connect(lambda: False)


def test_a_full_disk_is_told_though_the_worker_s_own_words_found_no_room(
    workshop: Workshop, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    try:
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", str(disk)], check=True, capture_output=True
        )
    except (OSError, subprocess.SubprocessError):
        pytest.skip("mounting a small file system needs root")
    try:
        with suppress(OSError), (disk / "somebody else's").open("wb", buffering=0) as other:
            while True:
                other.write(bytes(4096))
        shop = Workshop(MeetingPlace(disk / "run"), workshop.closing)
        with pytest.raises(WorkerNotStarted, match="the disk is full, so make room and try again") as caught:
            shop.connector().connect(lambda: False)
        assert "set Smart Select up again" not in str(caught.value)
        wait_until(shop.is_empty)
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=False)


@pytest.mark.parametrize("name", ["worker.json", "worker.sock"])
def test_a_folder_in_the_way_is_a_sentence_for_the_client_and_for_the_worker(
    workshop: Workshop, name: str
) -> None:
    (workshop.place.folder / name).mkdir()
    with pytest.raises(WorkerNotStarted, match=f"{name} is a folder and should be a file; remove it.$"):
        workshop.connector().connect(lambda: False)
    done = subprocess.run(
        [sys.executable, "-m", "smart_select", "worker"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "is a folder and should be a file; remove it." in done.stderr


def test_a_home_that_is_named_from_here_is_found_by_the_worker_too(
    workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SMART_SELECT_HOME", "portable")
    place = MeetingPlace.standard()
    connector = Connector(place, [sys.executable, "-m", "smart_select", "worker"], start_s=60)
    channel = connector.connect(lambda: False)
    ask(channel, Shutdown(), 40)
    channel.close()
    wait_until(Workshop(place, workshop.closing).is_empty)
    assert not (place.folder / "portable").exists()


def test_a_starter_that_was_killed_keeps_nobody_waiting(workshop: Workshop) -> None:
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from pathlib import Path; from smart_select_plugin.wire.file_lock import FileLock;"
            "lock = FileLock.take(Path(sys.argv[1])); print('held', flush=True); input()",
            str(workshop.place.start_lock),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdin is not None
    assert holder.stdout.readline() == "held\n"
    assert FileLock.take(workshop.place.start_lock) is None
    holder.kill()
    holder.wait()
    holder.stdin.close()
    holder.stdout.close()
    workshop.connector(start_s=60).connect(lambda: False).close()


def test_the_worker_outlives_its_starter(workshop: Workshop) -> None:
    child = start_child(workshop)
    child.communicate(timeout=180)
    process = workshop.process()
    status = workshop.client().call(AskStatus(), 40)
    assert isinstance(status, Status)
    assert status.process == process


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_worker_that_this_process_started_is_no_zombie_after_its_end(workshop: Workshop) -> None:
    workshop.connector().connect(lambda: False).close()
    process = workshop.kill()
    wait_until(lambda: not Path(f"/proc/{process}").exists())
