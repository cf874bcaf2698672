"""From the package alone, in a fresh profile and without a network: unpack, start, set up, select."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from gimp.gimp_session import GimpSession, put_photos
from needs import lacking
from real_hosts.roots import REPOSITORY, Root

PYTHONS = {"trixie": "3.13", "forky": "3.14"}
MAKE_PACKAGE = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from release.engine import build_engine
from release.plugins import gimp_package
out = Path(sys.argv[2])
print(gimp_package(out, build_engine(out)))
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip that people download."""
    out = tmp_path_factory.mktemp("package")
    command = [sys.executable, "-c", MAKE_PACKAGE, str(REPOSITORY / "packaging"), str(out)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    (package,) = out.glob("smart-select-gimp-*.zip")
    return package


@pytest.fixture(scope="module")
def bundle(host_root: Root, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `make bundle` makes for the host's Python; `lacking` where the packages can't be downloaded."""
    out = tmp_path_factory.mktemp(f"bundle-{host_root.release}")
    python = PYTHONS[host_root.release]
    command = [sys.executable, REPOSITORY / "packaging" / "bundle.py", "--python", python, "--out", out]
    made = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    if made.returncode:
        lacking(f"no bundle, the packages can't be downloaded: {made.stderr[-300:]}")
    (bundle,) = out.glob("*.zip")
    return bundle


@pytest.fixture(scope="module")
def first_run(
    host_root: Root, package: Path, bundle: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    home = tmp_path_factory.mktemp(f"newcomer-{host_root.release}")
    session = GimpSession(host_root, home)
    unpack(package, session.profile / "plug-ins")
    put_photos(home)
    report: dict[str, Any] = session.use(
        "gui_first_run",
        timeout_s=900,
        variables={"SMART_SELECT_PYTHON": "", "BUNDLE": str(bundle)},
        binds=[bundle.parent],
    )
    print(host_root.release, json.dumps(report["seconds"]))
    return report


def unpack(package: Path, folder: Path) -> None:
    """Unpack as file managers and `unzip` do, permissions included."""
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder)
        for info in archive.infolist():
            (folder / info.filename).chmod(info.external_attr >> 16)


def test_gimp_can_start_the_unpacked_plug_in(package: Path, tmp_path: Path) -> None:
    unpack(package, tmp_path)
    assert os.access(tmp_path / "smart-select" / "smart-select.py", os.X_OK)
    assert list((tmp_path / "smart-select" / "wheels").glob("smart_select-*.whl"))


def test_the_first_selection_comes_without_a_terminal_and_without_a_network(
    first_run: dict[str, Any],
) -> None:
    assert first_run["selected"] > 1000
    assert list(first_run["seconds"]) == ["GIMP is there", "bundle chosen", "set up", "first selection"]
