"""An installer that is told to end while it works leaves everything as it was."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from smart_select_plugin.environment.setup_lock import setup_lock

from .conftest import Computer

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nobody is told to end there")

INSTALL = """
import sys
from pathlib import Path
from smart_select_plugin.installing.command import main
sys.exit(main(["--yes", "--only", "krita"], [Path(sys.argv[1])]))
"""
SET_UP = "import sys; from smart_select_plugin.environment.__main__ import main; sys.exit(main())"


@pytest.mark.parametrize(
    "words",
    [[INSTALL, "RELEASE"], [SET_UP, "set-up", "--wheels", "RELEASE"]],
    ids=["installer", "set-up"],
)
def test_what_was_begun_is_undone(
    computer: Computer, make_release: Callable[..., Path], tmp_path: Path, words: list[str]
) -> None:
    (computer.home / ".local/share/krita").mkdir(parents=True)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    release = str(make_release("1.2"))
    places = computer.home / "ours"
    variables = {
        "HOME": str(computer.home),
        "SMART_SELECT_HOME": str(places),
        "TMPDIR": str(temporary),
        "PATH": "",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    lock = places / "data" / "environment" / "lock"
    command = [sys.executable, "-c", *[release if word == "RELEASE" else word for word in words]]
    with (
        setup_lock(lock, lambda: False),  # another set-up, which is waited for
        subprocess.Popen(command, env=variables, stderr=subprocess.PIPE, encoding="utf-8") as child,
    ):
        assert child.stderr is not None
        first = child.stderr.readline()
        child.terminate()
        rest = child.stderr.read()
    assert "Looking" in first or "heck" in first, first + rest
    assert rest.splitlines()[-1] == (
        "The set-up was stopped and nothing was changed; it can be started again at any time."
    )
    assert child.returncode == 1
    assert [name for name in computer.tree() if "environment/lock" not in name and "log" not in name] == []
    assert list(temporary.iterdir()) == []
