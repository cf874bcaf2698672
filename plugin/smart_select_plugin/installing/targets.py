"""Where plug-ins go: every profile of GIMP 3 and Krita that this user has, or will have at the first start.

A profile is the folder that a host keeps per user (and GIMP per minor series). How a host was installed
decides where that is; a host that was never started has none yet.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Callable, Dict, Iterator, List, Optional, Sequence, Tuple

from smart_select_plugin.installing.machine import Machine, Series, is_folder
from smart_select_plugin.installing.settings_files import gimp_plug_in_folders, krita_value, read_text

GIMP = "gimp"
KRITA = "krita"
GIMP_FOLDER = "smart-select"
KRITA_MODULE = "smart_select_krita"

FLATPAKS = {GIMP: "org.gimp.GIMP", KRITA: "org.kde.krita"}
"""What the hosts are called as Flatpaks."""

_SERIES = re.compile(r"3\.\d+")


@dataclass(frozen=True)
class Target:
    """One profile."""

    host: str
    """GIMP or KRITA."""

    label: str
    """ "GIMP 3.0" or "Krita"."""

    packaging: str
    """How the host was installed, as far as can be told."""

    profile: Path
    """GIMP's folder of this series, Krita's folder of resources; it need not exist."""

    plug_ins: Path
    settings: Optional[Path] = None
    """Krita's kritarc."""

    starter: Tuple[str, ...] = ()
    """The command that lets GIMP make its profile, where there is none yet."""

    obstacle: str = ""
    """Why the plug-in can't be put there: a sentence. Empty when it can."""

    is_supported: bool = True
    """False where this packaging of the host has no plug-ins in Python."""

    @property
    def plugin(self) -> Path:
        """Return the folder of our plug-in."""
        return self.plug_ins / (GIMP_FOLDER if self.host == GIMP else KRITA_MODULE)

    @property
    def version(self) -> str:
        """Return the plug-in's version that is there, "?" where it does not say, "" where there is none."""
        return plugin_version(self.plugin) if os.path.lexists(self.plugin) else ""

    def as_it_is(self, machine: Machine) -> Target:
        """Look at the profile again, once GIMP has made it."""
        return _gimp(machine, self.packaging, self.profile, ()) if self.host == GIMP else self


def plugin_version(plugin: Path) -> str:
    """Return the version of a plug-in's folder, "?" where it does not say."""
    names = [path.name for path in plugin.glob("wheels/smart_select-*.whl")]
    return names[0].split("-")[1] if len(names) == 1 else "?"


@dataclass(frozen=True)
class _Program:
    """An installed GIMP."""

    packaging: str
    folder: Path
    """What its profiles are in."""

    command: Tuple[str, ...]
    series: Series


def find_targets(machine: Machine) -> List[Target]:
    """Return every profile, GIMP's first; each folder once, however many ways lead to it."""
    found: Dict[str, Target] = {}
    for target in (*_gimps(machine), *_kritas(machine)):
        found.setdefault(os.path.realpath(target.plug_ins), target)
    return list(found.values())


def _gimps(machine: Machine) -> Iterator[Target]:
    named = machine.variables.get("GIMP3_DIRECTORY", "").strip()
    if named:
        # GIMP takes a relative one from the home folder.
        yield _gimp(machine, "GIMP3_DIRECTORY", machine.home / named, ())
    programs = list(_gimp_programs(machine))
    seen = set()
    for usual, folder in _gimp_places(machine):
        packaging = _packagings(programs, folder) or usual
        for profile in sorted(path for path in folder.glob("3.*") if _SERIES.fullmatch(path.name)):
            if is_folder(profile):
                seen.add(profile)
                yield _gimp(machine, packaging, profile, ())
    for program in programs:
        # A version in between the stable ones keeps its profile under the next one's name.
        minor = program.series[1] + program.series[1] % 2
        profile = program.folder / f"3.{minor}"
        if profile not in seen and not is_folder(profile):
            seen.add(profile)
            yield _gimp(machine, _packagings(programs, program.folder), profile, program.command)


def _packagings(programs: Sequence[_Program], folder: Path) -> str:
    """Return how the programs with profiles in this folder were installed; the same before and after."""
    return " and ".join(dict.fromkeys(it.packaging for it in programs if it.folder == folder))


def _gimp_places(machine: Machine) -> Iterator[Tuple[str, Path]]:
    if machine.system == "win32":
        yield "installer", machine.roaming / "GIMP"
        for package in sorted(machine.local.glob("Packages/*GIMP*")):
            yield "Microsoft Store", package / "LocalCache" / "Roaming" / "GIMP"
    elif machine.system == "darwin":
        yield "app", machine.home / "Library" / "Application Support" / "GIMP"
    else:
        # Flatpak's GIMP has the user's own folder of settings opened to it, and so shares it.
        yield "package, AppImage or Flatpak", machine.config / "GIMP"
        yield "Flatpak", machine.home / ".var" / "app" / FLATPAKS[GIMP] / "config" / "GIMP"
        yield "Snap", machine.home / "snap" / "gimp" / "current" / ".config" / "GIMP"


def _gimp_programs(machine: Machine) -> Iterator[_Program]:
    """Yield every GIMP 3 that is installed."""
    for packaging, folder, command in _gimp_commands(machine):
        series = machine.ask_series(command)
        if series is not None and series[0] == 3:
            yield _Program(packaging, folder, command, series)


def _gimp_commands(machine: Machine) -> Iterator[Tuple[str, Path, Tuple[str, ...]]]:
    """Yield packaging, the folder that the profile will be in, and the command."""
    if machine.system == "win32":
        programs = (machine.named("PROGRAMFILES", machine.root / "Program Files"), machine.local / "Programs")
        for folder in programs:
            for path in sorted(folder.glob("GIMP*/bin/gimp-console-3.exe")):
                yield "installer", machine.roaming / "GIMP", (str(path),)
    elif machine.system == "darwin":
        for folder in (machine.root / "Applications", machine.home / "Applications"):
            for path in sorted(folder.glob("GIMP*.app/Contents/MacOS/gimp-console")):
                yield "app", machine.home / "Library" / "Application Support" / "GIMP", (str(path),)
    else:
        for path in machine.programs("gimp-console*"):
            yield "package", machine.config / "GIMP", (str(path),)
        if machine.has_flatpak(FLATPAKS[GIMP]):
            command = ("flatpak", "run", "--command=gimp-console", FLATPAKS[GIMP])
            yield "Flatpak", machine.config / "GIMP", command


def _gimp(machine: Machine, packaging: str, profile: Path, starter: Tuple[str, ...]) -> Target:
    folders = gimp_plug_in_folders(read_text(profile / "gimprc"), profile, machine.home, machine.variables)
    # Where it already is, it is renewed: GIMP takes the first of two.
    there = [folder for folder in folders if os.path.lexists(folder / GIMP_FOLDER)]
    usable = [folder for folder in folders if can_be_written(folder)]
    usual = profile / "plug-ins"
    if usual in usable:
        usable = [usual]
    chosen = (there or usable or folders or [usual])[0]
    series = profile.name if _SERIES.fullmatch(profile.name) else "3"
    target = Target(GIMP, f"GIMP {series}", packaging, profile, chosen, starter=starter)
    if not folders:
        return replace(
            target,
            obstacle="GIMP's Preferences ▸ Folders ▸ Plug-ins name no folder of yours; add "
            f"{usual} there and try again.",
        )
    return replace(target, obstacle=_unwritable(chosen))


def _kritas(machine: Machine) -> Iterator[Target]:
    for packaging, data, settings, is_installed in _krita_places(machine):
        text = read_text(settings)
        if not (is_folder(data) or text or is_installed):
            continue
        resources = _krita_resources(text, data)
        target = Target(KRITA, "Krita", packaging, resources, resources / "pykrita", settings)
        if packaging == "Snap":
            yield replace(
                target,
                is_supported=False,
                obstacle="The Snap of Krita has no plug-ins in Python; use the AppImage, the Flatpak or a "
                "package of your system.",
            )
        else:
            yield replace(target, obstacle=_unwritable(target.plug_ins) or _not_to_be_changed(settings))


def _krita_places(machine: Machine) -> Iterator[Tuple[str, Path, Path, bool]]:
    """Yield packaging, the usual folder of resources, kritarc, and whether the program was found."""
    if machine.system == "win32":
        folders = (machine.named("PROGRAMFILES", machine.root / "Program Files"), machine.local / "Programs")
        is_there = any(list(folder.glob("Krita*/bin/krita.exe")) for folder in folders)
        yield "installer", machine.roaming / "krita", machine.local / "kritarc", is_there
        for package in sorted(machine.local.glob("Packages/*Krita*")):
            cache = package / "LocalCache"
            yield "Microsoft Store", cache / "Roaming" / "krita", cache / "Local" / "kritarc", False
    elif machine.system == "darwin":
        library = machine.home / "Library"
        folders = (machine.root / "Applications", machine.home / "Applications")
        is_there = any(is_folder(folder / "krita.app") for folder in folders)
        settings = library / "Preferences" / "kritarc"
        yield "app", library / "Application Support" / "krita", settings, is_there
    else:
        is_there = any(True for _ in machine.programs("krita"))
        packaging = "package" if is_there else "package or AppImage"
        yield packaging, machine.data / "krita", machine.config / "kritarc", is_there
        box = machine.home / ".var" / "app" / FLATPAKS[KRITA]
        is_there = machine.has_flatpak(FLATPAKS[KRITA])
        yield "Flatpak", box / "data" / "krita", box / "config" / "kritarc", is_there
        box = machine.home / "snap" / "krita" / "current"
        yield "Snap", box / ".local" / "share" / "krita", box / ".config" / "kritarc", False


def _krita_resources(kritarc: str, usual: Path) -> Path:
    """Return the folder of resources, where the user may have moved it to; Krita's own rules.

    (KoResourcePaths::getAppDataLocation: a folder that can't be used is replaced by the usual one. While
    another is in use, plug-ins in the usual one are not loaded; seen in 5.2 and 5.3.)
    """
    moved = krita_value(kritarc, "", "ResourceDirectory")
    if not moved:
        return usual
    folder = Path(moved)
    return folder if folder.is_absolute() and can_be_written(folder) else usual


def can_be_written(folder: Path) -> bool:
    """Tell whether files can be put into a folder, or the folder be made."""
    return not _unwritable(folder)


def _unwritable(folder: Path) -> str:
    place = folder
    while not _looks(place.exists):
        if _looks(place.is_symlink):
            return f"{place} is a link to nothing; remove it and try again."
        if place == place.parent:
            return f"{folder} is on a disk that is not there; connect it and try again."
        place = place.parent
    if not is_folder(place):
        return f"{place} is a file where a folder is needed; move it away and try again."
    if not os.access(place, os.W_OK | os.X_OK):
        return f"{place} can't be written; make it writable for you and try again."
    return ""


def _not_to_be_changed(settings: Path) -> str:
    """Return why a settings file can't take a line of ours; what can't be read would be lost by it."""
    if is_folder(settings):
        return f"{settings} is a folder where a file is needed; move it away and try again."
    if _looks(settings.exists) and not os.access(settings, os.R_OK):
        return f"{settings} can't be read; make it readable for you and try again."
    return _unwritable(settings.parent)


def _looks(question: Callable[[], bool]) -> bool:
    """Return the answer to a question about a path; no, where this user may not look."""
    try:
        return question()
    except OSError:
        return False
