"""The plug-in's own icons, in the colour of the theme's text."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from smart_select_krita.qt import QtCore, QtGui, QtWidgets

_FOLDER: Final = Path(__file__).parent / "icons"
_BASE: Final = "currentColor"


def icon(name: str) -> Any:
    """Return the icon of this name; an empty one where the file is missing or no SVG can be drawn."""
    try:
        drawing = (_FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    except OSError:
        return QtGui.QIcon()
    colour = QtWidgets.QApplication.palette().color(QtGui.QPalette.ColorRole.ButtonText).name()
    pixmap = QtGui.QPixmap()
    pixmap.loadFromData(QtCore.QByteArray(drawing.replace(_BASE, colour).encode("utf-8")), "SVG")
    return QtGui.QIcon(pixmap)
