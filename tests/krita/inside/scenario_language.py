"""What a user reads who has Krita in another language: docker, menu, plug-in manager, manual."""

from PyQt5.QtCore import Qt, QTimer
from PyQt5.QtWidgets import QAbstractItemView, QApplication, QTextEdit, QToolButton

from smart_select_krita.geometry import ImagePoint


def scenario(stage):
    report = stage.report
    action = stage.krita.action("smart_select_click")
    # Krita is still at making its windows when the picture is there already.
    yield stage.within(30, lambda: not action.toolTip().startswith("Take clicks"))
    report["action"] = [action.text(), action.toolTip()]
    panel = stage.docker._panel
    report["buttons"] = [button.text() for button in panel.findChildren(QToolButton) if button.text()]
    stage.session.point(ImagePoint(150, 110), False)
    panel.refresh()
    report["sentence"] = panel._state.text()
    QTimer.singleShot(0, lambda: stage.krita.action("options_configure").trigger())
    yield lambda: settings() is not None
    dialog = settings()
    yield 1.0
    choose(dialog, "Python Plugin Manager")
    yield 1.0
    report["manager"] = choose(dialog, "Smart Select")
    yield 0.5
    report["manuals"] = [text.toPlainText() for text in dialog.findChildren(QTextEdit)]
    stage.shot("manager")
    dialog.reject()
    yield lambda: settings() is None


def choose(dialog, text):
    """Choose an entry of any list in the window; return its columns and its tooltip."""
    for view in dialog.findChildren(QAbstractItemView):
        model = view.model()
        for row in range(model.rowCount() if model is not None else 0):
            index = model.index(row, 0)
            if index.data() == text:
                view.setCurrentIndex(index)
                view.clicked.emit(index)
                columns = [model.index(row, column).data() for column in range(model.columnCount())]
                return [*columns, index.data(Qt.ToolTipRole)]
    return None


def settings():
    """Krita's settings, when they are open."""
    for window in QApplication.topLevelWidgets():
        if window.metaObject().className() == "KisDlgPreferences" and window.isVisible():
            return window
    return None
