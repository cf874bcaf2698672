"""The environment of a child that is no part of the host: what hosts set for themselves would break it.

AppImages set LD_LIBRARY_PATH and PYTHONPATH, GIMP on macOS PYTHONHOME and DYLD_*, virtual environments their
own; a Python that is started with any of these loads the host's modules and crashes or lies.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Dict, Final, List, Mapping

_DROPPED_PREFIXES: Final = (
    "PYTHON",
    "__PYVENV",
    "VIRTUAL_ENV",
    "CONDA",
    "PYENV",
    "LD_",
    "DYLD_",
    "GI_",
    "GIO_",
    "GDK_",
    "GTK",
    "GSETTINGS_",
    "GST_",
    "GEGL_",
    "BABL_",
    "GIMP",
    "KRITA",
    "QT_",
    "QTDIR",
    "QML",
    "KDE_",
    "MSYS",
    "MINGW_",
    "APPDIR",
    "APPIMAGE",
    "ARGV0",
    "OWD",
    "XDG_DATA_DIRS",
    "SNAP",
)
_FILES: Final = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "PIP_CERT")
_FOLDERS: Final = ("SSL_CERT_DIR",)
_MOVED: Final = "SMART_SELECT_HOME"
_HOMES_OF_PROGRAMS: Final = ("APPDIR", "VIRTUAL_ENV", "CONDA_PREFIX", "SNAP")
"""Folders whose programs are found through PATH, and must not be any more."""


def child_environment(host: Mapping[str, str]) -> Dict[str, str]:
    """Return what a child gets of the host's environment.

    Proxies stay, and so do settings of certificates that point to something that is there: an installer's
    sitecustomize points to files inside the bundle, a company's administrator to files that matter.
    """
    kept = {name: value for name, value in host.items() if not name.upper().startswith(_DROPPED_PREFIXES)}
    for name in _FILES:
        if name in kept and not Path(kept[name]).is_file():
            del kept[name]
    for name in _FOLDERS:
        if name in kept and not Path(kept[name]).is_dir():
            del kept[name]
    homes = [host[home] for home in _HOMES_OF_PROGRAMS if host.get(home)]
    for name in kept:
        if name.upper() == "PATH":
            kept[name] = _foreign_path(kept[name], homes)
    if kept.get(_MOVED, "").strip():
        kept[_MOVED] = _absolute(kept[_MOVED].strip())
    # Only its own packages, and the same text encoding everywhere.
    kept["PYTHONNOUSERSITE"] = "1"
    kept["PYTHONUTF8"] = "1"
    return kept


def _absolute(folder: str) -> str:
    """Return what a folder's name means here; a child runs in another current folder."""
    try:
        return str(Path(folder).expanduser().absolute())
    except (RuntimeError, KeyError, OSError):  # no such home, no current folder; the child says so
        return folder


def _foreign_path(path: str, homes: List[str]) -> str:
    """Return PATH without the host's own folders."""
    return os.pathsep.join(
        folder
        for folder in path.split(os.pathsep)
        if not any(folder == home or folder.startswith(home.rstrip("/\\") + os.sep) for home in homes)
    )
