"""Krita's canvas widget: which one is in front, and where its pixels lie in the image."""

from __future__ import annotations

from typing import Any, Final, List

from smart_select_krita import app, documents
from smart_select_krita.geometry import Affine, ImagePoint, WidgetPoint, canvas_to_image, unwrapped
from smart_select_krita.qt import QtGui, QtWidgets

_CANVASES: Final = ("KisOpenGLCanvas2", "KisQPainterCanvas")
"""With OpenGL and without; others are not the canvas, however much they look like it."""


def canvas_widget() -> Any:
    """Return the widget that shows the document in front, or None."""
    window = app.active_window()
    area = window.qwindow().findChild(QtWidgets.QMdiArea) if window is not None else None
    sub = area.currentSubWindow() or area.activeSubWindow() if area is not None else None
    if sub is None:
        return None
    for widget in sub.findChildren(QtWidgets.QWidget):
        if widget.metaObject().className() in _CANVASES:
            return widget
    return None


def to_image() -> Affine | None:
    """Return the way from the canvas widget's pixels to the image's, as it is at this moment."""
    view = app.active_view()
    if view is None:
        return None
    return canvas_to_image(_affine(view.flakeToCanvasTransform()), _affine(view.flakeToImageTransform()))


def image_points(*points: WidgetPoint) -> List[ImagePoint]:
    """Return the image's points under points of the canvas widget; none without a view.

    In wrap-around mode the first one may be on any of the pictures, and the others are seen from there.
    """
    way, view = to_image(), app.active_view()
    if way is None or view is None:
        return []
    found = [ImagePoint(*way.map(*point)) for point in points]
    if not view.canvas().wrapAroundMode():
        return found
    across, down = not app.is_checked("wrap_around_v_axis"), not app.is_checked("wrap_around_h_axis")
    return unwrapped(found, documents.size_of(view.document()), across, down)


def image_to_canvas() -> Any:
    """Return the QTransform from the image to the canvas widget, or None."""
    way = to_image()
    back = way.inverted() if way is not None else None
    return QtGui.QTransform(back.a, back.b, back.c, back.d, back.e, back.f) if back is not None else None


def active_tool() -> str:
    """Return the name of the tool that is pressed in the toolbox; "" where none can be told."""
    window = app.active_window()
    box = window.qwindow().findChild(QtWidgets.QDockWidget, "ToolBox") if window is not None else None
    for button in box.findChildren(QtWidgets.QToolButton) if box is not None else ():
        if button.isCheckable() and button.isChecked():
            return str(button.objectName())
    return ""


def _affine(transform: Any) -> Affine:
    return Affine(
        transform.m11(), transform.m12(), transform.m21(), transform.m22(), transform.dx(), transform.dy()
    )
