"""A transparent sheet over the canvas: the tint of what would be selected, and the points."""

from __future__ import annotations

from typing import Any, Sequence

from smart_select_krita import canvas
from smart_select_krita.gestures import Drag
from smart_select_krita.log import log
from smart_select_krita.marks import draw_marks
from smart_select_krita.masks import Shade, Tint
from smart_select_krita.qt import Qt, QtCore, QtGui, QtWidgets
from smart_select_plugin.wire.values import Point


def renders_right(kind: str, *, qt: int, platform: str, renderer: str) -> bool:
    """Tell whether a sheet over this kind of canvas is transparent.

    From Krita 6 on, it would be black on Windows, unless OpenGL itself draws the canvas: `renderer` is what
    kritadisplayrc says, "" for Krita's own choice, which is ANGLE.
    """
    return qt < 6 or platform != "win32" or kind != "KisOpenGLCanvas2" or renderer == "desktop"


def chosen_renderer() -> str:
    """Return what draws the canvas, as the user has chosen it in Krita's settings; "" for Krita's choice."""
    place = QtCore.QStandardPaths.StandardLocation.GenericConfigLocation
    path = QtCore.QStandardPaths.locate(place, "kritadisplayrc")
    if not path:
        return ""
    return str(QtCore.QSettings(path, QtCore.QSettings.Format.IniFormat).value("OpenGLRenderer", ""))


class Overlay(QtWidgets.QWidget):
    """Lies on one canvas; takes no clicks."""

    def __init__(self, widget: Any) -> None:
        super().__init__(widget)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        if widget.metaObject().className() == "KisOpenGLCanvas2":
            self.setAttribute(Qt.WidgetAttribute.WA_AlwaysStackOnTop)
        self._tints: Sequence[Tint | Shade] = ()
        self._points: Sequence[Point] = ()
        self._drag: Drag | None = None
        self._seen: Any = None
        self.setGeometry(widget.rect())
        self.show()

    def set_content(self, tints: Sequence[Tint | Shade], points: Sequence[Point]) -> None:
        """Show this from now on."""
        if tints != self._tints or points != self._points:
            self._tints, self._points = tints, points
            self.update()

    def set_drag(self, drag: Drag | None) -> None:
        """Show the box that is being drawn."""
        if drag != self._drag:
            self._drag = drag
            self.update()

    def follow(self) -> None:
        """Keep up with the canvas: its size, zoom and rotation."""
        parent = self.parentWidget()
        if parent is not None and self.geometry() != parent.rect():
            self.setGeometry(parent.rect())
        now = canvas.image_to_canvas()
        if now != self._seen:
            self._seen = now
            self.update()

    def paintEvent(self, event: Any) -> None:  # noqa: N802  (Qt's name)
        """Draw. Never raises."""
        painter = QtGui.QPainter(self)
        try:
            self._draw(painter)
        except Exception:  # one of the entry points
            log.exception("drawing on the canvas")
        finally:
            painter.end()

    def _draw(self, painter: Any) -> None:
        way = canvas.image_to_canvas()
        if way is None:
            return
        painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        painter.save()
        painter.setTransform(way, True)
        for tint in self._tints:
            painter.drawImage(tint.rect, tint.image)
        painter.restore()
        draw_marks(painter, [(way.map(QtCore.QPointF(x, y)), bool(label)) for x, y, label in self._points])
        if self._drag is not None:
            start, end = self._drag.start, self._drag.end
            box = QtCore.QRectF(QtCore.QPointF(*start), QtCore.QPointF(*end)).normalized()
            solid, dashed = Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine
            for colour, style in ((Qt.GlobalColor.black, solid), (Qt.GlobalColor.white, dashed)):
                painter.setPen(QtGui.QPen(colour, 1, style))
                painter.drawRect(box)
