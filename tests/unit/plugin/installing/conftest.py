"""Computers, profiles and small releases for the installer's tests."""

import hashlib
import os
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from smart_select_plugin.installing.machine import Machine, Series

GIMP_FILES = {
    "smart-select/": "",
    "smart-select/smart-select.py": "#!/usr/bin/env python3\n",
    "smart-select/wheels/smart_select-{version}-py3-none-any.whl": "{version}",
}
KRITA_FILES = {
    "smart_select_krita.desktop": "[Desktop Entry]\n",
    "smart_select_krita.action": "<ActionCollection/>\n",
    "smart_select_krita/": "",
    "smart_select_krita/__init__.py": "# {version}\n",
    "smart_select_krita/wheels/smart_select-{version}-py3-none-any.whl": "{version}",
}


@dataclass
class Programs:
    """What is installed: which series each GIMP says it is, and what starting it leaves behind."""

    series: dict[str, Series] = field(default_factory=dict)
    started: list[str] = field(default_factory=list)
    makes: Callable[[str], None] = lambda name: None

    def ask_series(self, command: Sequence[str]) -> Series | None:
        """Answer --version."""
        return self.series.get(Path(command[-1]).resolve().name)

    def start_once(self, command: Sequence[str]) -> None:
        """Note the start."""
        name = Path(command[-1]).name
        self.started.append(name)
        self.makes(name)


@dataclass
class Computer:
    """A made-up computer in a folder."""

    folder: Path
    programs: Programs = field(default_factory=Programs)
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def home(self) -> Path:
        """Return the user's home."""
        return self.folder / "home"

    def machine(self, system: str = "linux") -> Machine:
        """Return it as the installer sees it."""
        return Machine(
            self.home,
            {"PATH": str(self.folder / "bin"), **self.variables},
            system,
            self.folder,
            self.programs.ask_series,
            self.programs.start_once,
        )

    def has_program(self, name: str, series: Series | None = None) -> None:
        """Install a program."""
        path = self.folder / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("")
        path.chmod(0o755)
        if series:
            self.programs.series[name] = series

    def tree(self) -> dict[str, str]:
        """Return every file below the home with its contents, and links with where they lead."""
        found = {}
        for folder, folders, names in os.walk(self.home):
            for name in names + [name for name in folders if (Path(folder) / name).is_symlink()]:
                path = Path(folder) / name
                key = path.relative_to(self.home).as_posix()
                found[key] = (
                    f"-> {path.readlink()}" if path.is_symlink() else path.read_text(errors="replace")
                )
        return found


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    """A computer with an empty home."""
    made = Computer(tmp_path / "computer")
    made.home.mkdir(parents=True)
    return made


@pytest.fixture
def make_release(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that makes a release's folder: `make_release(version, folder="release")`."""

    def make(version: str, folder: str = "release", sums: bool = True) -> Path:
        out = tmp_path / folder
        out.mkdir(exist_ok=True)
        lines = []
        for host, files in (("gimp", GIMP_FILES), ("krita", KRITA_FILES)):
            path = out / f"smart-select-{host}-{version}.zip"
            with zipfile.ZipFile(path, "w") as archive:
                for name, content in files.items():
                    archive.writestr(name.format(version=version), content.format(version=version))
            lines.append(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n")
        if sums:
            (out / "SHA256SUMS").write_text("".join(lines))
        return out

    return make
