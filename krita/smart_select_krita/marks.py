"""How the points look: a plus for what is wanted, a minus for what is not, legible on any picture."""

from __future__ import annotations

from typing import Any, Final, Iterable, Tuple

from smart_select_krita.qt import Qt, QtCore, QtGui

_RADIUS: Final = 7.0
_WANTED: Final = (36, 160, 90)
_NOT_WANTED: Final = (214, 60, 60)


def draw_cross(painter: Any, place: Any) -> None:
    """Draw where the keyboard points (QPointF)."""
    for colour, width in ((Qt.GlobalColor.black, 3.0), (Qt.GlobalColor.white, 1.0)):
        painter.setPen(QtGui.QPen(colour, width))
        for x, y in ((_RADIUS, 0.0), (0.0, _RADIUS)):
            painter.drawLine(place - QtCore.QPointF(x, y), place + QtCore.QPointF(x, y))


def draw_marks(painter: Any, marks: Iterable[Tuple[Any, bool]]) -> None:
    """Draw a mark at each place (QPointF, wanted)."""
    painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
    for place, wanted in marks:
        painter.setPen(QtGui.QPen(Qt.GlobalColor.white, 1.5))
        painter.setBrush(QtGui.QColor(*(_WANTED if wanted else _NOT_WANTED)))
        painter.drawEllipse(place, _RADIUS, _RADIUS)
        painter.setPen(QtGui.QPen(Qt.GlobalColor.white, 2.0))
        painter.drawLine(place + QtCore.QPointF(-3.5, 0), place + QtCore.QPointF(3.5, 0))
        if wanted:
            painter.drawLine(place + QtCore.QPointF(0, -3.5), place + QtCore.QPointF(0, 3.5))
