"""The computer and its user as the installer sees them; tests make up others."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Iterator, Mapping, Optional, Sequence, Tuple

from smart_select_plugin.child_environment import child_environment
from smart_select_plugin.installing.errors import NoHome

Series = Tuple[int, int]

_VERSION_S = 20
_FIRST_START_S = 180


def ask_series(command: Sequence[str]) -> Optional[Series]:
    """Return which GIMP a command is, such as (3, 2), from its --version; None where it does not say."""
    try:
        done = subprocess.run(
            [*command, "--version"],
            env=child_environment(os.environ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_VERSION_S,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.search(r"(\d+)\.(\d+)", done.stdout.decode("utf-8", "replace"))
    return (int(found.group(1)), int(found.group(2))) if found else None


def start_once(command: Sequence[str]) -> None:
    """Start GIMP without a window, so that it makes its own folder, and wait for its end."""
    try:
        subprocess.run(
            [*command, "--no-interface", "--no-data", "--no-fonts", "--quit"],
            env=child_environment(os.environ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_FIRST_START_S,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return  # whoever asked looks for the folder


def is_folder(path: Path) -> bool:
    """Tell whether there is a folder, as far as this user may look."""
    try:
        return path.is_dir()
    except OSError:
        return False


@dataclass(frozen=True)
class Machine:
    """Whose profiles are looked for, and where."""

    home: Path
    variables: Mapping[str, str] = field(default_factory=lambda: os.environ)
    system: str = sys.platform
    root: Path = field(default_factory=lambda: Path(os.sep).resolve())
    """Where the system's own folders begin."""

    ask_series: Callable[[Sequence[str]], Optional[Series]] = ask_series
    start_once: Callable[[Sequence[str]], None] = start_once

    @classmethod
    def this(cls) -> Machine:
        """Return this computer with its current user; raises NoHome."""
        try:
            home = Path.home()
        except RuntimeError as error:
            raise NoHome from error
        # Debian's users for services have "/nonexistent".
        if not home.is_absolute() or not is_folder(home):
            raise NoHome
        return cls(home)

    def named(self, name: str, default: Path) -> Path:
        """Return the folder that a variable names by its whole path; nothing else counts, as XDG has it."""
        named = Path(self.variables.get(name, "").strip())
        return named if named.is_absolute() else default

    @property
    def config(self) -> Path:
        """Return the user's folder of settings (Linux)."""
        return self.named("XDG_CONFIG_HOME", self.home / ".config")

    @property
    def data(self) -> Path:
        """Return the user's folder of data (Linux)."""
        return self.named("XDG_DATA_HOME", self.home / ".local" / "share")

    @property
    def roaming(self) -> Path:
        """Return the user's folder of settings (Windows)."""
        return self.named("APPDATA", self.home / "AppData" / "Roaming")

    @property
    def local(self) -> Path:
        """Return the user's folder of data (Windows)."""
        return self.named("LOCALAPPDATA", self.home / "AppData" / "Local")

    def programs(self, pattern: str) -> Iterator[Path]:
        """Yield the programs on the PATH whose name fits, each real one once."""
        seen = set()
        for folder in self.variables.get("PATH", "").split(os.pathsep):
            if not Path(folder).is_absolute():
                continue
            for path in sorted(Path(folder).glob(pattern)):
                real = os.path.realpath(path)
                if real not in seen and os.access(path, os.X_OK) and path.is_file():
                    seen.add(real)
                    yield path

    def has_flatpak(self, application: str) -> bool:
        """Tell whether a Flatpak is installed, for everybody or for this user."""
        system = self.root / "var" / "lib" / "flatpak"
        return any(is_folder(folder / "app" / application) for folder in (system, self.data / "flatpak"))
