"""Both hosts' packages, each with the engine's wheel for the set-up, and the one zip that has it all."""

import re
import shutil
import sys
import tempfile
from pathlib import Path

from index_file import write_index_file
from release.archives import zip_folder
from release.engine import ROOT, release_date
from release.sums import write_sums

sys.path.insert(0, str(ROOT / "packaging" / "gimp"))
sys.path.insert(0, str(ROOT / "packaging" / "krita"))
import krita_zip
import lay_out as gimp_folder

_LOCKS = Path("smart_select_plugin") / "environment" / "locks"


def version() -> str:
    """Return the version of this checkout."""
    text = (ROOT / "core" / "smart_select" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "(.+)"$', text, re.MULTILINE)
    assert found is not None
    return found.group(1)


def gimp_package(into: Path, wheel: Path) -> Path:
    """Make smart-select-gimp-X.Y.Z.zip, to be unpacked into a folder of plug-ins."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = gimp_folder.lay_out(Path(temporary), wheel)
        write_index_file(folder / _LOCKS)
        (Path(temporary) / "smart-select" / "smart-select.py").chmod(0o755)
        return zip_folder(Path(temporary), into / f"smart-select-gimp-{version()}.zip", release_date())


def krita_package(into: Path, wheel: Path) -> Path:
    """Make smart-select-krita-X.Y.Z.zip, which Krita's own importer takes."""
    with tempfile.TemporaryDirectory() as temporary:
        krita_zip.lay_out(Path(temporary), wheel)
        write_index_file(Path(temporary) / krita_zip.NAME / "shared" / _LOCKS)
        return zip_folder(Path(temporary), into / f"smart-select-krita-{version()}.zip", release_date())


def user_package(into: Path, packages: list[Path]) -> Path:
    """Make smart-select-X.Y.Z.zip: the installer and what it installs, in one folder."""
    name = f"smart-select-{version()}"
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / name
        put_installer(folder, packages)
        return zip_folder(Path(temporary), into / f"{name}.zip", release_date())


def put_installer(folder: Path, packages: list[Path]) -> None:
    """Put the installer and the plug-ins' packages into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "packaging" / "install.py", folder)
    (folder / "install.py").chmod(0o755)
    shutil.copy(ROOT / "LICENSE", folder)
    for package in packages:
        shutil.copy(package, folder)
    write_sums(folder, sorted([*(package.name for package in packages), "install.py"]))
