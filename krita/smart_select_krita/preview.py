"""The docker's own view of the picture: shows what is selected, and takes clicks where the canvas can't."""

from __future__ import annotations

from typing import Any, Callable, Final, Sequence

from smart_select_krita.geometry import Fit, ImagePoint, Size, WidgetPoint
from smart_select_krita.log import log
from smart_select_krita.marks import draw_cross, draw_marks
from smart_select_krita.masks import Shade, Tint
from smart_select_krita.qt import Qt, QtCore, QtGui, QtWidgets, position
from smart_select_plugin.translation import _
from smart_select_plugin.wire.values import Point

_Key = Qt.Key
_WAYS: Final = {_Key.Key_Left: (-1, 0), _Key.Key_Right: (1, 0), _Key.Key_Up: (0, -1), _Key.Key_Down: (0, 1)}
_CLICKS: Final = {_Key.Key_Return: True, _Key.Key_Enter: True, _Key.Key_Space: True, _Key.Key_Minus: False}
"""Keys that click, and whether what is clicked is wanted."""

_NOT_WANTED: Final = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
"""As on the canvas. Shift is not among them: with Krita's own tools it adds."""

_STEP_PX: Final = 8
_FINE_STEP_PX: Final = 1


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
        self._cross: ImagePoint | None = None
        """Where the keyboard points; None in the middle."""
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMinimumHeight(90)
        self.setSizePolicy(QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(_("Preview"))
        self.setToolTip(
            _(
                "What is selected. A click here is a click on the picture; with Ctrl it is not wanted. "
                "By keyboard: arrows, Enter, minus."
            )
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
            self._clicked(at, not event.modifiers() & _NOT_WANTED)

    def mouseDoubleClickEvent(self, event: Any) -> None:  # noqa: N802
        """Nothing more: its first press was a click already, as on the canvas."""

    def mouseMoveEvent(self, event: Any) -> None:  # noqa: N802
        """See what a click would select."""
        self._hovered(self._fit().to_image(WidgetPoint(*position(event))))

    def event(self, event: Any) -> bool:
        """Take our keys before Krita's shortcuts do."""
        if event.type() == QtCore.QEvent.Type.ShortcutOverride and self._takes(event.key()):
            event.accept()
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: Any) -> None:  # noqa: N802
        """Arrows move the cross, with Shift by little; Enter clicks, minus says not wanted."""
        key, at = event.key(), self._spot()
        if not self._takes(key):
            super().keyPressEvent(event)
        elif key in _CLICKS:
            self._clicked(at, _CLICKS[key])
        else:
            fine = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            step = (_FINE_STEP_PX if fine else _STEP_PX) / self._fit().scale
            across, down = _WAYS[key]
            self._cross = ImagePoint(
                min(max(at.x + across * step, 0.5), self._full_size[0] - 0.5),
                min(max(at.y + down * step, 0.5), self._full_size[1] - 0.5),
            )
            self._hovered(self._cross)
            self.update()

    def focusInEvent(self, event: Any) -> None:  # noqa: N802
        """Show where the keyboard points."""
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: Any) -> None:  # noqa: N802
        """Nowhere any more."""
        self._hovered(None)
        self.update()
        super().focusOutEvent(event)

    def leaveEvent(self, event: Any) -> None:  # noqa: N802
        """Nowhere any more."""
        self._hovered(None)

    def _fit(self) -> Fit:
        return Fit(self._full_size, (self.width(), self.height()))

    def _takes(self, key: Any) -> bool:
        return self._image is not None and self._fit().scale > 0 and (key in _WAYS or key in _CLICKS)

    def _spot(self) -> ImagePoint:
        width, height = self._full_size
        at = self._cross
        if at is None or at.x >= width or at.y >= height:
            return ImagePoint(width / 2, height / 2)
        return at

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
        if self.hasFocus():
            draw_cross(painter, QtCore.QPointF(*fit.to_widget(self._spot())))
