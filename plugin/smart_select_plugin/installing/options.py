"""The installer's options, apart from it: a command line that has other verbs, too, need not load it all."""

from __future__ import annotations

import argparse
from pathlib import Path

DESCRIPTION = (
    "Put Smart Select into GIMP 3 and Krita, for this user, with the private environment that both work in. "
    "Run it again to upgrade or to repair. Other plug-ins, and what you have set, stay as they are."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options; `main` and the engine's command line share them."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--list", action="store_true", help="show what is where, and change nothing")
    what.add_argument("--uninstall", action="store_true", help="remove everything of Smart Select")
    parser.add_argument("--dry-run", action="store_true", help="show what would be done, and do nothing")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--only", choices=("gimp", "krita"), help="leave the other program alone")
    parser.add_argument(
        "--bundle",
        metavar="PATH",
        type=Path,
        help="take all packages from an offline bundle, a folder or zip",
    )
    parser.add_argument("--python", metavar="PATH", type=Path, help="the Python 3.11 to 3.14 to use")
    parser.add_argument("--keep-models", action="store_true", help="with --uninstall: keep downloaded models")
    parser.add_argument(
        "--from", dest="source", metavar="FOLDER", type=Path, help="the folder of the release (default: here)"
    )
