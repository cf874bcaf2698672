"""Puts the GIMP plug-in's folder together: `lay_out.py PLUG-INS` makes PLUG-INS/smart-select.

smart-select/
    smart-select.py          what GIMP starts; must stay executable
    smart_select_gimp/       the plug-in
    smart_select_plugin/     what it shares with Krita's, with the locks that the set-up installs from
    help/                    the pages that F1 opens, by language
    wheels/                  the engine, for the set-up (with --wheel)
    LICENSE
"""

import argparse
import shutil
from pathlib import Path

from help_pages import write_help

ROOT = Path(__file__).resolve().parents[2]
NAME = "smart-select"
_LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc")


def lay_out(plug_ins: Path, wheel: Path | None = None) -> Path:
    """Make the plug-in's folder in `plug_ins`, in place of an older one, and return it."""
    folder = plug_ins / NAME
    part = plug_ins / f".{NAME}.part"
    shutil.rmtree(part, ignore_errors=True)
    shutil.copytree(ROOT / "gimp" / NAME, part, ignore=_LEFT_OUT)
    shutil.copytree(ROOT / "plugin" / "smart_select_plugin", part / "smart_select_plugin", ignore=_LEFT_OUT)
    write_help(part / "help")
    shutil.copy(ROOT / "LICENSE", part)
    if wheel is not None:
        (part / "wheels").mkdir()
        shutil.copy(wheel, part / "wheels")
    # GIMP asks a plug-in for its procedures only when this file has another date than the last time.
    (part / f"{NAME}.py").touch()
    shutil.rmtree(folder, ignore_errors=True)
    part.rename(folder)
    return folder


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("plug_ins", type=Path, help="a plug-ins folder, such as ~/.config/GIMP/3.0/plug-ins")
    parser.add_argument("--wheel", type=Path, help="the engine's wheel, which the set-up installs")
    args = parser.parse_args()
    folder = lay_out(args.plug_ins, args.wheel)
    print(f"{folder} is ready; start GIMP anew.")


if __name__ == "__main__":
    main()
