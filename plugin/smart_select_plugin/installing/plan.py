"""What an installation would change, found out before anything is."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Mapping, Sequence, Tuple

from smart_select_plugin.installing.settings_files import krita_value, read_text
from smart_select_plugin.installing.targets import GIMP, GIMP_FOLDER, KRITA_MODULE, Target

INSTALL = "install"
UPGRADE = "upgrade"
RENEW = "renew"
KEEP = "keep"

ENABLE_KEY = f"enable_{KRITA_MODULE}"


@dataclass(frozen=True)
class Change:
    """What is to happen to one profile."""

    target: Target
    doing: str
    """INSTALL, UPGRADE (or go back), RENEW (the same version has other files), KEEP (it is well)."""

    old_version: str
    turns_on: bool = False
    """Whether Krita is told to load the plug-in."""

    is_off: bool = False
    """Whether the user has turned the plug-in off in Krita; it stays so."""


def parts_of(target: Target) -> Dict[str, Path]:
    """Return what a package has at its top, and where in this profile each belongs."""
    if target.host == GIMP:
        return {GIMP_FOLDER: target.plugin}
    return {
        KRITA_MODULE: target.plugin,
        f"{KRITA_MODULE}.desktop": target.plug_ins / f"{KRITA_MODULE}.desktop",
        # Krita's importer puts it there, and nowhere else are shortcuts looked for.
        f"{KRITA_MODULE}.action": target.profile / "actions" / f"{KRITA_MODULE}.action",
    }


def make_plan(targets: Sequence[Target], unpacked: Mapping[str, Path], version: str) -> List[Change]:
    """Return the changes for the profiles that have no obstacle; `unpacked` has each host's package."""
    return [
        _change(target, unpacked[target.host], version)
        for target in targets
        if not target.obstacle and target.host in unpacked
    ]


def _change(target: Target, package: Path, version: str) -> Change:
    old = target.version
    if not old:
        doing = INSTALL
    elif old != version:
        doing = UPGRADE
    else:
        same = all(_is_same(package / name, place) for name, place in parts_of(target).items())
        doing = KEEP if same else RENEW
    if target.settings is None:
        return Change(target, doing, old)
    value = krita_value(read_text(target.settings), "python", ENABLE_KEY)
    # Off is the user's wish only where there was something to turn off.
    is_off = bool(old) and value is not None and value.lower() != "true"
    return Change(target, doing, old, turns_on=not is_off and value != "true", is_off=is_off)


def _is_same(package: Path, place: Path) -> bool:
    return not place.is_symlink() and _files(package) == _files(place)


def _files(top: Path) -> List[Tuple[str, bytes, bool]]:
    """Return what is below a folder, or the file itself; without what Python compiles into it."""
    paths = [top] if top.is_file() else sorted(top.rglob("*"))
    found = []
    for path in paths:
        name = path.relative_to(top).as_posix()
        if path.is_file() and not re.search(r"(^|/)__pycache__/", name):
            try:
                found.append((name, path.read_bytes(), os.access(path, os.X_OK)))
            except OSError:
                found.append((name, b"", False))
    return found
