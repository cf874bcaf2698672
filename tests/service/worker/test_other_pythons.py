"""The client in the Pythons that hosts have, against the worker in ours.

Every Python 3.9 or newer that is found on PATH or among pyenv's is tried; SMART_SELECT_TEST_PYTHONS names
more, separated as in PATH.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from service.worker.workshop import RED_SQUARE, Workshop, lies_near

CHILD = Path(__file__).with_name("bare_client.py")
OLDEST = (3, 9)
VERSION = "import sys; print('%d.%d' % sys.version_info[:2])"
PLUGIN = Path(__file__).resolve().parents[3] / "plugin"


def other_pythons() -> dict[str, str]:
    """Return interpreters by version, ours left out."""
    named = os.environ.get("SMART_SELECT_TEST_PYTHONS", "").split(os.pathsep)
    on_path = [shutil.which(f"python3.{minor}") or "" for minor in range(OLDEST[1], 20)]
    of_pyenv = map(str, (Path.home() / ".pyenv" / "versions").glob("*/bin/python"))
    found: dict[str, str] = {}
    for python in filter(None, [*named, *on_path, *of_pyenv]):
        version = version_of(python)
        is_ours = version == f"{sys.version_info[0]}.{sys.version_info[1]}"
        if not is_ours and tuple(map(int, version.split("."))) >= OLDEST:
            found.setdefault(version, python)
    return found


def version_of(python: str) -> str:
    try:
        done = subprocess.run([python, "-c", VERSION], capture_output=True, text=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError):
        return "0.0"
    return done.stdout.strip()


PYTHONS = other_pythons()


@pytest.mark.skipif(not PYTHONS, reason="there is no other Python here")
@pytest.mark.parametrize("version", sorted(PYTHONS))
def test_a_click_from_another_python(workshop: Workshop, version: str) -> None:
    done = subprocess.run(
        [PYTHONS[version], "-W", "error", str(CHILD), *workshop.command()],
        env={"PYTHONPATH": str(PLUGIN), "HOME": str(Path.home()), "PATH": os.defpath},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["version"] == version
    assert lies_near(tuple(answer["area"]), RED_SQUARE)
    assert answer["process"] == workshop.process()
