"""The points so far, each with a button that takes it back."""

from __future__ import annotations

from typing import Any, Callable, Sequence

from smart_select_krita.qt import QtCore, QtWidgets
from smart_select_plugin.translation import _
from smart_select_plugin.wire.values import Point

_SHOWN = 4


class PointList(QtWidgets.QListWidget):
    """Delete, or a double click, takes the chosen point back."""

    def __init__(self, remove: Callable[[int], None]) -> None:
        super().__init__()
        self._remove = remove
        self._points: Sequence[Point] = ()
        self.setAccessibleName(_("Points"))
        self.setToolTip(_("The points so far. Delete, or a double click, takes one back."))
        self.itemDoubleClicked.connect(lambda item: self._remove(self.row(item)))
        self.hide()

    def show_points(self, points: Sequence[Point]) -> None:
        """Show these points."""
        if points == self._points:
            return
        self._points = points
        self.clear()
        for x, y, label in points:
            self.addItem(f"{'+' if label else '−'}   {x:.0f}, {y:.0f}")
        row = self.sizeHintForRow(0) if points else 0
        self.setFixedHeight(row * min(len(points), _SHOWN) + 2 * self.frameWidth())
        self.setVisible(bool(points))
        self.scrollToBottom()

    def keyPressEvent(self, event: Any) -> None:  # noqa: N802  (Qt's name)
        """Take the chosen point back."""
        if event.key() in (QtCore.Qt.Key.Key_Delete, QtCore.Qt.Key.Key_Backspace) and self.currentRow() >= 0:
            self._remove(self.currentRow())
        else:
            super().keyPressEvent(event)
