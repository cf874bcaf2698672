"""The offline bundle: a folder, or a zip of it, that holds every package the environment needs.

    bundle.json    {"format": 1, "version", "lock_sha256", "platforms", "pythons", "files"}, where files
                   gives the sha256 and bytes of each
    wheels/        the locked packages for each of these Pythons, the engine, and pip to install them with

`packaging/bundle.py` makes it. Its list of hashes finds damage; what may be installed is decided by our lock.
All of it may lie in one folder inside, as programs leave it that pack what they have unpacked.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
import stat
import struct
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Callable, Iterator, Mapping, Sequence, Tuple

from smart_select_plugin.environment.errors import BundleUnusable, SetupCancelled
from smart_select_plugin.system_reasons import system_reason
from smart_select_plugin.translation import _

MANIFEST = "bundle.json"
FORMAT = 1

_FILE = re.compile(r"wheels/[A-Za-z0-9][A-Za-z0-9_.+-]*\.whl")
_LIMIT_BYTES = 1_000_000_000
_MANIFEST_LIMIT_BYTES = 1_000_000
_BLOCK = 1 << 20
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    KeyError,
    EOFError,
    ValueError,
    NotImplementedError,  # a method of packing that Python has not
    RuntimeError,  # a password
)
"""What `zipfile` raises for a file that is not what it was."""


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

    files: Tuple[Path, ...]
    """The wheels that it lists; what else lies among them is none of ours."""

    @property
    def pip(self) -> Path | None:
        """Return the wheel of pip, which runs without being installed."""
        return next((path for path in self.files if path.name.startswith("pip-")), None)

    def fits(self, platform: str) -> bool:
        """Tell whether the packages run on a system, named as `sysconfig.get_platform` does."""
        return any(_tag_fits(tag, platform) for tag in self.platforms)


def open_bundle(source: Path, unpack_into: Path, stopped: Callable[[], bool]) -> Bundle:
    """Check the bundle at `source` file by file, unpacking a zip into `unpack_into` first.

    Raises BundleUnusable; SetupCancelled when `stopped` says so; OSError where `unpack_into` can't be
    written.
    """
    with _readable(source):
        kind = source.stat().st_mode
        if stat.S_ISDIR(kind):
            folder = _top_folder(source)
            with _readable(source, MANIFEST):
                manifest = _read_manifest(source, _read_file(folder / MANIFEST, _MANIFEST_LIMIT_BYTES))
            _check_files(source, folder, manifest["files"], stopped)
            return _bundle(source, folder, manifest)
        if not stat.S_ISREG(kind):
            raise BundleUnusable(source, _("it is neither a folder nor a file"))
        archive = zipfile.ZipFile(source)
    with archive:
        with _readable(source):
            top = _top_of(archive.namelist())
            manifest = _read_manifest(source, _read_member(archive, top + MANIFEST, _MANIFEST_LIMIT_BYTES))
        _unpack(source, archive, top, manifest["files"], unpack_into, stopped)
    return _bundle(source, unpack_into, manifest)


@contextmanager
def _readable(source: Path, name: str = "") -> Iterator[None]:
    """Turn all that a damaged bundle, or a disk that can't be read, makes Python raise into one sentence.

    `name` is the file that is read, where it is known.
    """
    try:
        yield
    except (FileNotFoundError, IsADirectoryError) as error:
        if not os.path.lexists(source):
            raise BundleUnusable(source, _("there is no such file or folder")) from error
        raise BundleUnusable(source, _("it has no {file}", file=name or MANIFEST)) from error
    except OSError as error:
        # What a zip says about itself may lead to before its beginning.
        if error.errno == errno.EINVAL:
            raise BundleUnusable(source, _("it is no bundle of ours or damaged; copy it again")) from error
        raise BundleUnusable(source, _("it can't be read ({reason})", reason=system_reason(error))) from error
    except _DAMAGE as error:
        raise BundleUnusable(source, _("it is no bundle of ours or damaged; copy it again")) from error


def _top_folder(source: Path) -> Path:
    """Return the folder that has the bundle's list: `source`, or the one folder in it that does."""
    if not (source / MANIFEST).exists():
        inside = [path.parent for path in source.glob(f"*/{MANIFEST}")]
        if len(inside) == 1:
            return inside[0]
    return source


def _top_of(names: Sequence[str]) -> str:
    """Return what a zip's names begin with: "", or the one folder that has the bundle's list."""
    if MANIFEST not in names:
        # macOS adds a shadow of everything, "__MACOSX/FOLDER/._NAME", which ends differently.
        inside = [name for name in names if name.count("/") == 1 and name.endswith(f"/{MANIFEST}")]
        if len(inside) == 1:
            return inside[0][: -len(MANIFEST)]
    return ""


def _bundle(source: Path, folder: Path, manifest: Mapping[str, Any]) -> Bundle:
    return Bundle(
        source=source,
        wheels=folder / "wheels",
        version=manifest["version"],
        lock_sha256=manifest["lock_sha256"],
        platforms=tuple(manifest["platforms"]),
        pythons=tuple((int(major), int(minor)) for major, minor in manifest["pythons"]),
        files=tuple(folder / name for name in sorted(manifest["files"])),
    )


def _read_manifest(source: Path, content: bytes) -> Mapping[str, Any]:
    try:
        manifest = json.loads(content)
        if manifest["format"] != FORMAT:
            raise BundleUnusable(source, _("it was made for a newer plug-in; update the plug-in"))
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
        raise BundleUnusable(source, _("{file} is damaged; copy it again", file=MANIFEST)) from error
    result: Mapping[str, Any] = manifest
    return result


def _check_files(source: Path, folder: Path, files: Mapping[str, Any], stopped: Callable[[], bool]) -> None:
    for name, facts in files.items():
        digest = hashlib.sha256()
        try:
            with _open_file(folder / name) as file:
                for block in _blocks(file, stopped):
                    digest.update(block)
        except FileNotFoundError as error:
            raise BundleUnusable(source, _("{file} is missing; copy it again", file=name)) from error
        except OSError as error:
            raise BundleUnusable(source, _("{file} can't be read; copy it again", file=name)) from error
        if digest.hexdigest() != facts["sha256"]:
            raise BundleUnusable(source, _("{file} is damaged; copy it again", file=name))


def _unpack(
    source: Path,
    archive: zipfile.ZipFile,
    top: str,
    files: Mapping[str, Any],
    folder: Path,
    stopped: Callable[[], bool],
) -> None:
    """Unpack exactly the listed files; whatever else the zip has stays in it."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "wheels").mkdir(parents=True)
    for name, facts in files.items():
        with _damage_named(source, name):
            _check_member(archive, top + name, facts["bytes"], facts["bytes"])
            packed = archive.open(top + name)
        with packed, (folder / name).open("wb") as file:
            blocks = _blocks(packed, stopped)
            while True:
                # Only reading: a full disk is no fault of the bundle.
                with _damage_named(source, name):
                    block = next(blocks, None)
                if block is None:
                    break
                file.write(block)
    _check_files(source, folder, files, stopped)


@contextmanager
def _damage_named(source: Path, name: str) -> Iterator[None]:
    try:
        yield
    except (*_DAMAGE, OSError) as error:
        raise BundleUnusable(source, _("{file} is damaged; copy it again", file=name)) from error


def _blocks(file: IO[bytes], stopped: Callable[[], bool]) -> Iterator[bytes]:
    while True:
        if stopped():
            raise SetupCancelled
        block = file.read(_BLOCK)
        if not block:
            return
        yield block


def _open_file(path: Path) -> IO[bytes]:
    """Open a file for reading, but nothing that would make us wait for somebody else."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise FileNotFoundError(errno.ENOENT, "not a file", str(path))
    return path.open("rb")


def _read_file(path: Path, limit_bytes: int) -> bytes:
    with _open_file(path) as file:
        content = file.read(limit_bytes + 1)
    if len(content) > limit_bytes:
        raise zipfile.BadZipFile(path.name)
    return content


def _read_member(archive: zipfile.ZipFile, name: str, limit_bytes: int) -> bytes:
    if name not in archive.namelist():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)
    _check_member(archive, name, 0, limit_bytes)
    return archive.read(name)


def _check_member(archive: zipfile.ZipFile, name: str, least_bytes: int, most_bytes: int) -> None:
    member = archive.getinfo(name)
    if not least_bytes <= member.file_size <= most_bytes:
        raise zipfile.BadZipFile(name)
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile(name)  # the others are not in every Python, and none of ours


def _tag_fits(tag: str, platform: str) -> bool:
    system, _, rest = tag.partition("_")
    system = "linux" if system.startswith(("manylinux", "linux")) else system
    if not platform.startswith(system):
        return False
    return platform.endswith("universal2") or any(
        rest.endswith(machine) and platform.endswith(machine)
        for machine in ("x86_64", "amd64", "arm64", "aarch64")
    )
