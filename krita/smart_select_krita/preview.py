"""The docker's own view of the picture: shows what is selected, and takes clicks where the canvas can't."""

from __future__ import annotations

from typing import Any, Callable, Sequence

from smart_select_krita.geometry import Fit, ImagePoint, Size, WidgetPoint
from smart_select_krita.log import log
from smart_select_krita.marks import draw_marks
from smart_select_krita.masks import Shade, Tint
from smart_select_krita.qt import Qt, QtCore, QtGui, QtWidgets, position
from smart_select_plugin.translation import _
from smart_select_plugin.wire.values import Point


class Preview(QtWidgets.QWidget):
    """Shows a picture of `full_size` with a tint and points."""

    def __init__(
        self,
        *,
        clicked: Callable[[ImagePoint, bool], None],
        hovered: Callable[[ImagePoint | None], None],
    ) -> None:
        super().__init__()
        self._clicked = clicked
        self._hovered = hovered
        self._image: Any = None
        self._full_size: Size = (0, 0)
        self._tints: Sequence[Tint | Shade] = ()
        self._points: Sequence[Point] = ()
        self.setMouseTracking(True)
        self.setMinimumHeight(90)
        self.setSizePolicy(QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(_("Preview"))
        self.setToolTip(
            _("What is selected. A click here is a click on the picture; with Ctrl it is not wanted.")
        )

    def sizeHint(self) -> Any:  # noqa: N802  (Qt's name)
        """Return what is nice to have."""
        return QtCore.QSize(200, 150)

    def set_content(
        self, image: Any, full_size: Size, tints: Sequence[Tint | Shade], points: Sequence[Point]
    ) -> None:
        """Show this from now on; `image` is a QImage of the whole picture, or None."""
        if image is self._image and tints == self._tints and points == self._points:
            return
        self._image, self._full_size, self._tints, self._points = image, full_size, tints, points
        self.update()

    def paintEvent(self, event: Any) -> None:  # noqa: N802
        """Draw. Never raises."""
        painter = QtGui.QPainter(self)
        try:
            self._draw(painter)
        except Exception:  # one of the entry points
            log.exception("drawing the preview")
        finally:
            painter.end()

    def mousePressEvent(self, event: Any) -> None:  # noqa: N802
        """Point at something."""
        at = self._fit().to_image(WidgetPoint(*position(event)))
        if at is not None and event.button() == Qt.MouseButton.LeftButton:
            self._clicked(at, event.modifiers() == Qt.KeyboardModifier.NoModifier)

    def mouseMoveEvent(self, event: Any) -> None:  # noqa: N802
        """See what a click would select."""
        self._hovered(self._fit().to_image(WidgetPoint(*position(event))))

    def leaveEvent(self, event: Any) -> None:  # noqa: N802
        """Nowhere any more."""
        self._hovered(None)

    def _fit(self) -> Fit:
        return Fit(self._full_size, (self.width(), self.height()))

    def _draw(self, painter: Any) -> None:
        if self._image is None or self._full_size[0] < 1:
            painter.setPen(self.palette().color(QtGui.QPalette.ColorRole.PlaceholderText))
            text = _("Press “Click to select”, then click a thing on the canvas.")
            centred = QtGui.QTextOption(Qt.AlignmentFlag.AlignCenter)
            painter.drawText(QtCore.QRectF(self.rect().adjusted(8, 8, -8, -8)), text, centred)
            return
        fit = self._fit()
        left, top, width, height = fit.frame
        painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QtCore.QRectF(left, top, width, height), self._image)
        painter.save()
        painter.translate(left, top)
        painter.scale(fit.scale, fit.scale)
        for tint in self._tints:
            painter.drawImage(tint.rect, tint.image)
        painter.restore()
        marks = [
            (QtCore.QPointF(*fit.to_widget(ImagePoint(x, y))), bool(label)) for x, y, label in self._points
        ]
        draw_marks(painter, marks)
