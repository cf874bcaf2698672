"""The command line with standard streams that are closed, full, or of a narrow encoding."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(
    sys.platform == "win32" or not Path("/dev/full").exists(), reason="needs a shell and /dev/full"
)

CLOSED = "Standard output can't be written: it is closed."
FULL = "Standard output can't be written: the disk is full, so make room and try again."


def shell(folder: Path, command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `smart-select` with the rest of a shell's command line."""
    return subprocess.run(
        ["sh", "-c", f'exec "{sys.executable}" -m smart_select {command}'],
        cwd=folder,
        env=os.environ
        | {"SMART_SELECT_HOME": str(folder / "home"), "PYTHONPATH": os.pathsep.join(sys.path)}
        | environment,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("verb", ["models list", "models list --json"])
@pytest.mark.parametrize(("stdout", "hint"), [(">&-", CLOSED), (">/dev/full", FULL)])
def test_a_result_that_can_not_be_printed_is_told_once(
    tmp_path: Path, verb: str, stdout: str, hint: str
) -> None:
    done = shell(tmp_path, f"{verb} {stdout}")
    assert done.returncode == 1
    assert done.stderr == f"smart-select: {hint}\n"


@pytest.mark.parametrize("stdout", [">&-", ">/dev/full"])
def test_an_error_that_can_not_be_printed_as_json_is_told_on_stderr(tmp_path: Path, stdout: str) -> None:
    done = shell(tmp_path, f"select no.png --point 1,1 -o out.png --json {stdout}")
    assert done.returncode == 1
    assert done.stderr == "smart-select: no.png can't be opened: there is no such file or folder.\n"


@pytest.mark.parametrize("stderr", ["2>&-", "2>/dev/full"])
def test_nobody_listening_on_stderr_is_no_reason_to_stop(tmp_path: Path, stderr: str) -> None:
    done = shell(tmp_path, f"models list {stderr}")
    assert done.returncode == 0
    assert "embedded" in done.stdout
    assert shell(tmp_path, f"select no.png --point 1,1 -o out.png {stderr}").returncode == 1


def test_all_streams_may_be_closed(tmp_path: Path) -> None:
    assert shell(tmp_path, "models verify embedded >&- 2>&- <&-").returncode == 1


def test_characters_that_the_output_can_not_show_are_escaped(tmp_path: Path) -> None:
    done = shell(tmp_path, "models list", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "\\xb7 Apache-2.0" in done.stdout
    assert done.stderr == ""
