"""`smart-select worker` itself, with the model that ships inside."""

import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from service.worker.waiting import wait_until
from service.worker.workshop import Workshop, squares_picture
from smart_select_plugin.client import WorkerClient
from smart_select_plugin.connecting import Connector
from smart_select_plugin.wire.meeting_place import MeetingPlace
from smart_select_plugin.wire.values import Selection
from smart_select_plugin.worker_errors import RequestFailed

COMMAND = [sys.executable, "-m", "smart_select", "worker"]
EMBEDDED = Path(__file__).resolve().parents[3] / "core" / "smart_select" / "embedded" / "encoder.onnx"


@pytest.mark.skipif(not EMBEDDED.exists(), reason="the embedded model is not trained yet")
def test_a_click_with_the_embedded_model(workshop: Workshop) -> None:
    client = workshop.closing.enter_context(closing(WorkerClient(Connector(workshop.place, COMMAND))))
    picture = squares_picture(384, 256)
    reply = client.predict(picture, "embedded", points=[(96.0, 128.0, 1)]).wait(60)
    assert isinstance(reply, Selection)
    assert reply.area is not None
    log = workshop.place.folder.parent / "log" / "worker.log"
    wait_until(lambda: "Predict took" in log.read_text())
    assert picture.name not in log.read_text()
    with pytest.raises(RequestFailed, match=r"models download sam2\.1-tiny"):
        client.encode(picture, "sam2.1-tiny").wait(60)


@pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_in_good_order_when_told_to(workshop: Workshop, number: int) -> None:
    process = subprocess.Popen(COMMAND, stderr=subprocess.PIPE, text=True)
    wait_until(lambda: workshop.place.read_contact() is not None)
    process.send_signal(number)
    assert "The worker has left." in process.communicate(timeout=90)[1]
    assert process.returncode == 0
    assert sorted(path.name for path in workshop.place.folder.iterdir()) == ["worker.lock"]


def test_a_second_one_is_told_why_it_is_not_needed(workshop: Workshop) -> None:
    Connector(workshop.place, COMMAND).connect(lambda: False).close()
    done = subprocess.run([*COMMAND, "--json"], capture_output=True, text=True, timeout=90, check=False)
    assert done.returncode == 1
    assert f"A worker is running already (process {workshop.process()})" in done.stdout


@pytest.mark.parametrize("minutes", ["0", "-1", "nan", "soon", "inf"])
def test_idle_minutes_must_make_sense(workshop: Workshop, minutes: str) -> None:
    done = subprocess.run(
        [*COMMAND, f"--idle-minutes={minutes}"], capture_output=True, text=True, timeout=90, check=False
    )
    assert done.returncode == 2
    assert "is not a number of minutes" in done.stderr


def test_a_home_with_a_long_name_blanks_and_letters_of_its_own(workshop: Workshop, tmp_path: Path) -> None:
    place = MeetingPlace(tmp_path / "ein sehr langer Ordner für Bilder" / ("ü" * 60) / "run")
    shop = Workshop(place, workshop.closing)
    client = shop.client()
    reply = client.predict(squares_picture(), "colour", points=[(24.0, 32.0, 1)]).wait(60)
    assert isinstance(reply, Selection)
    contact = place.read_contact()
    assert contact is not None
    os.kill(contact.process, signal.SIGTERM)
    wait_until(shop.is_empty)
    assert not Path(contact.address).parent.exists()


def test_a_folder_that_can_not_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = subprocess.run(
        COMMAND,
        env=os.environ | {"SMART_SELECT_HOME": str(tmp_path / "file")},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert done.returncode == 1
    assert "can't be used" in done.stderr
    assert "Traceback" not in done.stderr
