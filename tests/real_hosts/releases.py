"""Releases to install from: what `make package` and `make bundle` make of this tree, and an older one."""

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from needs import lacking
from real_hosts.roots import REPOSITORY

sys.path.insert(0, str(REPOSITORY / "packaging"))
from release.plugins import put_installer, version

OLDER = "0.0.9"


def make_release(out: Path) -> Path:
    """Make the packages and return the folder that a user gets by unpacking the one for users."""
    command = [sys.executable, str(REPOSITORY / "packaging" / "package.py"), "--out", str(out / "dist")]
    subprocess.run(command, check=True, capture_output=True)
    with zipfile.ZipFile(out / "dist" / f"smart-select-{version()}.zip") as archive:
        archive.extractall(out)
    return _readable(out / f"smart-select-{version()}")


def make_offline_release(out: Path) -> Path:
    """Make a bundle for the hosts' Pythons, as a folder; `lacking` where the packages can't be downloaded."""
    command = [sys.executable, str(REPOSITORY / "packaging" / "bundle.py"), "--folder", "--out", str(out)]
    made = subprocess.run(
        [*command, "--python", "3.13", "--python", "3.14"], capture_output=True, text=True, check=False
    )
    if made.returncode:
        lacking(f"no bundle, the packages can't be downloaded: {made.stderr[-300:]}")
    (bundle,) = out.glob("smart-select-*-bundle")
    return _readable(bundle)


def make_older_release(offline: Path, out: Path) -> Path:
    """Make an offline release of an older version from this one's: other numbers, and a file more."""
    folder = out / "older"
    # Hard links, because the bundle is large; what gets other contents becomes a file of its own.
    shutil.copytree(offline, folder, copy_function=os.link)
    now = version()
    plugins = []
    for host, inside in (("gimp", "smart-select"), ("krita", "smart_select_krita")):
        package = folder / f"smart-select-{host}-{now}.zip"
        older = folder / f"smart-select-{host}-{OLDER}.zip"
        extra = {f"{inside}/gone_in_the_next_version.py": b"# gone\n"}
        _rewrite(package, older, lambda name, content: _older_wheel(name, content, now), extra)
        package.unlink()
        plugins.append(older)
    for name in ("SHA256SUMS", "LICENSE", "install.py"):
        (folder / name).unlink()
    put_installer(folder, [])
    from release.sums import write_sums

    write_sums(folder, [path.name for path in plugins])
    return _readable(folder)


def _older_wheel(name: str, content: bytes, now: str) -> tuple[str, bytes]:
    if not name.endswith(".whl"):
        return name, content
    with tempfile.TemporaryDirectory() as temporary:
        wheel, older = Path(temporary) / "now.whl", Path(temporary) / "older.whl"
        wheel.write_bytes(content)
        _rewrite(wheel, older, lambda name, content: _older_part(name, content, now), {}, records=True)
        return name.replace(now, OLDER), older.read_bytes()


def _older_part(name: str, content: bytes, now: str) -> tuple[str, bytes]:
    if name == "smart_select/__init__.py":
        content = content.replace(f'"{now}"'.encode(), f'"{OLDER}"'.encode())
    if name.endswith(".dist-info/METADATA"):
        content = content.replace(f"\nVersion: {now}\n".encode(), f"\nVersion: {OLDER}\n".encode())
    return name.replace(f"smart_select-{now}.dist-info", f"smart_select-{OLDER}.dist-info"), content


def _rewrite(
    package: Path,
    path: Path,
    change: Callable[[str, bytes], tuple[str, bytes]],
    extra: dict[str, bytes],
    *,
    records: bool = False,
) -> None:
    lines = []
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(path, "w") as new:
        for info in old.infolist():
            name, content = change(info.filename, old.read(info))
            if records and name.endswith("/RECORD"):
                content = "".join([*lines, f"{name},,\n"]).encode()
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
            lines.append(f"{name},sha256={digest},{len(content)}\n")
            info.filename = name
            new.writestr(info, content)
        for name, content in extra.items():
            new.writestr(name, content)


def _readable(folder: Path) -> Path:
    folder.chmod(0o755)
    return folder
