"""The docker's buttons: as wide as there is room, and those that stay down are seen to be down."""

from __future__ import annotations

from typing import Any, Callable, Iterable, Tuple

from smart_select_krita.log import guarded
from smart_select_krita.qt import Qt, QtGui, QtWidgets

_CORNER = 3.0


class Button(QtWidgets.QToolButton):
    """A button with words on it.

    Krita's style shows a pressed button hardly at all, so it is painted here. Not by a style sheet: a widget
    that has one does not follow when another theme is chosen.
    """

    def __init__(self, text: str, help_text: str) -> None:
        super().__init__()
        self.setText(text)
        self.setToolTip(help_text)
        self.setSizePolicy(QtWidgets.QSizePolicy.Policy.Ignored, QtWidgets.QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance(text) // 2)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def paintEvent(self, event: Any) -> None:  # noqa: N802  (Qt's name)
        """Draw a button that is down in the theme's colour for what is chosen."""
        if not self.isChecked():
            super().paintEvent(event)
            return
        option = QtWidgets.QStyleOptionToolButton()
        self.initStyleOption(option)
        chosen = self.palette().color(QtGui.QPalette.ColorRole.Highlight)
        text = self.palette().color(QtGui.QPalette.ColorRole.HighlightedText)
        for role in (QtGui.QPalette.ColorRole.ButtonText, QtGui.QPalette.ColorRole.WindowText):
            option.palette.setColor(role, text)
        painter = QtWidgets.QStylePainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(chosen)
        painter.drawRoundedRect(self.rect(), _CORNER, _CORNER)
        painter.drawControl(QtWidgets.QStyle.ControlElement.CE_ToolButtonLabel, option)
        if self.hasFocus():
            painter.setPen(text)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(2, 2, -3, -3), _CORNER, _CORNER)
        painter.end()


def menu_button(text: str, help_text: str, entries: Iterable[Tuple[str, str, Callable[[], None]]]) -> Any:
    """Return a button that opens a menu at once; an entry is its text, what it is for, and what it does."""
    button = Button(text, help_text)
    menu = QtWidgets.QMenu(button)
    menu.setToolTipsVisible(True)
    for entry, about, work in entries:
        action = menu.addAction(entry)
        action.setToolTip(about)
        action.triggered.connect(lambda checked=False, work=work: guarded(work))
    button.setMenu(menu)
    button.setPopupMode(QtWidgets.QToolButton.ToolButtonPopupMode.InstantPopup)
    return button
