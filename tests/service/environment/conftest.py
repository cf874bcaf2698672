"""Machines for the set-up to run on; the slow real one is made once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from needs import lacking
from service.environment.machines import Machine, only, write_python, write_uv
from service.environment.tiny import make_tiny
from smart_select_plugin.environment import Environment, Places, SetupRequest, set_up

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine with this Python, a quick uv, no settings of the developer's, and nothing set up yet."""
    write_uv(tmp_path / "uv")
    python = write_python(tmp_path / "bin" / "python3")
    return Machine(
        home=tmp_path / "home",
        tiny=make_tiny(tmp_path / "tiny"),
        find_pythons=only(python),
        variables={
            "PATH": f"{tmp_path / 'uv'}:{os.defpath}",
            "HOME": str(tmp_path / "nobody"),
            "PIP_CONFIG_FILE": os.devnull,
        },
    )


@pytest.fixture
def machine_with_venv(machine: Machine) -> Machine:
    """The same without uv: Python's own venv and pip do the work."""
    machine.variables["PATH"] = os.defpath
    return machine


@pytest.fixture(scope="session")
def real_bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `make bundle` makes, for this Python only; `lacking` where the packages can't be downloaded."""
    out = tmp_path_factory.mktemp("dist")
    python = "{}.{}".format(*sys.version_info)
    command = [sys.executable, str(ROOT / "packaging" / "bundle.py"), "--python", python, "--out", str(out)]
    made = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=600)
    if made.returncode:
        lacking(f"no bundle, the packages can't be downloaded: {made.stderr[-300:]}")
    (bundle,) = out.glob("*.zip")
    return bundle


@pytest.fixture(scope="session")
def real_places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """Folders whose path has spaces and letters that are not ASCII."""
    home = tmp_path_factory.mktemp("home") / "Zoë’s Ordner für 写真"
    return Places(home / "data" / "environment", home / "log")


@pytest.fixture(scope="session")
def real_environment(real_bundle: Path, real_places: Places) -> Environment:
    """The engine itself with its packages, installed from the bundle."""
    python = Path(sys.executable)
    return set_up(SetupRequest(Path("/no/wheels"), real_bundle, python), places=real_places)
