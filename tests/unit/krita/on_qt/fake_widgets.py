"""What Krita's window has that the plug-in looks at or listens to: real widgets, with Krita's ways."""

from typing import Any

from fake_pixels import Node
from fake_qt import Qt, QtCore, QtGui, QtWidgets

SELECT_OPAQUE = 0x0100 + 9


class LayerModel(QtGui.QStandardItemModel):
    """The model of the Layers docker: knows of a new layer when the event loop has run."""

    def fill(self, document: Any) -> None:
        self.clear()
        self.document = document
        self._fill(self.invisibleRootItem(), document.topLevelNodes())

    def _fill(self, item: Any, nodes: list[Node]) -> None:
        for node in nodes:
            child = QtGui.QStandardItem(node.name())
            child.setData(node, Qt.ItemDataRole.UserRole)
            item.appendRow(child)
            self._fill(child, node.childNodes())

    def setData(self, index: Any, value: Any, role: int = 2) -> bool:
        if role != SELECT_OPAQUE:
            return bool(super().setData(index, value, role))
        node = index.data(Qt.ItemDataRole.UserRole)
        self.document.select(node.mask.duplicate(), "Select Opaque")
        return True


class InputManager(QtCore.QObject):
    """Krita's own filter: what it takes reaches its tools. It comes to the front with the focus."""

    def __init__(self, canvas: "KisQPainterCanvas") -> None:
        super().__init__()
        self.canvas = canvas
        self.has_pointer = True

    def eventFilter(self, watched: Any, event: Any) -> bool:
        if event.type() == QtCore.QEvent.Type.FocusIn:
            self.canvas.removeEventFilter(self)
            self.canvas.installEventFilter(self)
            self.canvas.focused += 1
        elif event.type() in (QtCore.QEvent.Type.Enter, QtCore.QEvent.Type.Leave):
            self.has_pointer = event.type() == QtCore.QEvent.Type.Enter
        elif event.type() == QtCore.QEvent.Type.MouseButtonPress:
            self.canvas.pressed += 1
            return True
        return False


class KisQPainterCanvas(QtWidgets.QWidget):
    """Named as Krita's own; counts what reaches Krita's tools."""

    def __init__(self) -> None:
        super().__init__()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.pressed = self.focused = 0
        self.manager = InputManager(self)
        self.installEventFilter(self.manager)
