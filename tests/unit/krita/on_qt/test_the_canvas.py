"""Clicks on the canvas: ours while the user is selecting, Krita's otherwise; and what becomes of them."""

import pytest
from fake_qt import QT, Qt, QtCore, QtGui, QtTest
from fake_worker import RADIUS

from conftest import Studio


def test_a_click_selects_in_one_step_and_undo_takes_the_point_with_it(studio: Studio) -> None:
    document = studio.arm()
    studio.click(60, 70)
    studio.until(lambda: document.selected is not None and studio.idle())
    assert studio.session.prompt.points == ((60, 70, 1),)
    assert [name for name, _ in document.undo_steps] == ["Select Opaque"]
    mask = document.selected.array(0, 0, 200, 150)
    assert mask[70, 60] == 255
    assert mask[70, 60 + RADIUS + 2] == 0
    assert document.layer.childNodes() == []  # no mask of ours is left
    assert studio.canvas.pressed == 0
    studio.until(lambda: studio.panel._points.count() == 1)
    document.undo()
    studio.until(lambda: not studio.session.prompt)


def test_ctrl_and_not_wanted_say_what_does_not_belong(studio: Studio) -> None:
    studio.arm()
    studio.click(60, 70)
    studio.until(lambda: studio.idle() and studio.session.prompt)
    studio.click(20, 20, held=Qt.KeyboardModifier.ControlModifier)
    studio.until(lambda: studio.idle() and len(studio.session.prompt.points) == 2)
    studio.press("− Not wanted")
    studio.click(30, 30)
    studio.until(lambda: studio.idle() and len(studio.session.prompt.points) == 3)
    assert [label for _, _, label in studio.session.prompt.points] == [1, 0, 0]
    studio.press("Undo point")
    studio.until(lambda: studio.idle() and len(studio.session.prompt.points) == 2)


def test_a_drag_is_a_box(studio: Studio) -> None:
    studio.arm()
    QtTest.QTest.mousePress(
        studio.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, studio.on_canvas(10, 15)
    )
    QtTest.QTest.mouseRelease(
        studio.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, studio.on_canvas(90, 95)
    )
    studio.until(lambda: studio.idle() and studio.session.prompt)
    assert studio.session.prompt.box == (10, 15, 90, 95)


def test_where_the_canvas_repeats_the_picture_every_copy_takes_clicks_and_boxes(studio: Studio) -> None:
    studio.arm(width=120, height=90)
    studio.krita.window.wraps = True
    studio.click(60 + 120, 70)
    studio.until(lambda: studio.idle() and studio.session.prompt)
    assert studio.session.prompt.points == ((60, 70, 1),)
    for press, at in ((QtTest.QTest.mousePress, (130, 95)), (QtTest.QTest.mouseRelease, (210, 175))):
        press(studio.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, studio.on_canvas(*at))
    studio.until(lambda: studio.idle() and studio.session.prompt.box)
    assert studio.session.prompt.box == (10, 5, 90, 85)


@pytest.mark.parametrize("by", ["Ctrl", "the button"])
def test_no_box_is_drawn_around_what_is_not_wanted(studio: Studio, by: str) -> None:
    studio.arm()
    studio.click(60, 70)
    studio.until(lambda: studio.idle() and studio.session.prompt)
    before = studio.session.prompt
    held = Qt.KeyboardModifier.ControlModifier if by == "Ctrl" else Qt.KeyboardModifier.NoModifier
    if by == "the button":
        studio.press("− Not wanted")
    left = Qt.MouseButton.LeftButton
    QtTest.QTest.mousePress(studio.canvas, left, held, studio.on_canvas(10, 15))
    QtTest.QTest.mouseRelease(studio.canvas, left, held, studio.on_canvas(90, 95))
    assert studio.session.prompt == before
    assert studio.idle()
    assert studio.state().startswith("A box is drawn around what is wanted")
    assert studio.canvas.pressed == 0


def test_krita_keeps_its_other_buttons_and_modifiers(studio: Studio) -> None:
    studio.arm()
    studio.click(60, 70, button=Qt.MouseButton.MiddleButton)
    studio.click(60, 70, button=Qt.MouseButton.RightButton)
    studio.click(60, 70, held=Qt.KeyboardModifier.ShiftModifier)
    QtTest.QTest.keyPress(studio.canvas, Qt.Key.Key_Space)
    studio.click(60, 70)
    QtTest.QTest.keyRelease(studio.canvas, Qt.Key.Key_Space)
    assert studio.canvas.pressed == 4
    assert not studio.session.prompt
    studio.press("Click to select")
    studio.click(60, 70)
    assert studio.canvas.pressed == 5


def tablet(kind: str, at: object, pressure: float) -> object:
    place = QtCore.QPointF(at)
    event = getattr(QtCore.QEvent.Type, kind)
    left = Qt.MouseButton.LeftButton
    held = Qt.MouseButton.NoButton if kind == "TabletRelease" else left
    if QT == 5:
        pen = (QtGui.QTabletEvent.TabletDevice.Stylus, QtGui.QTabletEvent.PointerType.Pen)
        rest = (pressure, 0, 0, 0.0, 0.0, 0, Qt.KeyboardModifier.NoModifier, 7, left, held)
        return QtGui.QTabletEvent(event, place, place, *pen, *rest)
    pen = QtGui.QPointingDevice.primaryPointingDevice()
    rest = (pressure, 0.0, 0.0, 0.0, 0.0, 0.0, Qt.KeyboardModifier.NoModifier, left, held)
    return QtGui.QTabletEvent(event, pen, place, place, *rest)


def test_a_pen_clicks_and_no_mouse_event_is_made_of_it(studio: Studio) -> None:
    document = studio.arm()
    at = studio.on_canvas(60, 70)
    for kind, pressure in (("TabletPress", 0.5), ("TabletMove", 0.6), ("TabletRelease", 0.0)):
        event = tablet(kind, at, pressure)
        assert QtCore.QCoreApplication.sendEvent(studio.canvas, event)
        assert event.isAccepted()
    studio.until(lambda: document.selected is not None and studio.idle())
    assert studio.session.prompt.points == ((60, 70, 1),)


@pytest.mark.parametrize("end", ["escape", "tool", "hidden", "other document", "button"])
def test_selecting_ends(studio: Studio, end: str) -> None:
    document = studio.arm()
    if end == "escape":
        QtTest.QTest.keyClick(studio.canvas, Qt.Key.Key_Escape)
    elif end == "tool":
        studio.krita.window.tools["KisToolSelectRectangular"].setChecked(True)
    elif end == "hidden":
        studio.docker.hide()
    elif end == "other document":
        studio.open(50, 40)
    else:
        studio.press("Click to select")
    studio.until(lambda: not studio.desk.is_armed)
    assert studio.desk._overlay is None
    before = studio.canvas.pressed
    studio.click(60, 70)
    assert studio.canvas.pressed == before + 1
    assert document.undo_steps == []


def test_a_click_in_the_docker_before_does_not_give_the_next_one_to_krita(studio: Studio) -> None:
    document = studio.arm()
    studio.canvas.setFocus()
    for _ in range(2):
        studio.press("− Not wanted")
        studio.press("+ Wanted")
        before = studio.canvas.focused
        for reason in (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.OtherFocusReason):
            focus = QtGui.QFocusEvent(QtCore.QEvent.Type.FocusIn, reason)
            QtCore.QCoreApplication.sendEvent(studio.canvas, focus)
        assert studio.canvas.focused == before + 2  # Krita is told each time, and once
        studio.click(60, 70)
        studio.until(studio.idle)
    assert studio.canvas.pressed == 0
    assert len(studio.session.prompt.points) == 2
    assert document.selected is not None


def test_a_filter_that_krita_puts_in_front_does_not_stay_there(studio: Studio) -> None:
    studio.arm()
    studio.canvas.removeEventFilter(studio.canvas.manager)
    studio.canvas.installEventFilter(studio.canvas.manager)
    QtTest.QTest.qWait(400)
    studio.click(60, 70)
    studio.until(studio.idle)
    assert studio.canvas.pressed == 0
    assert len(studio.session.prompt.points) == 1


def test_a_docker_that_floats_or_is_docked_elsewhere_stays_armed(studio: Studio) -> None:
    studio.arm()
    seen: list[bool] = []
    studio.docker.visibilityChanged.connect(seen.append)
    for floats in (True, False):
        studio.docker.setFloating(floats)
        QtTest.QTest.qWait(400)
        assert studio.desk.is_armed
    window = studio.krita.window.main
    window.removeDockWidget(studio.docker)
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, studio.docker)
    studio.docker.show()
    QtTest.QTest.qWait(400)
    assert studio.desk.is_armed
    assert False in seen  # or nothing was tried
    studio.docker.setFloating(True)
    studio.docker.close()
    studio.until(lambda: not studio.desk.is_armed)


def test_krita_has_the_pointer_only_as_long_as_it_navigates(studio: Studio) -> None:
    studio.arm()
    manager = studio.canvas.manager
    none = Qt.KeyboardModifier.NoModifier
    assert not manager.has_pointer  # or its tool would draw an outline
    QtTest.QTest.mousePress(studio.canvas, Qt.MouseButton.MiddleButton, none, studio.on_canvas(60, 70))
    assert manager.has_pointer  # or it would neither pan nor rotate
    QtTest.QTest.mouseRelease(studio.canvas, Qt.MouseButton.MiddleButton, none, studio.on_canvas(60, 70))
    for _ in range(2):
        place = QtCore.QPointF(studio.on_canvas(61, 70))
        button = Qt.MouseButton.NoButton
        move = QtGui.QMouseEvent(QtCore.QEvent.Type.MouseMove, place, place, button, button, none)
        QtCore.QCoreApplication.sendEvent(studio.canvas, move)
        assert not manager.has_pointer
    QtTest.QTest.keyPress(studio.canvas, Qt.Key.Key_Space)
    assert manager.has_pointer


def test_krita_learns_of_the_pointer_on_its_canvas_when_the_selecting_ends(studio: Studio) -> None:
    studio.arm()
    manager = studio.canvas.manager
    place = QtCore.QPointF(studio.on_canvas(60, 70))
    QtCore.QCoreApplication.sendEvent(studio.canvas, QtGui.QEnterEvent(place, place, place))
    assert not manager.has_pointer  # or its tool would draw an outline
    focus = QtGui.QFocusEvent(QtCore.QEvent.Type.FocusIn, Qt.FocusReason.MouseFocusReason)
    QtCore.QCoreApplication.sendEvent(studio.canvas, focus)
    assert not manager.has_pointer
    QtGui.QCursor.setPos(studio.canvas.mapToGlobal(studio.on_canvas(60, 70)))
    studio.desk.disarm()
    assert manager.has_pointer  # or its tools would do nothing with the next press
    studio.desk.arm()
    studio.desk.close()
    assert not studio.desk.is_armed
    assert not manager.has_pointer  # its canvas may be half gone


def test_a_mistake_of_ours_gives_the_event_to_krita_and_ends_the_selecting(studio: Studio) -> None:
    studio.arm()

    def fail() -> bool:
        raise ZeroDivisionError

    studio.desk._input._wanted = fail
    studio.click(60, 70)
    assert studio.canvas.pressed == 1
    assert not studio.desk.is_armed
    assert "mistake of ours" in studio.state()


def test_live_mode_keeps_the_selection_tool_that_is_chosen_and_ends_with_the_docker(studio: Studio) -> None:
    studio.open()
    tools = studio.krita.window.tools
    tools["KisToolSelectOutline"].setChecked(True)
    studio.press("Live")
    assert tools["KisToolSelectOutline"].isChecked()
    assert studio.desk.live.is_on
    studio.docker.hide()
    studio.until(lambda: not studio.desk.live.is_on)
    studio.docker.show()
    tools["KritaShape/KisToolBrush"].setChecked(True)
    studio.press("Live")
    assert tools["KisToolSelectRectangular"].isChecked()
