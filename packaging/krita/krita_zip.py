"""Puts the Krita plug-in's zip together: `krita_zip.py OUT [--wheel WHEEL]` makes OUT/smart-select-krita.zip.

    smart_select_krita.desktop       what Krita lists
    smart_select_krita.action        names and places for shortcuts
    smart_select_krita/              the plug-in, with its manual and icons
        shared/smart_select_plugin/  what it shares with GIMP's
        wheels/                      the engine, for the set-up
        LICENSE

Krita's importer wants entries for the folders themselves, and only takes an action file of the module's name.
The same files make the same bytes, on any day and machine.
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "packaging"))

from release.archives import zip_folder  # noqa: E402

NAME = "smart_select_krita"
_LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc")


def lay_out(folder: Path, wheel: Path | None = None) -> None:
    """Put the files of the zip into an empty folder."""
    package = folder / NAME
    shutil.copytree(ROOT / "krita" / NAME, package, ignore=_LEFT_OUT)
    shared = package / "shared" / "smart_select_plugin"
    shutil.copytree(ROOT / "plugin" / "smart_select_plugin", shared, ignore=_LEFT_OUT)
    shutil.copy(ROOT / "LICENSE", package)
    if wheel is not None:
        (package / "wheels").mkdir()
        shutil.copy(wheel, package / "wheels")
    for name in (f"{NAME}.desktop", f"{NAME}.action"):
        shutil.copy(ROOT / "krita" / name, folder)


def build_zip(out: Path, wheel: Path | None = None) -> Path:
    """Make the zip in `out` and return its path."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        lay_out(Path(temporary), wheel)
        return zip_folder(Path(temporary), out / "smart-select-krita.zip", date=0)


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("--wheel", type=Path, help="the engine's wheel")
    args = parser.parse_args()
    print(f"{build_zip(args.out, args.wheel)} is ready: Krita ▸ Tools ▸ Scripts ▸ Import Python Plugin.")


if __name__ == "__main__":
    main()
