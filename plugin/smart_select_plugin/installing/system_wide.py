"""Copies of the plug-ins that all users share: a package's, which the installer neither makes nor removes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, List, Tuple

from smart_select_plugin.installing.machine import Machine, is_folder
from smart_select_plugin.installing.settings_files import read_text
from smart_select_plugin.installing.targets import GIMP, GIMP_FOLDER, KRITA, KRITA_MODULE, plugin_version

FLATPAK = "org.gimp.GIMP.Plugin.SmartSelect"
DEBIAN = "smart-select"


@dataclass(frozen=True)
class SystemCopy:
    """One plug-in for all users."""

    host: str
    label: str
    folder: Path
    version: str
    remove_with: str
    """What removes it: a command, or who can."""

    @property
    def sentence(self) -> str:
        """Say that the uninstaller leaves it, and what does not."""
        return f"The copy for all users in {self.folder} stays; {self.remove_with} removes it."


def find_system_copies(machine: Machine, only: Tuple[str, ...] = (GIMP, KRITA)) -> List[SystemCopy]:
    """Return the copies for all users that these hosts load; looks at folders and starts nothing."""
    if machine.system != "linux":
        return []
    return [copy for copy in (*_packaged(machine), *_flatpaks(machine)) if copy.host in only]


def _packaged(machine: Machine) -> Iterator[SystemCopy]:
    owned = set(read_text(machine.root / f"var/lib/dpkg/info/{DEBIAN}.list").splitlines())
    patterns = (
        (GIMP, "GIMP 3", f"lib*/gimp/3.*/plug-ins/{GIMP_FOLDER}"),
        (GIMP, "GIMP 3", f"lib*/*/gimp/3.*/plug-ins/{GIMP_FOLDER}"),
        (KRITA, "Krita", f"share/krita/pykrita/{KRITA_MODULE}"),
    )
    for prefix in ("usr", "usr/local"):
        for host, label, pattern in patterns:
            for folder in sorted((machine.root / prefix).glob(pattern)):
                if not is_folder(folder):
                    continue
                remove_with = "the system's package manager"
                if f"/{folder.relative_to(machine.root).as_posix()}" in owned:
                    remove_with = f"“sudo apt remove {DEBIAN}”"
                elif prefix == "usr/local":
                    remove_with = f"“sudo rm -r {folder}”"
                yield SystemCopy(host, label, folder, plugin_version(folder), remove_with)


def _flatpaks(machine: Machine) -> Iterator[SystemCopy]:
    for top, option in (
        (machine.root / "var/lib/flatpak", ""),
        (machine.data / "flatpak", "--user "),
    ):
        folder = top / "runtime" / FLATPAK
        if is_folder(folder):
            found = sorted(folder.glob(f"*/*/active/files/plug-ins/{GIMP_FOLDER}"))
            version = plugin_version(found[0]) if found else "?"
            remove_with = f"“flatpak uninstall {option}{FLATPAK}”"
            yield SystemCopy(GIMP, "GIMP from Flatpak", folder, version, remove_with)
