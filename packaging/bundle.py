"""`make bundle`: everything that an installation without network needs, in one zip under dist/.

It holds the locked packages as wheels, for one platform and the Pythons that users have there, the engine's
own wheel (with the embedded model inside), pip's, and a list of their hashes: the plug-ins' set-up takes it.
Beside them are the plug-ins and the installer, which takes it when it is started there.
"""

import argparse
import json
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement

from release.archives import zip_folder
from release.engine import ROOT, build_engine, release_date
from release.plugins import gimp_package, krita_package, put_installer
from release.sums import sha256

LOCKS: Final = ROOT / "plugin" / "smart_select_plugin" / "environment" / "locks"
PYTHONS: Final = ("3.11", "3.12", "3.13", "3.14")

# The first tag names the platform; the others are what its packages may be labelled with besides.
PLATFORMS: Final = {
    "linux-x86_64": tuple(f"manylinux_2_{minor}_x86_64" for minor in (28, 27, 24, 17, 12, 5)),
    "linux-aarch64": tuple(f"manylinux_2_{minor}_aarch64" for minor in (28, 27, 26, 17)),
    "windows-amd64": ("win_amd64",),
    "windows-arm64": ("win_arm64",),
    "macos-arm64": ("macosx_14_0_arm64",),
}
_SYSTEMS: Final = {"linux": "linux", "win32": "windows", "darwin": "macos"}
_MARKER_SYSTEMS: Final = {
    "linux": ("linux", "Linux", "posix"),
    "windows": ("win32", "Windows", "nt"),
    "macos": ("darwin", "Darwin", "posix"),
}


def main() -> None:
    """Make the bundle that the command line asks for and print where it is."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--platform", choices=PLATFORMS, default=this_platform())
    parser.add_argument("--python", action="append", choices=PYTHONS, help="default: all that are supported")
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    parser.add_argument("--folder", action="store_true", help="a folder and not a zip of it")
    args = parser.parse_args()
    made = make_bundle(args.platform, tuple(args.python or PYTHONS), args.out, as_folder=args.folder)
    print(f"{made} ({_size(made) / 1e6:.0f} MB)")


def make_bundle(platform_name: str, pythons: Iterable[str], out: Path, *, as_folder: bool = False) -> Path:
    """Write the bundle for a platform (a key of PLATFORMS) into `out`; return the zip or folder.

    Raises subprocess.CalledProcessError when pip can't fetch or build something.
    """
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out, prefix=".bundle-") as temporary:
        folder = Path(temporary) / "bundle"
        wheels = folder / "wheels"
        wheels.mkdir(parents=True)
        for python in pythons:
            _download(LOCKS / "runtime.txt", None, platform_name, python, wheels)
        _download(LOCKS / "tools.txt", "pip", platform_name, next(iter(pythons)), wheels)
        engine = build_engine(wheels)
        manifest = {
            "format": 1,
            "version": engine.name.split("-")[1],
            "lock_sha256": sha256(LOCKS / "runtime.txt"),
            "platforms": [PLATFORMS[platform_name][0]],
            "pythons": [[int(part) for part in python.split(".")] for python in pythons],
            "files": {
                f"wheels/{path.name}": {"sha256": sha256(path), "bytes": path.stat().st_size}
                for path in sorted(wheels.iterdir())
            },
        }
        (folder / "bundle.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
        plugins = [make(Path(temporary), engine) for make in (gimp_package, krita_package)]
        put_installer(folder, plugins)
        name = f"smart-select-{manifest['version']}-{platform_name}-bundle"
        if as_folder:
            return _put(folder, out / name)
        return zip_folder(folder, out / f"{name}.zip", release_date())


def this_platform() -> str:
    """Return this machine's platform as a key of PLATFORMS, or the most common one."""
    machine = platform.machine().lower()
    name = f"{_SYSTEMS.get(sys.platform, sys.platform)}-{machine}"
    return name if name in PLATFORMS else "linux-x86_64"


def entries_for(lock: Path, platform_name: str, python: str) -> list[str]:
    """Return the lock's entries, hashes and all, that hold on a platform and a Python.

    pip itself reads the conditions for the Python that runs it, not for the one that is asked for.
    """
    sys_platform, system, os_name = _MARKER_SYSTEMS[platform_name.partition("-")[0]]
    environment = {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": sys_platform,
        "platform_system": system,
        "os_name": os_name,
        "platform_machine": platform_name.partition("-")[2],
    }
    kept = []
    for entry in re.split(r"^(?=\S)", lock.read_text(encoding="utf-8"), flags=re.MULTILINE):
        line = entry.partition("\\")[0].strip()
        if line and not line.startswith("#"):
            marker = Requirement(line).marker
            if marker is None or marker.evaluate(environment):
                kept.append(re.sub(r"\s*;[^\\]*", " ", entry, count=1))
    return kept


def _download(lock: Path, only: str | None, platform_name: str, python: str, into: Path) -> None:
    entries = [
        entry
        for entry in entries_for(lock, platform_name, python)
        if only is None or entry.startswith(f"{only}==")
    ]
    with tempfile.TemporaryDirectory() as temporary:
        requirements = Path(temporary) / "requirements.txt"
        requirements.write_text("".join(entries), encoding="utf-8")
        tags = [option for tag in PLATFORMS[platform_name] for option in ("--platform", tag)]
        abi = "cp" + python.replace(".", "")
        _pip(
            *("download", "--quiet", "--require-hashes", "--no-deps", "--only-binary", ":all:"),
            *(*tags, "--implementation", "cp", "--python-version", python),
            *("--abi", abi, "--abi", "abi3", "--abi", "none"),
            *("--dest", str(into), "--requirement", str(requirements)),
        )


def _pip(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", *arguments], check=True)


def _put(folder: Path, path: Path) -> Path:
    if path.exists():
        shutil.rmtree(path)
    return folder.rename(path)


def _size(path: Path) -> int:
    return sum(file.stat().st_size for file in ([path] if path.is_file() else path.rglob("*")))


if __name__ == "__main__":
    main()
