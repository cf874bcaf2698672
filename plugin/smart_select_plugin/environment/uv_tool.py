"""Getting uv, which makes environments and can bring a Python where there is none.

The one on the PATH will do when it is not too old. Else the version of our lock comes from a package index,
through the pip of any Python or by ourselves; both ways its sha256 is in the lock. uv's own release archives
are not used: their hashes are not published in a form that our lock is compiled from, and the wheel in the
index is the same program.
"""

from __future__ import annotations

import platform
import re
import shutil
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Mapping, Sequence

from smart_select_plugin.environment.explaining import explain
from smart_select_plugin.environment.index_fetch import FetchFailed, fetch, find_file
from smart_select_plugin.environment.interpreters import Interpreter
from smart_select_plugin.environment.programs import programs_on_path
from smart_select_plugin.environment.recipe import TOOLS_LOCK, locked_entry, locked_hashes, locked_version
from smart_select_plugin.environment.running import ISOLATED, Runner
from smart_select_plugin.environment.tool_environment import home_folder
from smart_select_plugin.translation import _

OLDEST_UV = (0, 9)

_PROGRAM = "uv.exe" if sys.platform == "win32" else "uv"
_MEMBER = re.compile(r"uv-[0-9.]+\.data/scripts/uv(\.exe)?")
_LIMIT_BYTES = 200_000_000


class NoUv(Exception):
    """uv could not be fetched; `str(error)` follows "because "."""


def uv_on_path(runner: Runner) -> Path | None:
    """Return a uv that is already here and not too old."""
    home = home_folder(runner.environment)
    places = list(programs_on_path("uv", runner.environment.get("PATH", "")))[:1]
    places += [home / folder / _PROGRAM for folder in (".local/bin", ".cargo/bin")]
    for place in places:
        if place.is_file() and _version(place, runner) >= OLDEST_UV:
            return place
    return None


@dataclass(frozen=True)
class UvFetcher:
    """Brings the locked uv into `folder`."""

    folder: Path
    runner: Runner
    indexes: Sequence[str]
    """Package indexes for when no Python has pip, the best first."""

    tell: Callable[[int, int], None]
    """Gets (bytes so far, bytes in all) while we download ourselves."""

    lock: Path = TOOLS_LOCK

    def get(self, pythons: Sequence[Interpreter]) -> Path:
        """Return the program, fetched unless an earlier set-up did; raises NoUv, SetupCancelled, OSError."""
        version = locked_version("uv", self.lock)
        program = self.folder / f"uv-{version}" / _PROGRAM
        if program.exists() and _version(program, self.runner) >= OLDEST_UV:
            return program
        self.folder.mkdir(parents=True, exist_ok=True)
        reasons = []
        for by_pip in (True, False):
            try:
                wheel = self._by_pip(pythons) if by_pip else self._by_ourselves()
                _unpack_program(wheel, program)
                return program
            except NoUv as error:
                reasons.append(str(error))
        raise NoUv(_(" and ").join(dict.fromkeys(reasons)))

    def _by_pip(self, pythons: Sequence[Interpreter]) -> Path:
        able = [python for python in pythons if python.pip_version >= (20, 0)]
        if not able:
            raise NoUv(_("no Python here has pip"))
        command: list[str | Path] = [
            able[0].path,
            *ISOLATED,
            "-m",
            "pip",
            "download",
            "--no-deps",
            "--only-binary",
            ":all:",
        ]
        command += ["--require-hashes", "--progress-bar", "off", "--dest", self.folder, "-r", self._lock()]
        outcome = self.runner.run(command)
        if outcome.code:
            raise NoUv(explain(outcome.output, "pip").what)
        return self._fetched_wheel()

    def _by_ourselves(self) -> Path:
        if not self.indexes:
            raise NoUv(_("no package index is set"))
        reason = ""
        for index in self.indexes:
            try:
                name, address = find_file(index, "uv", self._is_wanted, self.runner.environment)
                fetch(
                    address,
                    self.folder / name,
                    locked_hashes("uv", self.lock),
                    self.runner.environment,
                    tell=self.tell,
                    stopped=self.runner.stopped,
                )
                return self.folder / name
            except FetchFailed as error:
                self.runner.log(str(error))
                reason = explain(str(error), _("the download")).what
        raise NoUv(reason)

    def _is_wanted(self, file_name: str) -> bool:
        return is_our_uv(file_name, locked_version("uv", self.lock))

    def _lock(self) -> Path:
        """Write the part of the lock that is about uv: pip would fetch all the rest, too."""
        path = self.folder / "uv.txt"
        path.write_text(locked_entry("uv", self.lock), encoding="utf-8")
        return path

    def _fetched_wheel(self) -> Path:
        wheels = sorted(self.folder.glob(f"uv-{locked_version('uv', self.lock)}-*.whl"))
        if not wheels:
            raise NoUv(_("pip brought no uv"))
        return wheels[-1]


def is_our_uv(file_name: str, version: str, system: str = sys.platform, machine: str | None = None) -> bool:
    """Tell whether a file of the index is this version of uv for this system and processor."""
    processor = (machine or platform.machine()).lower()
    processor = {"amd64": "x86_64", "aarch64": "arm64"}.get(processor, processor)
    names = {
        ("linux", "x86_64"): ("manylinux", "x86_64"),
        ("linux", "arm64"): ("manylinux_2_17", "aarch64"),
        ("darwin", "x86_64"): ("macosx", "x86_64"),
        ("darwin", "arm64"): ("macosx", "arm64"),
        ("win32", "x86_64"): ("win_amd64", ""),
        ("win32", "arm64"): ("win_arm64", ""),
    }
    tag = names.get((system, processor))
    prefix = f"uv-{version}-py3-none-"
    if tag is None or not file_name.startswith(prefix) or not file_name.endswith(".whl"):
        return False
    return file_name[len(prefix) :].startswith(tag[0]) and tag[1] in file_name


def _version(program: Path, runner: Runner) -> tuple[int, ...]:
    try:
        outcome = runner.run([program, "--version"])
    except OSError:
        return (0,)
    found = re.match(r"uv (\d+)\.(\d+)", outcome.output)
    return (int(found.group(1)), int(found.group(2))) if found and not outcome.code else (0,)


def _unpack_program(wheel: Path, program: Path) -> None:
    try:
        with zipfile.ZipFile(wheel) as archive:
            member = next(info for info in archive.infolist() if _MEMBER.fullmatch(info.filename))
            if member.file_size > _LIMIT_BYTES:
                raise NoUv(_("its package is far too large"))
            program.parent.mkdir(parents=True, exist_ok=True)
            part = program.with_name(program.name + ".part")
            with archive.open(member) as packed, part.open("wb") as file:
                shutil.copyfileobj(packed, file)
    except (zipfile.BadZipFile, StopIteration) as error:
        raise NoUv(_("its package is damaged")) from error
    part.chmod(0o755)
    part.replace(program)
    wheel.unlink()


def settings_for(variables: Mapping[str, str], *, cache: Path, pythons: Path) -> dict[str, str]:
    """Return the variables for uv: its cache and the Pythons it brings stay in our folder."""
    return {
        **variables,
        "UV_CACHE_DIR": str(cache),
        "UV_PYTHON_INSTALL_DIR": str(pythons),
        "UV_PYTHON_INSTALL_BIN": "0",
        "UV_PYTHON_INSTALL_REGISTRY": "0",
        "UV_NO_PROGRESS": "1",
        "UV_NO_MODIFY_PATH": "1",
    }
