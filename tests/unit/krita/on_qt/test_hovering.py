"""What a click would select, shown where the pointer is."""

from fake_qt import Qt, QtCore, QtGui, QtTest

from conftest import Studio
from smart_select_krita.geometry import ImagePoint


def test_moving_shows_what_a_click_would_select_and_leaving_hides_it(studio: Studio) -> None:
    studio.arm()
    QtTest.QTest.mouseMove(studio.canvas, studio.on_canvas(60, 70))
    move = QtCore.QEvent.Type.MouseMove
    place = QtCore.QPointF(studio.on_canvas(60, 70))
    none = Qt.MouseButton.NoButton
    event = QtGui.QMouseEvent(move, place, place, none, none, Qt.KeyboardModifier.NoModifier)
    QtCore.QCoreApplication.sendEvent(studio.canvas, event)
    studio.until(lambda: studio.session.hovered is not None)
    assert len(studio.desk.tints()) == 1
    image = studio.canvas.grab().toImage()
    bare = studio.krita.window.main.palette().color(QtGui.QPalette.ColorRole.Window)
    assert image.pixelColor(studio.on_canvas(60, 70)) != bare
    QtCore.QCoreApplication.sendEvent(studio.canvas, QtCore.QEvent(QtCore.QEvent.Type.Leave))
    assert studio.session.hovered is None


def test_moving_shows_what_a_click_on_something_not_wanted_would_leave(studio: Studio) -> None:
    studio.arm()
    studio.press("− Not wanted")
    studio.worker.asked.clear()
    studio.desk.hover(ImagePoint(60, 70))
    QtTest.QTest.qWait(100)
    assert studio.worker.asked == []  # nothing is wanted yet
    studio.session.point(ImagePoint(60, 70), True)
    studio.until(lambda: studio.session.prompt and studio.idle())
    studio.desk.hover(ImagePoint(90, 70))
    studio.until(lambda: studio.session.hovered is not None)
    assert studio.worker.asked[-1].points == ((60, 70, 1), (90, 70, 0))


def test_moving_beside_the_picture_asks_and_says_nothing(studio: Studio) -> None:
    studio.arm()
    studio.worker.asked.clear()
    studio.session.hover(ImagePoint(60, 70))
    studio.until(lambda: studio.session.hovered is not None)
    count = len(studio.worker.asked)
    studio.session.hover(ImagePoint(-4, 70))
    assert studio.session.hovered is None
    for _ in range(5):
        studio.session.tick()
    assert len(studio.worker.asked) == count
    assert studio.session.message == ""
