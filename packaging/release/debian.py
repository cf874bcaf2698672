"""A Debian package for the system-wide case: the plug-ins for all users; each sets up at the first use.

GIMP's folder of plug-ins has the architecture in its name, so there is one package for each; what is in them
is the same. Written without Debian's tools: it can be built anywhere, and is the same bytes everywhere.
"""

import gzip
import io
import os.path
import tarfile
import tempfile
import zipfile
from email.utils import formatdate
from pathlib import Path, PurePosixPath

from release.plugins import version

ARCHITECTURES = {"amd64": "x86_64-linux-gnu", "arm64": "aarch64-linux-gnu"}

_SHARE = "usr/share/smart-select"
_DOCUMENTS = "usr/share/doc/smart-select"
_MAINTAINER = "Smart Select's developers <smart-select@example.org>"
_CONTROL = """Package: smart-select
Version: {version}
Architecture: {architecture}
Maintainer: {maintainer}
Installed-Size: {kilobytes}
Depends: gimp (>= 3.0) | krita (>= 1:5.2), python3 (>= 3.11)
Recommends: python3-venv, python3-gi, python3-gi-cairo, gir1.2-gimp-3.0, python3-pyqt5
Section: graphics
Priority: optional
Description: click a thing in a photo and it is selected, in GIMP and Krita
 Points, a box or a rough selection become a soft-edged selection, layer mask
 or layer, computed on this computer.
 .
 Each user's first use makes a private environment in the home folder. In
 Krita, turn the plug-in on in the Python Plugin Manager.
"""

_COPYRIGHT = """Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Smart Select

Files: *
Copyright: 2026 The Smart Select authors
License: Apache-2.0
 The licence's text is in /usr/share/common-licenses/Apache-2.0.
"""

_CHANGES = """smart-select ({version}) stable; urgency=medium

  * Version {version}.

 -- {maintainer}  {date}
"""

_PRERM = """#!/bin/sh
# What Python compiles when root starts GIMP or Krita is in no list of dpkg's.
set -e
find {folders} -name __pycache__ -prune -exec rm -rf {{}} + 2>/dev/null || true
"""


def debian_package(into: Path, gimp_zip: Path, krita_zip: Path, architecture: str, date: int) -> Path:
    """Make smart-select_X.Y.Z_ARCHITECTURE.deb from the plug-ins' packages."""
    files: dict[str, tuple[bytes, int]] = {}
    links: dict[str, str] = {}
    plug_ins = f"usr/lib/{ARCHITECTURES[architecture]}/gimp/3.0/plug-ins"
    for package in (gimp_zip, krita_zip):
        with zipfile.ZipFile(package) as archive:
            for info in archive.infolist():
                if not info.is_dir() and PurePosixPath(info.filename).name != "LICENSE":  # in _COPYRIGHT
                    place = _place(info.filename, plug_ins)
                    files[place] = (archive.read(info), info.external_attr >> 16 & 0o777)
    # One engine for both.
    folders = (f"{plug_ins}/smart-select", "usr/share/krita/pykrita/smart_select_krita")
    for folder in folders:
        links[f"{folder}/wheels"] = os.path.relpath(f"{_SHARE}/wheels", folder)
    changes = _CHANGES.format(
        version=version(), maintainer=_MAINTAINER, date=formatdate(date, usegmt=True).replace("GMT", "+0000")
    )
    files[f"{_DOCUMENTS}/copyright"] = _COPYRIGHT.encode(), 0o644
    files[f"{_DOCUMENTS}/changelog.gz"] = _zipped(changes.encode(), date), 0o644
    control = _CONTROL.format(
        version=version(),
        maintainer=_MAINTAINER,
        architecture=architecture,
        kilobytes=sum(len(content) for content, _ in files.values()) // 1024 + 1,
    )
    scripts = {
        "control": (control.encode(), 0o644),
        "prerm": (_PRERM.format(folders=" ".join(f"/{folder}" for folder in folders)).encode(), 0o755),
    }
    path = into / f"smart-select_{version()}_{architecture}.deb"
    with tempfile.TemporaryDirectory(dir=into) as temporary:
        part = Path(temporary) / path.name
        members = {
            "debian-binary": b"2.0\n",
            "control.tar.gz": _tar(scripts, {}, date),
            "data.tar.gz": _tar(files, links, date),
        }
        part.write_bytes(b"!<arch>\n" + b"".join(_member(*member, date) for member in members.items()))
        return part.replace(path)


def _place(name: str, plug_ins: str) -> str:
    path = PurePosixPath(name)
    if "wheels" in path.parts:
        return f"{_SHARE}/wheels/{path.name}"
    if path.parts[0] == "smart-select":
        return f"{plug_ins}/{name}"
    return f"usr/share/krita/{'actions' if path.suffix == '.action' else 'pykrita'}/{name}"


def _tar(files: dict[str, tuple[bytes, int]], links: dict[str, str], date: int) -> bytes:
    folders = {
        parent.as_posix()
        for name in (*files, *links)
        for parent in PurePosixPath(name).parents
        if parent.name
    }
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name in sorted({*files, *links, *folders}):
            info = tarfile.TarInfo(f"./{name}")
            info.mtime, info.uname, info.gname = date, "root", "root"
            if name in files:
                content, mode = files[name]
                info.size, info.mode = len(content), mode
                archive.addfile(info, io.BytesIO(content))
                continue
            if name in links:
                info.type, info.linkname, info.mode = tarfile.SYMTYPE, links[name], 0o777
            else:
                info.type, info.mode = tarfile.DIRTYPE, 0o755
            archive.addfile(info)
    return _zipped(packed.getvalue(), date)


def _zipped(content: bytes, date: int) -> bytes:
    zipped = io.BytesIO()
    with gzip.GzipFile("", "wb", fileobj=zipped, mtime=date) as file:
        file.write(content)
    return zipped.getvalue()


def _member(name: str, content: bytes, date: int) -> bytes:
    """Return an entry of ar's format: a header of 60 bytes, the content, padded to an even length."""
    header = f"{name:<16}{date:<12}{0:<6}{0:<6}{'100644':<8}{len(content):<10}`\n".encode()
    return header + content + b"\n" * (len(content) % 2)
