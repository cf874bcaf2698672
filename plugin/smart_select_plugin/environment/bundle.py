"""The offline bundle: a folder, or a zip of it, that holds every package the environment needs.

    bundle.json    {"format": 1, "version", "lock_sha256", "platforms", "pythons", "files"}, where files
                   gives the sha256 and bytes of each
    wheels/        the locked packages for each of these Pythons, the engine, and pip to install them with

`packaging/bundle.py` makes it. Its list of hashes finds damage; what may be installed is decided by our lock.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Mapping, Tuple

from smart_select_plugin.environment.errors import BundleUnusable, SetupCancelled

MANIFEST = "bundle.json"
FORMAT = 1

_FILE = re.compile(r"wheels/[A-Za-z0-9][A-Za-z0-9_.+-]*\.whl")
_LIMIT_BYTES = 1_000_000_000
_MANIFEST_LIMIT_BYTES = 1_000_000
_BLOCK = 1 << 20


@dataclass(frozen=True)
class Bundle:
    """An unpacked bundle whose files are whole."""

    source: Path
    """What the user named: the folder or the zip."""

    wheels: Path
    version: str
    lock_sha256: str
    platforms: Tuple[str, ...]
    pythons: Tuple[Tuple[int, int], ...]

    @property
    def pip(self) -> Path | None:
        """Return the wheel of pip, which runs without being installed."""
        return next(iter(sorted(self.wheels.glob("pip-*.whl"))), None)

    def fits(self, platform: str) -> bool:
        """Tell whether the packages run on a system, named as `sysconfig.get_platform` does."""
        return any(_tag_fits(tag, platform) for tag in self.platforms)


def open_bundle(source: Path, unpack_into: Path, stopped: Callable[[], bool]) -> Bundle:
    """Check the bundle at `source` file by file, unpacking a zip into `unpack_into` first.

    Raises BundleUnusable; SetupCancelled when `stopped` says so; OSError where `unpack_into` can't be
    written.
    """
    try:
        if source.is_dir():
            manifest = _read_manifest(source, (source / MANIFEST).read_bytes())
            _check_files(source, source, manifest["files"], stopped)
            return _bundle(source, source, manifest)
        if not source.exists():
            raise BundleUnusable(source, "there is no such file or folder")
        with zipfile.ZipFile(source) as archive:
            manifest = _read_manifest(source, _read_member(archive, MANIFEST, _MANIFEST_LIMIT_BYTES))
            _unpack(source, archive, manifest["files"], unpack_into, stopped)
    except FileNotFoundError as error:
        raise BundleUnusable(source, f"it has no {MANIFEST}") from error
    except (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError, RuntimeError) as error:
        raise BundleUnusable(source, "it is no bundle of ours or damaged; copy it again") from error
    return _bundle(source, unpack_into, manifest)


def _bundle(source: Path, folder: Path, manifest: Mapping[str, Any]) -> Bundle:
    return Bundle(
        source=source,
        wheels=folder / "wheels",
        version=manifest["version"],
        lock_sha256=manifest["lock_sha256"],
        platforms=tuple(manifest["platforms"]),
        pythons=tuple((int(major), int(minor)) for major, minor in manifest["pythons"]),
    )


def _read_manifest(source: Path, content: bytes) -> Mapping[str, Any]:
    try:
        manifest = json.loads(content)
        if manifest["format"] != FORMAT:
            raise BundleUnusable(source, "it was made for a newer plug-in; update the plug-in")
        texts = (manifest["version"], manifest["lock_sha256"], *manifest["platforms"], *manifest["files"])
        if not all(isinstance(text, str) for text in texts):
            raise TypeError
        for name, facts in manifest["files"].items():
            if not _FILE.fullmatch(name) or not isinstance(facts["bytes"], int) or len(facts["sha256"]) != 64:
                raise ValueError
        if sum(facts["bytes"] for facts in manifest["files"].values()) > _LIMIT_BYTES:
            raise ValueError
        [(int(major), int(minor)) for major, minor in manifest["pythons"]]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BundleUnusable(source, f"its {MANIFEST} is damaged; copy it again") from error
    result: Mapping[str, Any] = manifest
    return result


def _check_files(source: Path, folder: Path, files: Mapping[str, Any], stopped: Callable[[], bool]) -> None:
    for name, facts in files.items():
        if stopped():
            raise SetupCancelled
        digest = hashlib.sha256()
        try:
            with (folder / name).open("rb") as file:
                while True:
                    block = file.read(_BLOCK)
                    if not block:
                        break
                    digest.update(block)
        except OSError as error:
            raise BundleUnusable(source, f"{name} is missing; copy it again") from error
        if digest.hexdigest() != facts["sha256"]:
            raise BundleUnusable(source, f"{name} is damaged; copy it again")


def _unpack(
    source: Path,
    archive: zipfile.ZipFile,
    files: Mapping[str, Any],
    folder: Path,
    stopped: Callable[[], bool],
) -> None:
    """Unpack exactly the listed files; whatever else the zip has stays in it."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "wheels").mkdir(parents=True)
    for name, facts in files.items():
        if archive.getinfo(name).file_size != facts["bytes"]:
            raise BundleUnusable(source, f"{name} is damaged; copy it again")
        with archive.open(name) as packed, (folder / name).open("wb") as file:
            while True:
                if stopped():
                    raise SetupCancelled
                block = packed.read(_BLOCK)
                if not block:
                    break
                file.write(block)
    _check_files(source, folder, files, stopped)


def _read_member(archive: zipfile.ZipFile, name: str, limit_bytes: int) -> bytes:
    if archive.getinfo(name).file_size > limit_bytes:
        raise zipfile.BadZipFile(name)
    return archive.read(name)


def _tag_fits(tag: str, platform: str) -> bool:
    system, _, rest = tag.partition("_")
    system = "linux" if system.startswith(("manylinux", "linux")) else system
    if not platform.startswith(system):
        return False
    return platform.endswith("universal2") or any(
        rest.endswith(machine) and platform.endswith(machine)
        for machine in ("x86_64", "amd64", "arm64", "aarch64")
    )
