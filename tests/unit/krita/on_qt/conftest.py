"""A fake Krita around the real docker, on the binding that SMART_SELECT_QT names."""

import sys
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from fake_qt import QT, Qt, QtCore, QtGui, QtTest, QtWidgets

_application = QtWidgets.QApplication.instance() or QtWidgets.QApplication([])

import fake_krita  # noqa: E402

guard = types.ModuleType("pykrita")
guard.qt_major_version = lambda: QT  # type: ignore[attr-defined]
sys.modules["krita"] = fake_krita
sys.modules["pykrita"] = guard

from fake_worker import FakeLink  # noqa: E402

import smart_select_krita  # noqa: E402, F401  (as Krita does: the docker and the actions are registered)
from smart_select_krita import docker as docker_module  # noqa: E402
from smart_select_krita.geometry import ImagePoint  # noqa: E402
from smart_select_krita.options import Options  # noqa: E402


class Studio:
    """A user's Krita with the docker in it; `image` points are those of the picture."""

    def __init__(self) -> None:
        self.krita = fake_krita.Krita.instance()
        self.krita.open.clear()
        self.krita.settings.clear()
        self.worker = FakeLink()
        docker_module.LINKS[:] = [self.worker]  # type: ignore[list-item]
        self.docker = self.krita.factories[0].widget()
        self.krita.window.main.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.docker)
        self.docker.show()
        self.desk = self.docker.desk
        self.session = self.desk.session
        self.session.options = Options()
        self.panel = self.docker._panel
        self.canvas = self.krita.window.canvas
        self.canvas.pressed = 0
        self.krita.window.wraps = False
        for button in self.krita.window.tools.values():
            button.setChecked(button.objectName().endswith("Brush"))

    def open(self, width: int = 200, height: int = 150) -> Any:
        """Open a picture with some red and some green in it."""
        image = QtGui.QImage(width, height, QtGui.QImage.Format.Format_ARGB32)
        image.fill(QtGui.QColor(200, 60, 40))
        painter = QtGui.QPainter(image)
        painter.fillRect(0, 0, width // 2, height, QtGui.QColor(40, 160, 60))
        painter.end()
        document = fake_krita.Document(image)
        self.krita.show(document)
        return document

    def arm(self, **size: int) -> Any:
        """Open a picture, and take clicks on its canvas."""
        document = self.open(**size)
        self.press("Click to select")
        self.until(self.idle)
        assert self.desk.is_armed
        return document

    def point(self, at: ImagePoint, wanted: bool = True) -> None:
        """Point at something, and wait for what becomes of it."""
        self.session.point(at, wanted)
        self.until(self.idle)
        assert self.session.message == ""

    def until(self, condition: Callable[[], object]) -> None:
        """Let the event loop run."""
        for _ in range(600):
            QtTest.QTest.qWait(5)
            if condition():
                return
        raise AssertionError(f"waited in vain; the docker says: {self.state()}")

    def idle(self) -> bool:
        return not self.session.is_busy

    def state(self) -> str:
        self.panel.refresh()
        return str(self.panel._state.text())

    def button(self, text: str) -> Any:
        """Find a button of the docker by what is written on it."""
        found = [it for it in self.panel.findChildren(QtWidgets.QToolButton) if it.text() == text]
        assert len(found) == 1, f"{len(found)} buttons “{text}”"
        return found[0]

    def press(self, text: str) -> None:
        """Press a button of the docker with the mouse."""
        self.panel.refresh()
        button = self.button(text)
        assert button.isEnabled(), text
        QtTest.QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def on_canvas(self, x: float, y: float) -> Any:
        return QtCore.QPoint(round(2 * x + 10), round(2 * y + 20))

    def click(self, x: float, y: float, *, held: Any = None, button: Any = None) -> None:
        """Click a point of the image on the canvas."""
        QtTest.QTest.mouseClick(
            self.canvas,
            button or Qt.MouseButton.LeftButton,
            held or Qt.KeyboardModifier.NoModifier,
            self.on_canvas(x, y),
        )

    def choose(self, name: str, value: str) -> None:
        """Choose an option as a user does."""
        box = self.panel._options._boxes[name]
        index = box.findData(value)
        assert index >= 0, value
        box.setCurrentIndex(index)
        box.activated.emit(index)

    def close(self) -> None:
        self.desk.close()
        docker_module.DOCKERS.remove(self.docker)
        self.krita.window.main.removeDockWidget(self.docker)
        self.docker.deleteLater()
        QtTest.QTest.qWait(5)


@pytest.fixture
def studio() -> Iterator[Studio]:
    """A docker in a window without a picture."""
    it = Studio()
    yield it
    it.close()
