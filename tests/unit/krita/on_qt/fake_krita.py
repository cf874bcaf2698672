"""What the plug-in imports as `krita`: one window, one view, some documents, and real widgets."""

from collections.abc import Callable
from typing import Any

from fake_pixels import Node, Selection, bytes_of
from fake_qt import QT, Qt, QtCore, QtGui, QtWidgets
from fake_widgets import KisQPainterCanvas, LayerModel

__all__ = ["DockWidget", "DockWidgetFactory", "DockWidgetFactoryBase", "Extension", "Krita", "Selection"]

QAction = QtGui.QAction if QT == 6 else QtWidgets.QAction


class Document:
    def __init__(self, image: "QtGui.QImage") -> None:
        self.background = image.convertToFormat(QtGui.QImage.Format.Format_ARGB32)
        self.root = Node(self, "root", "grouplayer")
        self.layer = Node(self, "Background", "paintlayer", self.background)
        self.root.children = [self.layer]
        self.layer.parent = self.root
        self.active: Node | None = self.layer
        self.selected: Selection | None = None
        self.undo_steps: list[tuple[str, Callable[[], None]]] = []
        self.busy_looks = 0
        """How often Krita is found to be busy with it."""
        self.reads = 0
        """How often Krita was asked for colours."""
        self.drawn: QtGui.QImage | None = None

    def rootNode(self) -> Node:
        return self.root

    def topLevelNodes(self) -> list[Node]:
        return self.root.childNodes()

    def activeNode(self) -> Node | None:
        return self.active

    def colorModel(self) -> str:
        return "RGBA"

    def colorDepth(self) -> str:
        return "U8"

    def colorProfile(self) -> str:
        return "sRGB-elle-V2-srgbtrc.icc"

    def width(self) -> int:
        return self.background.width()

    def height(self) -> int:
        return self.background.height()

    def empty_image(self) -> "QtGui.QImage":
        image = QtGui.QImage(self.width(), self.height(), QtGui.QImage.Format.Format_ARGB32)
        image.fill(0)
        return image

    def currentTime(self) -> int:
        return 0

    def selection(self) -> Selection | None:
        return self.selected

    def projection(self, x: int, y: int, width: int, height: int) -> "QtGui.QImage":
        self.reads += 1
        return self._shown().copy(x, y, width, height)

    def pixelData(self, x: int, y: int, width: int, height: int) -> "QtCore.QByteArray":
        return bytes_of(self._shown(), x, y, width, height)

    def _shown(self) -> "QtGui.QImage":
        return self.root._merged() if self.drawn is None else self.drawn

    def tryBarrierLock(self) -> bool:
        self.busy_looks -= 1
        return self.busy_looks < 0

    def unlock(self) -> None:
        assert self.busy_looks < 0, "it was not locked"

    def clone(self) -> "Document":
        """As Krita does it: what is drawn stays the old picture when layers are hidden."""
        copy = Document(self.background)
        copy.root = self.root.copied(copy)
        copy.drawn = self.root._merged()
        return copy

    def draw_anew(self, x: int, y: int) -> None:
        assert self.drawn is not None
        painter = QtGui.QPainter(self.drawn)
        painter.setCompositionMode(QtGui.QPainter.CompositionMode.CompositionMode_Source)
        painter.drawImage(x, y, self.root._merged(), x, y, 256, 256)
        painter.end()

    def createNode(self, name: str, kind: str) -> Node:
        return Node(self, name, kind, self.empty_image())

    def createGroupLayer(self, name: str) -> Node:
        return Node(self, name, "grouplayer")

    def createSelectionMask(self, name: str) -> Node:
        return Node(self, name, "selectionmask")

    def createTransparencyMask(self, name: str) -> Node:
        return Node(self, name, "transparencymask")

    def note(self, name: str, back: Callable[[], None]) -> None:
        self.undo_steps.append((name, back))
        Krita.instance().window.list_steps()

    def select(self, selection: Selection | None, name: str) -> None:
        before = self.selected
        self.selected = selection
        self.note(name, lambda: setattr(self, "selected", before))

    def undo(self) -> None:
        if self.undo_steps:
            self.undo_steps.pop()[1]()
            Krita.instance().window.list_steps()

    def layers_changed(self) -> None:
        Krita.instance().window.list_layers_soon()


class View:
    """Twice as large as the image, and moved by (10, 20)."""

    def __init__(self, window: "Window") -> None:
        self._window = window

    def document(self) -> Document | None:
        return Krita.instance().activeDocument()

    def canvas(self) -> "Window":
        return self._window

    def flakeToCanvasTransform(self) -> "QtGui.QTransform":
        return QtGui.QTransform(4, 0, 0, 4, 10, 20)

    def flakeToImageTransform(self) -> "QtGui.QTransform":
        return QtGui.QTransform(2, 0, 0, 2, 0, 0)


class Window:
    def __init__(self) -> None:
        self.main = QtWidgets.QMainWindow()
        self.main.resize(1000, 700)
        area = QtWidgets.QMdiArea()
        self.canvas = KisQPainterCanvas()
        self.sub = area.addSubWindow(self.canvas)
        self.main.setCentralWidget(area)
        tools = QtWidgets.QDockWidget()
        tools.setObjectName("ToolBox")
        box = QtWidgets.QWidget()
        row = QtWidgets.QHBoxLayout(box)
        self.tools = {}
        for name in ("KritaShape/KisToolBrush", "KisToolSelectRectangular", "KisToolSelectOutline"):
            button = QtWidgets.QToolButton()
            button.setObjectName(name)
            button.setCheckable(True)
            button.setAutoExclusive(True)
            row.addWidget(button)
            self.tools[name] = button
        tools.setWidget(box)
        self.main.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, tools)
        self.tools["KritaShape/KisToolBrush"].setChecked(True)
        layers = QtWidgets.QDockWidget()
        layers.setObjectName("KisLayerBox")
        self.view_of_layers = QtWidgets.QTreeView()
        self.model = LayerModel()
        self.view_of_layers.setModel(self.model)
        layers.setWidget(self.view_of_layers)
        self.main.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, layers)
        history = QtWidgets.QDockWidget()
        history.setObjectName("History")
        self.history = QtWidgets.QListView()
        self.history.setModel(QtCore.QStringListModel(["<empty>"], self.history))
        history.setWidget(self.history)
        self.main.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, history)
        history.hide()
        self.actions: dict[str, Any] = {}
        self.wraps = False
        """Whether the canvas repeats the picture."""
        self.main.show()
        self.sub.showMaximized()

    def qwindow(self) -> Any:
        return self.main

    def wrapAroundMode(self) -> bool:
        return self.wraps

    def activeView(self) -> View:
        return View(self)

    def createAction(self, name: str, text: str, menu: str) -> Any:
        assert menu == "tools/scripts"
        self.actions[name] = QAction(text, self.main)
        return self.actions[name]

    def list_steps(self) -> None:
        """Fill Krita's list of undo steps anew, as it does with each of them."""
        document = Krita.instance().activeDocument()
        steps = [name for name, _ in document.undo_steps] if document is not None else []
        model = self.history.model()
        model.setStringList(["<empty>", *steps])
        self.history.setCurrentIndex(model.index(len(steps), 0))

    def list_layers_soon(self) -> None:
        QtCore.QTimer.singleShot(0, self.list_layers)

    def list_layers(self) -> None:
        document = Krita.instance().activeDocument()
        if document is not None:
            self.model.fill(document)


class Notifier(QtCore.QObject):
    applicationClosing = QtCore.pyqtSignal()

    def setActive(self, active: bool) -> None:
        assert active


class Krita:
    _only: "Krita | None" = None

    def __init__(self) -> None:
        self.window = Window()
        self.open: list[Document] = []
        self.settings: dict[str, str] = {}
        self.factories: list[DockWidgetFactory] = []
        self.extensions: list[Extension] = []
        self._notifier = Notifier()
        self._actions: dict[str, Any] = {}
        for name, work in {
            "deselect": self._deselect,
            "edit_undo": lambda: self.activeDocument().undo(),
            "KisToolSelectRectangular": lambda: self.window.tools["KisToolSelectRectangular"].setChecked(
                True
            ),
        }.items():
            self._actions[name] = QAction(name)
            self._actions[name].triggered.connect(lambda checked=False, work=work: work())

    @classmethod
    def instance(cls) -> "Krita":
        if cls._only is None:
            cls._only = cls()
        return cls._only

    def version(self) -> str:
        return "6.0.2" if QT == 6 else "5.2.9"

    def activeWindow(self) -> Window:
        return self.window

    def activeDocument(self) -> Document | None:
        return self.open[-1] if self.open else None

    def documents(self) -> list[Document]:
        return list(self.open)

    def action(self, name: str) -> Any:
        return self._actions.get(name)

    def notifier(self) -> Notifier:
        return self._notifier

    def addDockWidgetFactory(self, factory: "DockWidgetFactory") -> None:
        self.factories.append(factory)

    def addExtension(self, extension: "Extension") -> None:
        self.extensions.append(extension)
        extension.createActions(self.window)

    def readSetting(self, group: str, name: str, default: str) -> str:
        return self.settings.get(f"{group}/{name}", default)

    def writeSetting(self, group: str, name: str, value: str) -> None:
        self.settings[f"{group}/{name}"] = value

    def show(self, document: Document) -> None:
        """Open a document, or bring one to the front."""
        if document in self.open:
            self.open.remove(document)
        self.open.append(document)
        self.window.list_layers()
        self.window.list_steps()

    def _deselect(self) -> None:
        document = self.activeDocument()
        assert document is not None
        document.select(None, "Deselect")


class Extension(QtCore.QObject):
    def __init__(self, parent: Any = None) -> None:
        super().__init__()


class DockWidget(QtWidgets.QDockWidget):
    def canvas(self) -> None:
        return None


class DockWidgetFactoryBase:
    if QT == 6:

        class DockPosition:
            DockRight = 1

    else:
        DockRight = 1


class DockWidgetFactory(DockWidgetFactoryBase):
    def __init__(self, name: str, position: int, widget: type) -> None:
        self.name, self.widget = name, widget
