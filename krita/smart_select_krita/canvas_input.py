"""Takes clicks from the canvas while the user is selecting, and leaves Krita everything else.

Only the left button and the pen's tip are ours: plain, or with Ctrl or Alt for what is not wanted (window
managers keep Alt for themselves). Space, the other buttons, the wheel, touch and all other modifiers go on to
Krita, so that zooming, panning and rotating stay as they are. An exception in here gives the event to Krita
and stops the selecting.
"""

from __future__ import annotations

from typing import Any, Callable

from smart_select_krita.failures import our_mistake
from smart_select_krita.geometry import WidgetPoint
from smart_select_krita.gestures import Click, Drag, Gesture
from smart_select_krita.log import log
from smart_select_krita.qt import QT, Qt, QtCore, QtGui, QtWidgets, is_deleted, position

_Type = QtCore.QEvent.Type
_PRESSES = (_Type.MouseButtonPress, _Type.TabletPress, _Type.MouseButtonDblClick)
_RELEASES = (_Type.MouseButtonRelease, _Type.TabletRelease)
_MOVES = (_Type.MouseMove, _Type.TabletMove)


class CanvasInput(QtCore.QObject):
    """An event filter on one canvas at a time."""

    def __init__(
        self,
        *,
        gesture: Callable[[Click | Drag], None],
        moved: Callable[[WidgetPoint | None, Drag | None], None],
        stop: Callable[[str], None],
        wanted: Callable[[], bool],
    ) -> None:
        super().__init__()
        self._on_gesture = gesture
        self._on_move = moved
        self._stop = stop
        self._wanted = wanted
        self._widget: Any = None
        self._cursor: Any = None
        self._escape: Any = None
        self._gesture = Gesture()
        self._space = False
        self._lent = False
        """Whether Krita was told that it has the pointer, to pan or the like."""
        self._telling = False

    @property
    def widget(self) -> Any:
        """Return the canvas that is listened to, or None."""
        return self._widget

    def listen(self, widget: Any) -> None:
        """Take the clicks of this canvas."""
        self.release()
        self._widget = widget
        self._space = False
        self._tell_krita(False)
        widget.installEventFilter(self)
        self._cursor = widget.cursor()
        widget.setCursor(Qt.CursorShape.CrossCursor)
        # Wherever the keyboard is: on the canvas, in the docker, in the layer list.
        shortcut = QtWidgets.QShortcut if QT == 5 else QtGui.QShortcut
        self._escape = shortcut(QtGui.QKeySequence(Qt.Key.Key_Escape), widget.window())
        for signal in (self._escape.activated, self._escape.activatedAmbiguously):
            signal.connect(lambda: self._stop(""))

    def release(self, *, closing: bool = False) -> None:
        """Give the canvas back to Krita, which is told nothing more of it if it is closing it."""
        widget, self._widget = self._widget, None
        self._gesture.forget()
        escape, self._escape = self._escape, None
        if escape is not None and not is_deleted(escape):
            escape.setEnabled(False)
            escape.deleteLater()
        if widget is not None and not is_deleted(widget):
            widget.removeEventFilter(self)
            widget.setCursor(self._cursor)
            if not self._lent and not closing and _has_pointer(widget):
                _tell(widget, True)  # or its tools would not work before the pointer has left and come back

    def stay_first(self) -> None:
        """Be asked before Krita's own filter, which it puts in front of ours whenever it likes."""
        if self._widget is not None and not is_deleted(self._widget):
            self._widget.removeEventFilter(self)
            self._widget.installEventFilter(self)

    def eventFilter(self, watched: Any, event: Any) -> bool:  # noqa: N802  (Qt's name)
        """Return whether Krita must not see this event."""
        if self._widget is None or watched is not self._widget or self._telling:
            return False
        try:
            return self._handle(event)
        except Exception:  # one of the entry points: Krita must not lose an event by our mistake
            log.exception("an event on the canvas")
            self._gesture.forget()
            self._stop(our_mistake())
            return False

    def _tell_krita(self, is_there: bool) -> None:
        """Have Krita think that the pointer is on its canvas, or not.

        While it is, Krita listens to keys and buttons, as those that pan and rotate, and its tool draws an
        outline where the pointer was last.
        """
        self._lent, self._telling = is_there, True
        try:
            _tell(self._widget, is_there)
        finally:
            self._telling = False

    def _handle(self, event: Any) -> bool:
        kind = event.type()
        if kind in (_Type.KeyPress, _Type.KeyRelease):
            return self._handle_key(event, kind)
        if kind == _Type.Enter:
            return not self._lent
        if kind == _Type.Leave:
            self._lent = False
            self._on_move(None, None)
            return False
        if kind == _Type.FocusIn:
            return self._handle_focus(event)
        if kind in _PRESSES:
            return self._handle_press(event)
        if kind in _RELEASES:
            return self._handle_release(event)
        if kind in _MOVES:
            return self._handle_move(event)
        return False

    def _handle_key(self, event: Any, kind: Any) -> bool:
        if event.key() == Qt.Key.Key_Space:
            self._space = kind == _Type.KeyPress
            if self._space and not self._lent:
                self._tell_krita(True)
        elif event.key() == Qt.Key.Key_Escape and kind == _Type.KeyPress:
            self._stop("")  # Krita's canvas keeps keys from shortcuts such as ours
            return True
        return False

    def _handle_focus(self, event: Any) -> bool:
        """Krita puts its filter in front when its canvas gets the focus, and would paint with the next press.

        That press may be what the focus comes from. So Krita is told of it now, and is not in front any more
        when this returns.
        """
        widget = self._widget
        widget.removeEventFilter(self)
        QtCore.QCoreApplication.sendEvent(widget, QtGui.QFocusEvent(_Type.FocusIn, event.reason()))
        if self._widget is widget and not is_deleted(widget):
            widget.installEventFilter(self)
            self._tell_krita(self._lent)  # its tool has drawn its outline again
        return True

    def _handle_press(self, event: Any) -> bool:
        modifiers = event.modifiers()
        turned = modifiers in (Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier)
        plain = modifiers == Qt.KeyboardModifier.NoModifier
        if self._space or event.button() != Qt.MouseButton.LeftButton or not (plain or turned):
            if not self._lent:
                self._tell_krita(True)
            return False
        if event.type() != _Type.MouseButtonDblClick:
            self._gesture.press(WidgetPoint(*position(event)), wanted=self._wanted() and not turned)
        event.accept()  # or Qt makes a mouse event of the pen's
        return True

    def _handle_release(self, event: Any) -> bool:
        if event.button() != Qt.MouseButton.LeftButton or not self._gesture.is_going:
            return False
        done = self._gesture.release(WidgetPoint(*position(event)))
        event.accept()
        if done is not None:
            self._on_gesture(done)
        return True

    def _handle_move(self, event: Any) -> bool:
        at = WidgetPoint(*position(event))
        if self._space or (event.buttons() != Qt.MouseButton.NoButton and not self._gesture.is_going):
            return False  # Krita is panning
        if self._lent:
            self._tell_krita(False)
        self._on_move(at, self._gesture.box_so_far(at))
        event.accept()
        return True  # or Krita's tool draws its outline and sets its own cursor


def _has_pointer(widget: Any) -> bool:
    under = QtWidgets.QApplication.widgetAt(QtGui.QCursor.pos())
    return under is not None and (under is widget or widget.isAncestorOf(under))


def _tell(widget: Any, is_there: bool) -> None:
    """Send a widget the event that the pointer has come, or gone."""
    if is_there:
        place = QtGui.QCursor.pos()
        points = (widget.mapFromGlobal(place), widget.window().mapFromGlobal(place), place)
        QtCore.QCoreApplication.sendEvent(widget, QtGui.QEnterEvent(*map(QtCore.QPointF, points)))
    else:
        QtCore.QCoreApplication.sendEvent(widget, QtCore.QEvent(_Type.Leave))
