"""Which GIMP and Krita profiles this user has, and whether our plug-in is in them.

A profile is the folder that the host keeps per user (and GIMP per minor series); it shows that the host was
started, however it was installed. Nothing is started to find out.
"""

import configparser
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_OURS: Final = "smart*select*"


@dataclass(frozen=True)
class HostProfile:
    """A host's folder of one user; `problem` is empty unless our plug-in is there and can't run."""

    host: str
    """ "GIMP 3.0" or "Krita"."""

    packaging: str
    """How the host was installed, as far as its folder tells."""

    folder: str
    plugin: str
    """The name of our plug-in's folder; empty where it is not installed."""

    problem: str = ""


def find_hosts(
    home: Path, variables: Mapping[str, str] = os.environ, system: str = sys.platform
) -> list[HostProfile]:
    """Return every profile found, the hosts' own order of series kept."""
    profiles = [
        _gimp(packaging, series)
        for packaging, folder in _gimp_folders(home, variables, system)
        for series in sorted(folder.glob("3.*"))
        if series.is_dir()
    ]
    krita = (place for place in _krita_folders(home, variables, system) if place[1].is_dir())
    return profiles + [_krita(packaging, data, settings) for packaging, data, settings in krita]


def _gimp_folders(home: Path, variables: Mapping[str, str], system: str) -> Iterator[tuple[str, Path]]:
    if system == "win32":
        roaming, local = _windows(home, variables)
        yield "installer", roaming / "GIMP"
        for package in sorted(local.glob("Packages/*GIMP*")):
            yield "Microsoft Store", package / "LocalCache" / "Roaming" / "GIMP"
    elif system == "darwin":
        yield "app", home / "Library" / "Application Support" / "GIMP"
    else:
        # Flatpak's GIMP has the user's own configuration folder opened to it, and so shares it.
        yield "package, AppImage or Flatpak", _xdg(variables, "XDG_CONFIG_HOME", home / ".config") / "GIMP"
        yield "Flatpak", home / ".var" / "app" / "org.gimp.GIMP" / "config" / "GIMP"
        yield "Snap", home / "snap" / "gimp" / "current" / ".config" / "GIMP"


def _krita_folders(home: Path, variables: Mapping[str, str], system: str) -> Iterator[tuple[str, Path, Path]]:
    """Yield packaging, the folder of resources and the file of settings."""
    if system == "win32":
        roaming, local = _windows(home, variables)
        yield "installer", roaming / "krita", local / "kritarc"
        for package in sorted(local.glob("Packages/*Krita*")):
            cache = package / "LocalCache"
            yield "Microsoft Store", cache / "Roaming" / "krita", cache / "Local" / "kritarc"
    elif system == "darwin":
        library = home / "Library"
        yield "app", library / "Application Support" / "krita", library / "Preferences" / "kritarc"
    else:
        data = _xdg(variables, "XDG_DATA_HOME", home / ".local" / "share")
        config = _xdg(variables, "XDG_CONFIG_HOME", home / ".config")
        yield "package or AppImage", data / "krita", config / "kritarc"
        flatpak = home / ".var" / "app" / "org.kde.krita"
        yield "Flatpak", flatpak / "data" / "krita", flatpak / "config" / "kritarc"
        snap = home / "snap" / "krita" / "current"
        yield (
            "Snap (it has no Python plug-ins)",
            snap / ".local" / "share" / "krita",
            snap / ".config" / "kritarc",
        )


def _gimp(packaging: str, series: Path) -> HostProfile:
    plugin = next((path for path in sorted(series.glob(f"plug-ins/{_OURS}")) if path.is_dir()), None)
    problem = ""
    if plugin is not None:
        script = plugin / f"{plugin.name}.py"
        if not script.is_file():
            problem = f"it has no {script.name}; install it again"
        elif os.name == "posix" and not os.access(script, os.X_OK):
            problem = f"{script.name} may not be executed; install it again, or make it executable"
    return HostProfile(f"GIMP {series.name}", packaging, str(series), plugin.name if plugin else "", problem)


def _krita(packaging: str, data: Path, settings: Path) -> HostProfile:
    modules = [path.parent for path in sorted(data.glob(f"pykrita/{_OURS}/__init__.py"))]
    if not modules:
        return HostProfile("Krita", packaging, str(data), "")
    module = modules[0].name
    problem = ""
    if not (data / "pykrita" / f"{module}.desktop").is_file():
        problem = f"{module}.desktop is missing; install it again"
    elif not _is_enabled(settings, module):
        problem = "it is turned off; turn it on under Settings ▸ Configure Krita ▸ Python Plugin Manager"
    return HostProfile("Krita", packaging, str(data), module, problem)


def _is_enabled(settings: Path, module: str) -> bool:
    parser = configparser.RawConfigParser(strict=False, delimiters=("=",))
    try:
        # kritarc has lines before its first section.
        parser.read_string("[top]\n" + settings.read_text(encoding="utf-8", errors="replace"))
    except (OSError, configparser.Error):
        return False
    return parser.get("python", f"enable_{module}", fallback="").lower() == "true"


def _windows(home: Path, variables: Mapping[str, str]) -> tuple[Path, Path]:
    roaming = variables.get("APPDATA") or str(home / "AppData" / "Roaming")
    local = variables.get("LOCALAPPDATA") or str(home / "AppData" / "Local")
    return Path(roaming), Path(local)


def _xdg(variables: Mapping[str, str], name: str, default: Path) -> Path:
    return Path(variables.get(name) or default)
