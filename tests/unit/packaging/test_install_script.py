"""`install.py` before the installer's own code is there: one sentence or one object, and no traceback."""

import json
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[3] / "packaging" / "install.py"
WAITS = "import time\nprint('ready', flush=True)\ntime.sleep(60)\n"
# A shell that started the tests in the background has Ctrl+C ignored, which children inherit.
HEARS_CTRL_C = "import os, signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
HEARS_CTRL_C += "os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A folder with the installer and no packages; what it unpacks comes to lie in `temporary` beside it."""
    (tmp_path / "temporary").mkdir()
    folder = tmp_path / "release"
    folder.mkdir()
    shutil.copy(SCRIPT, folder)
    return folder


def put_package(release: Path, code: str) -> None:
    """Put a package into the release whose installer is this code."""
    with zipfile.ZipFile(release / "smart-select-gimp-1.zip", "w") as package:
        inside = "smart-select/smart_select_plugin"
        for name in ("__init__.py", "installing/__init__.py"):
            package.writestr(f"{inside}/{name}", "")
        package.writestr(f"{inside}/installing/command.py", code)


def start(release: Path, *options: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", HEARS_CTRL_C, str(release / "install.py"), *options]
    return subprocess.Popen(
        command,
        env={**os.environ, "TMPDIR": str(release.parent / "temporary")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize(
    ("content", "kind", "words"),
    [
        (None, "NoPackages", "unpack the whole release into one folder."),
        (b"no zip", "PackageDamaged", "download it again."),
    ],
)
def test_what_is_wrong_is_one_sentence_or_one_object(
    release: Path, content: "bytes | None", kind: str, words: str
) -> None:
    if content is not None:
        (release / "smart-select-gimp-1.zip").write_bytes(content)
    with start(release) as person, start(release, "--json") as script:
        (told, wrong), (answer, silence) = person.communicate(), script.communicate()
    assert (person.returncode, told, wrong.count("\n")) == (1, "", 1)
    assert wrong.rstrip().endswith(words)
    assert (script.returncode, silence) == (1, "")
    assert json.loads(answer)["error"] == {"kind": kind, "message": wrong.rstrip()}


@pytest.mark.skipif(sys.platform == "win32", reason="sends Ctrl+C")
def test_ctrl_c_before_anything_is_begun_ends_it_without_a_traceback(release: Path) -> None:
    (release / "tempfile.py").write_text(WAITS)  # in the place of the one that it would load first
    with start(release) as installer:
        assert installer.stdout is not None
        assert installer.stdout.readline() == "ready\n"
        installer.send_signal(signal.SIGINT)
        _, errors = installer.communicate(timeout=30)
    assert (installer.returncode, errors) == (-signal.SIGINT, "")


@pytest.mark.skipif(sys.platform == "win32", reason="sends Ctrl+C")
@pytest.mark.parametrize("options", [[], ["--json"]], ids=["person", "script"])
def test_ctrl_c_while_its_own_code_is_loaded_is_one_sentence(release: Path, options: list[str]) -> None:
    put_package(release, WAITS)
    with start(release, *options) as installer:
        assert installer.stdout is not None
        assert installer.stdout.readline() == "ready\n"
        installer.send_signal(signal.SIGINT)
        answer, errors = installer.communicate(timeout=30)
    assert installer.returncode == 1
    told = json.loads(answer)["error"]["message"] if options else errors.rstrip()
    assert told == "The set-up was stopped and nothing was changed; it can be started again at any time."
    assert list((release.parent / "temporary").iterdir()) == []
