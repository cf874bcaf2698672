"""The docker's widgets on PyQt5 and PyQt6, each in a process of its own: two Qts in one process crash it."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "on_qt"
ROOT = Path(__file__).resolve().parents[3]
BINDINGS = [5, 6]

_CHOOSE = """
import sys, types
krita = types.ModuleType("krita")
krita.Krita = types.SimpleNamespace(instance=lambda: types.SimpleNamespace(version=lambda: sys.argv[1]))
sys.modules["krita"] = krita
if sys.argv[2]:
    guard = types.ModuleType("guard")
    guard.qt_major_version = lambda: int(sys.argv[2])
    sys.modules["pykrita"] = guard
from smart_select_krita.qt import QT
print(QT, *sorted(name for name in sys.modules if name in ("PyQt5", "PyQt6")))
"""


def run(binding: int, *arguments: str) -> subprocess.CompletedProcess[str]:
    if importlib.util.find_spec(f"PyQt{binding}") is None:
        pytest.skip(f"PyQt{binding} is not installed")
    folders = os.pathsep.join(str(ROOT / folder) for folder in ("krita", "plugin"))
    settings = {"SMART_SELECT_QT": str(binding), "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": folders}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        timeout=600,
    )


@pytest.mark.parametrize("binding", BINDINGS)
def test_the_docker_works_on_this_binding(binding: int, tmp_path: Path) -> None:
    ran = run(binding, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--basetemp={tmp_path}", str(FOLDER))
    assert ran.returncode == 0, ran.stdout[-8000:] + ran.stderr[-2000:]
    assert " passed" in ran.stdout


@pytest.mark.parametrize(
    ("version", "guard", "binding"),
    [("5.2.9", "", 5), ("5.3.4", "5", 5), ("6.0.2", "6", 6), ("6.0.2", "", 6), ("6.1.0-alpha", "6", 6)],
)
def test_the_binding_is_krita_s_own_and_no_other_is_loaded(version: str, guard: str, binding: int) -> None:
    script = _CHOOSE.replace("import sys, types", 'import sys, types; sys.modules.pop("pykrita", None)')
    ran = run(binding, "-c", "import smart_select_krita\n" + script, version, guard)
    assert ran.stdout.split() == [str(binding), f"PyQt{binding}"], ran.stderr
