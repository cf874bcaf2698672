"""`smart-select try` as a process of its own, with the model that ships inside."""

import http.client
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

COMMAND = [sys.executable, "-m", "smart_select", "try"]


def environment(home: Path, **more: str) -> dict[str, str]:
    screen = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    kept = {name: value for name, value in os.environ.items() if name not in screen}
    temporary = home / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    own = {"SMART_SELECT_HOME": str(home), "PYTHONPATH": os.pathsep.join(sys.path), "TMPDIR": str(temporary)}
    return kept | own | more


@contextmanager
def running(home: Path, *options: str, **more: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [*COMMAND, *options],
        env=environment(home, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def get(address: str) -> http.client.HTTPResponse:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=30)
    connection.request("GET", parts.path)
    return connection.getresponse()


@pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_prints_its_address_and_ends_in_good_order_when_told_to(tmp_path: Path, number: int) -> None:
    with running(tmp_path) as process:
        assert process.stdout
        line = process.stdout.readline()
        assert line.startswith("Smart Select is open at http://127.0.0.1:")
        assert get(line.split()[-1]).status == 200
        assert "Everything stays on this computer." in process.stdout.readline()
        process.send_signal(number)
        _, errors = process.communicate(timeout=30)
        assert process.returncode == 0
        assert errors == "Smart Select was stopped.\n"
    assert list((tmp_path / "tmp").iterdir()) == []
    address = urlsplit(line.split()[-1])
    assert address.path.strip("/") not in (tmp_path / "log" / "smart-select.log").read_text()


def test_scripts_get_the_address_as_json_and_an_idle_page_ends_by_itself(tmp_path: Path) -> None:
    with running(tmp_path, "--json", "--idle-minutes", "0.02") as process:
        output, errors = process.communicate(timeout=60)
        assert process.returncode == 0
        assert json.loads(output)["address"].startswith("http://127.0.0.1:")
        assert errors == ""


@pytest.mark.skipif(sys.platform == "win32", reason="a browser that is a shell script")
def test_the_browser_is_started_with_a_link_that_works_once_and_not_with_the_secret(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf "%s" "$1" > "{seen}.part"; mv "{seen}.part" "{seen}"\n')
    browser.chmod(0o755)
    with running(tmp_path, BROWSER=f"{browser} %s") as process:
        assert process.stdout
        address = process.stdout.readline().split()[-1]
        while not seen.exists():
            assert process.poll() is None
        link = seen.read_text()
        assert urlsplit(address).path.strip("/") not in link
        reply = get(link)
        assert (reply.status, reply.getheader("Location")) == (303, address)
        assert get(link).status == 403


@pytest.mark.skipif(sys.platform == "win32", reason="a browser that is a shell script")
def test_no_browser_is_started_when_none_is_wanted(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    with running(tmp_path, "--no-browser", "--idle-minutes", "0.02", BROWSER=f"touch {seen}") as process:
        process.communicate(timeout=60)
        assert process.returncode == 0
    assert not seen.exists()


def test_a_model_that_is_not_there_is_told_before_anything_opens(tmp_path: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "--model", "sam2.1-tiny"],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert "smart-select models download sam2.1-tiny" in done.stderr


@pytest.mark.parametrize("minutes", ["0", "-1", "nan", "soon", "inf"])
def test_idle_minutes_must_make_sense(tmp_path: Path, minutes: str) -> None:
    done = subprocess.run(
        [*COMMAND, f"--idle-minutes={minutes}"],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert "number of minutes" in done.stderr
