"""The picture in the docker: it takes clicks and keys as the canvas does."""

import numpy as np
import pytest
from fake_qt import Qt, QtCore, QtGui, QtTest, QtWidgets

from conftest import Studio
from smart_select_krita.geometry import ImagePoint


def test_the_preview_takes_clicks(studio: Studio) -> None:
    document = studio.arm()
    studio.panel.refresh()
    preview = studio.panel.preview
    at = preview._fit().to_widget(ImagePoint(100, 75))
    QtTest.QTest.mouseClick(
        preview, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QtCore.QPoint(*map(round, at))
    )
    studio.until(lambda: document.selected is not None)
    assert np.hypot(*(np.array(studio.session.prompt.points[0][:2]) - (100, 75))) < 2


def test_a_double_click_in_the_preview_is_one_point_as_on_the_canvas(studio: Studio) -> None:
    studio.arm()
    studio.panel.refresh()
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for click in (QtTest.QTest.mouseClick, QtTest.QTest.mouseDClick):
        click(studio.panel.preview, left, none, studio.panel.preview.rect().center())
    studio.until(lambda: studio.session.answer is not None and studio.idle())
    assert len(studio.session.prompt.points) == 1


@pytest.mark.parametrize(("held", "label"), [("Shift", 1), ("Control", 0), ("Alt", 0)])
def test_only_ctrl_and_alt_in_the_preview_say_what_is_not_wanted(
    studio: Studio, held: str, label: int
) -> None:
    studio.arm()
    studio.point(ImagePoint(20, 20))
    studio.panel.refresh()
    key = getattr(Qt.KeyboardModifier, f"{held}Modifier")
    middle = studio.panel.preview.rect().center()
    QtTest.QTest.mouseClick(studio.panel.preview, Qt.MouseButton.LeftButton, key, middle)
    studio.until(lambda: len(studio.session.prompt.points) == 2 and studio.idle())
    assert studio.session.prompt.points[1][2] == label


def test_the_preview_takes_keys_before_krita_does(studio: Studio) -> None:
    document = studio.arm()
    studio.panel.refresh()
    preview = studio.panel.preview
    preview.resize(400, 300)
    preview.setFocus(Qt.FocusReason.TabFocusReason)
    none = Qt.KeyboardModifier.NoModifier
    for key, ours in ((Qt.Key.Key_Minus, True), (Qt.Key.Key_Left, True), (Qt.Key.Key_B, False)):
        override = QtGui.QKeyEvent(QtCore.QEvent.Type.ShortcutOverride, key, none)
        override.ignore()
        QtCore.QCoreApplication.sendEvent(preview, override)
        assert override.isAccepted() == ours
    step = 8 / preview._fit().scale
    for _ in range(3):
        QtTest.QTest.keyClick(preview, Qt.Key.Key_Left)
    QtTest.QTest.keyClick(preview, Qt.Key.Key_Down)
    studio.until(lambda: studio.session.hovered is not None)
    QtTest.QTest.keyClick(preview, Qt.Key.Key_Return)
    studio.until(lambda: document.selected is not None and studio.idle())
    assert studio.session.prompt.points == ((100 - 3 * step, 75 + step, 1),)
    for _ in range(100):
        QtTest.QTest.keyClick(preview, Qt.Key.Key_Right)
    QtTest.QTest.keyClick(preview, Qt.Key.Key_Minus)
    studio.until(lambda: len(studio.session.prompt.points) == 2 and studio.idle())
    assert studio.session.prompt.points[1] == (199.5, 75 + step, 0)


def test_the_preview_forgets_a_picture_that_is_not_in_front(studio: Studio) -> None:
    studio.arm()
    assert studio.session.read is not None
    studio.open(50, 40)
    assert studio.session.read is None
    assert QtWidgets.QApplication.instance() is not None
