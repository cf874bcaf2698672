"""The plug-ins' packages as a release brings them: found, checked, and unpacked.

smart-select-gimp-X.Y.Z.zip     smart-select/…
smart-select-krita-X.Y.Z.zip    smart_select_krita.desktop, smart_select_krita.action, smart_select_krita/…
SHA256SUMS                      of whatever else lies there
bundle.json, wheels/            in an offline bundle: the packages that the engine needs
"""

from __future__ import annotations

import hashlib
import re
import shutil
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, Optional

from smart_select_plugin.installing.errors import NoPackages, PackageUnusable
from smart_select_plugin.installing.targets import GIMP, GIMP_FOLDER, KRITA, KRITA_MODULE

SUMS = "SHA256SUMS"
BUNDLE = "bundle.json"

_NAME = re.compile(r"smart-select-(gimp|krita)-([0-9][0-9A-Za-z.+!]*)\.zip")
_MEMBER = re.compile(r"(?!/)[^\\\0:]+")
_LIMIT_BYTES = 200_000_000


@dataclass(frozen=True)
class Release:
    """Both packages, of one version."""

    folder: Path
    version: str
    zips: Dict[str, Path]
    """By host."""

    @property
    def bundle(self) -> Optional[Path]:
        """Return the folder when it is an offline bundle, too."""
        return self.folder if (self.folder / BUNDLE).is_file() else None


def find_release(folder: Path) -> Release:
    """Return the release in a folder; raises NoPackages, PackageUnusable."""
    try:
        named = [(path, _NAME.fullmatch(path.name)) for path in sorted(folder.iterdir())]
    except OSError as error:
        raise NoPackages(folder) from error
    found: Dict[str, Dict[str, Path]] = {}
    for path, match in named:
        if match:
            found.setdefault(match.group(2), {})[match.group(1)] = path
    whole = {version: zips for version, zips in found.items() if set(zips) == {GIMP, KRITA}}
    if not whole:
        raise NoPackages(folder)
    if len(whole) > 1:
        raise PackageUnusable(folder, f"it has {' and '.join(sorted(whole))}; keep one of them")
    ((version, zips),) = whole.items()
    _check_sums(folder, zips)
    return Release(folder, version, zips)


def unpack(release: Release, host: str, into: Path) -> Path:
    """Unpack a host's package into an empty folder and return the engine's wheels in it.

    Dates are those of now: GIMP asks a plug-in anew only when its file has another date than before. Raises
    PackageUnusable; OSError where `into` can't be written.
    """
    package = release.zips[host]
    try:
        with zipfile.ZipFile(package) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > _LIMIT_BYTES:
                raise PackageUnusable(package, "it is far too large")
            for member in members:
                _unpack_member(package, archive, member, into)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise PackageUnusable(package, "it is damaged; download it again") from error
    needed = (
        [GIMP_FOLDER, f"{GIMP_FOLDER}/{GIMP_FOLDER}.py"]
        if host == GIMP
        else [KRITA_MODULE, f"{KRITA_MODULE}/__init__.py", f"{KRITA_MODULE}.desktop"]
    )
    for name in needed:
        if not (into / name).exists():
            raise PackageUnusable(package, f"it has no {name}; download it again")
    return into / needed[0] / "wheels"


def _unpack_member(package: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo, into: Path) -> None:
    name = member.filename
    if not _MEMBER.fullmatch(name) or ".." in name.split("/"):
        raise PackageUnusable(package, "it has files that lead out of it; download it again")
    path = into / name
    if name.endswith("/"):
        path.mkdir(parents=True, exist_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(member) as packed, path.open("wb") as file:
        shutil.copyfileobj(packed, file)
    # Zips that were made on Windows say nothing about it.
    executable = bool(member.external_attr >> 16 & 0o100) or name == f"{GIMP_FOLDER}/{GIMP_FOLDER}.py"
    path.chmod(0o755 if executable else 0o644)


def _check_sums(folder: Path, zips: Dict[str, Path]) -> None:
    sums = folder / SUMS
    if not sums.is_file():
        return
    lines = (line.split() for line in sums.read_text(encoding="utf-8", errors="replace").splitlines())
    known = {words[1].lstrip("*"): words[0] for words in lines if len(words) == 2}
    for path in zips.values():
        if known.get(path.name) != hashlib.sha256(path.read_bytes()).hexdigest():
            raise PackageUnusable(path, f"it is not the file that {SUMS} speaks of; download both again")
