"""The plug-in's own icons, in the colours of the theme's text: plain, and on a button that is down."""

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
    palette = QtWidgets.QApplication.palette()
    result = QtGui.QIcon()
    for state, role in (
        (QtGui.QIcon.State.Off, QtGui.QPalette.ColorRole.ButtonText),
        (QtGui.QIcon.State.On, QtGui.QPalette.ColorRole.HighlightedText),
    ):
        pixmap = QtGui.QPixmap()
        coloured = drawing.replace(_BASE, palette.color(role).name())
        pixmap.loadFromData(QtCore.QByteArray(coloured.encode("utf-8")), "SVG")
        result.addPixmap(pixmap, QtGui.QIcon.Mode.Normal, state)
    return result
