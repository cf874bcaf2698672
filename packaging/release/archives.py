"""Archives that depend on their content alone: sorted, with one date, no owner, and plain permissions."""

import gzip
import io
import os
import stat
import tarfile
import time
import zipfile
from pathlib import Path

_UNIX = 3
_FOLDER_FLAG = 0x10  # MS-DOS's own


def zip_folder(folder: Path, path: Path, date: int) -> Path:
    """Zip what is in a folder, with entries for folders (Krita's importer wants them); `date` is Unix time.

    Files keep their permission to be executed, which GIMP insists on.
    """
    entries: list[tuple[str, bytes | None, bool]] = []
    for entry in sorted(folder.rglob("*"), key=lambda entry: entry.relative_to(folder).as_posix()):
        name = entry.relative_to(folder).as_posix()
        if entry.is_dir():
            entries.append((f"{name}/", None, True))
        else:
            entries.append((name, entry.read_bytes(), bool(entry.stat().st_mode & stat.S_IXUSR)))
    return _write_zip(entries, path, date)


def normalise_wheel(path: Path, date: int) -> Path:
    """Rewrite a wheel in place: the same files, its own records last."""
    with zipfile.ZipFile(path) as archive:
        names = sorted(
            archive.namelist(), key=lambda name: (".dist-info/" in name, name.endswith("/RECORD"), name)
        )
        entries = [(name, archive.read(name), False) for name in names if not name.endswith("/")]
    return _write_zip(entries, path, date)


def normalise_sdist(path: Path, date: int) -> Path:
    """Rewrite a .tar.gz in place."""
    with tarfile.open(path) as archive:
        members = sorted(archive.getmembers(), key=lambda member: member.name)
        contents = [(member, archive.extractfile(member) if member.isfile() else None) for member in members]
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as new:
            for member, content in contents:
                plain = tarfile.TarInfo(member.name)
                plain.type, plain.size, plain.mtime = member.type, member.size, date
                plain.mode = 0o755 if member.isdir() else 0o644
                new.addfile(plain, content)
    part = path.with_name(path.name + ".part")
    with part.open("wb") as file, gzip.GzipFile("", "wb", fileobj=file, mtime=date) as zipped:
        zipped.write(packed.getvalue())
    return part.replace(path)


def _write_zip(entries: list[tuple[str, bytes | None, bool]], path: Path, date: int) -> Path:
    part = path.with_name(path.name + ".part")
    # A zip's dates begin in 1980.
    stamp = max(time.gmtime(date)[:6], (1980, 1, 1, 0, 0, 0))
    with zipfile.ZipFile(part, "w") as archive:
        for name, content, executable in entries:
            info = zipfile.ZipInfo(name, stamp)
            info.create_system = _UNIX
            if content is None:
                info.external_attr = (stat.S_IFDIR | 0o755) << 16 | _FOLDER_FLAG
                archive.writestr(info, b"")
                continue
            info.external_attr = (stat.S_IFREG | (0o755 if executable else 0o644)) << 16
            # What is packed already only gets longer.
            packed = name.endswith((".whl", ".zip", ".png"))
            info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            archive.writestr(info, content, compresslevel=9)
    return Path(os.fspath(part.replace(path)))
