"""The docker as a whole: what is in it, what it says, how it looks."""

from typing import Any

import pytest
from fake_krita import QAction
from fake_qt import Qt, QtCore, QtGui, QtTest, QtWidgets

from conftest import Studio
from smart_select_krita import docker
from smart_select_krita.button_rows import row_of
from smart_select_krita.buttons import Button
from smart_select_krita.geometry import ImagePoint
from smart_select_plugin.worker_errors import WorkerLost

NARROW = 190
BUTTONS = ["Click to select", "From selection", "Live", "Subject", "+ Wanted", "− Not wanted", "New object"]


def test_krita_gets_a_docker_and_an_action_for_each_verb(studio: Studio) -> None:
    assert [factory.name for factory in studio.krita.factories] == ["smart_select"]
    names = set(studio.krita.window.actions)
    assert {"smart_select_click", "smart_select_subject", "smart_select_doctor"} <= names
    assert all(isinstance(action, QAction) for action in studio.krita.window.actions.values())


def test_an_action_gets_its_explanation_back_when_krita_has_put_its_own_there(studio: Studio) -> None:
    action = studio.krita.window.actions["smart_select_subject"]
    action.setToolTip("what the .action file has")
    studio.until(lambda: action.toolTip() == "Select what the picture is of.")


def test_every_button_can_be_reached_by_keyboard_and_explains_itself(studio: Studio) -> None:
    for button in studio.panel.findChildren(QtWidgets.QToolButton):
        if button.text():
            assert button.focusPolicy() in (Qt.FocusPolicy.TabFocus, Qt.FocusPolicy.StrongFocus)
            assert button.toolTip().endswith((".", "it.")), button.text()
    for text in BUTTONS:
        studio.button(text)
    for widget in (studio.panel.preview, studio.panel._points, studio.panel._state):
        assert widget.accessibleName()


def test_a_button_is_pressed_by_the_space_bar(studio: Studio) -> None:
    studio.open()
    QtTest.QTest.keyClick(studio.button("Subject"), Qt.Key.Key_Space)
    studio.until(lambda: studio.session.answer is not None)
    assert studio.session.prompt.subject


def test_it_is_usable_in_a_narrow_column(studio: Studio) -> None:
    studio.open()
    studio.choose("output", "layers")
    studio.panel.refresh()
    assert studio.panel.minimumSizeHint().width() <= NARROW
    studio.panel.resize(NARROW, 700)
    for button in studio.panel.findChildren(QtWidgets.QToolButton):
        if button.text() and button.isVisible():
            assert button.geometry().right() <= studio.panel.width()


@pytest.mark.parametrize(("lacking", "rows"), [(0, [3]), (1, [2, 1])])
def test_where_words_have_no_room_side_by_side_buttons_stand_in_rows(lacking: int, rows: list[int]) -> None:
    buttons = [Button(text, "") for text in ("Aus Auswahl", "Live", "Motiv")]
    layout = row_of(*buttons)
    column = QtWidgets.QWidget()
    column.setLayout(layout)
    width = layout.sizeHint().width() - lacking
    column.resize(width, layout.heightForWidth(width))
    column.show()
    QtTest.QTest.qWait(5)
    tops = [button.y() for button in buttons]
    assert [tops.count(top) for top in sorted(set(tops))] == rows
    for button in buttons:
        words = button.fontMetrics().horizontalAdvance(button.text())
        assert words <= button.width() <= width
        assert button.geometry().bottom() < column.height()
    column.deleteLater()


def test_a_choice_that_has_no_room_in_its_list_ends_in_dots_and_is_told_when_pointed_at(
    studio: Studio,
) -> None:
    studio.open()
    studio.choose("output", "layers")
    studio.panel.refresh()
    box = studio.panel._options._boxes["output"]
    assert box.toolTip() == "A new layer for each object\nWhat becomes of the object."
    box.resize(120, box.height())
    shown = box.grab().toImage()
    words = "A new layer for each object"
    cut = [f"{words[:count]}…" for count in range(3, len(words))]
    with_room = [text for text in cut if box.fontMetrics().horizontalAdvance(text) < 100]
    assert any(looks(box, text) == shown for text in with_room)


def looks(box: Any, text: str) -> Any:
    box.setItemText(box.currentIndex(), text)
    return box.grab().toImage()


def test_without_a_picture_every_verb_says_so(studio: Studio) -> None:
    for text in ("Click to select", "From selection", "Live", "Subject"):
        studio.session.message = ""
        studio.press(text)
        assert studio.state() == "No picture is open; open one and try again."
        assert not studio.button(text).isChecked()
    assert not studio.desk.is_armed


def test_what_the_worker_does_is_shown_and_can_be_cancelled(studio: Studio) -> None:
    studio.open()
    studio.worker.is_held = True
    studio.press("Click to select")
    studio.until(lambda: studio.session.stage == "encoding")
    assert studio.state() == "Looking at the picture…"
    assert studio.panel._progress.isVisible()
    studio.press("Cancel")
    assert studio.idle()
    assert studio.state().startswith("Click a thing")
    studio.panel.refresh()
    assert not studio.panel._progress.isVisible()


def test_the_preview_stays_where_it_is_when_something_goes_on(studio: Studio) -> None:
    studio.open()
    studio.session.point(ImagePoint(50, 75), True)
    studio.until(studio.idle)
    studio.panel.refresh()
    QtTest.QTest.qWait(20)
    preview, places = studio.panel.preview, []
    studio.worker.is_held = True
    studio.session.point(ImagePoint(150, 75), True)
    for _ in range(4):
        QtTest.QTest.qWait(30)
        places.append((studio.panel._cancel.isVisible(), preview.geometry()))
    studio.session.cancel()
    QtTest.QTest.qWait(60)
    places.append((studio.panel._cancel.isVisible(), preview.geometry()))
    assert {shown for shown, _ in places} == {True, False}
    assert len({(place.y(), place.height()) for _, place in places}) == 1, places


def test_a_missing_engine_is_said_and_the_set_up_offered(studio: Studio) -> None:
    studio.open()
    studio.worker.needs_setup = True
    studio.press("Subject")
    studio.until(lambda: studio.session.needs_setup)
    assert "engine" in studio.state()
    assert studio.button("Set up…").isVisible()
    studio.worker.needs_setup = False
    studio.docker._set_up_done()
    studio.press("Subject")
    studio.until(lambda: studio.session.answer is not None)
    studio.panel.refresh()
    assert not studio.button("Set up…").isVisible()


def test_a_lost_worker_is_one_sentence_and_the_next_click_works(studio: Studio) -> None:
    document = studio.open()
    studio.worker.error = WorkerLost()
    studio.press("Subject")
    studio.until(studio.idle)
    assert studio.state() == str(WorkerLost())
    assert document.selected is None
    assert document.undo_steps == []
    studio.worker.error = None
    studio.press("Subject")
    studio.until(lambda: document.selected is not None)


@pytest.mark.parametrize(("base", "text"), [("#31363b", "#eff0f1"), ("#f0f0f0", "#202020")])
def test_the_icon_follows_the_theme(studio: Studio, base: str, text: str) -> None:
    application = QtWidgets.QApplication.instance()
    before = application.palette()
    palette = QtGui.QPalette(QtGui.QColor(base))
    palette.setColor(QtGui.QPalette.ColorRole.ButtonText, QtGui.QColor(text))
    try:
        application.setPalette(palette)
        QtTest.QTest.qWait(20)
        image = studio.button("Click to select").icon().pixmap(22, 22).toImage()
        colours = {
            image.pixelColor(x, y).name()
            for x in range(image.width())
            for y in range(image.height())
            if image.pixelColor(x, y).alpha() == 255
        }
        assert colours == {text}
    finally:
        application.setPalette(before)


def test_options_are_kept_in_krita_s_settings(studio: Studio) -> None:
    studio.choose("operation", "add")
    studio.panel._options._numbers["feather"].setValue(7)
    assert studio.krita.settings["smart_select/operation"] == "add"
    assert studio.krita.settings["smart_select/feather"] == "7"
    second = docker.SmartSelectDocker()
    assert second.desk.session.options.feather == 7
    second.desk.close()
    docker.DOCKERS.remove(second)


def test_usable_models_can_be_chosen_and_tell_their_size(studio: Studio) -> None:
    studio.open()
    studio.press("Click to select")
    studio.until(lambda: studio.session.models and studio.idle())
    studio.panel.refresh()
    box = studio.panel._options._boxes["model"]
    assert [box.itemText(row) for row in range(box.count())] == [
        "Built in (small) · 4 MB",
        "SAM 2.1 tiny · 155 MB",
    ]
    assert "0.4 s" in box.itemData(0, Qt.ItemDataRole.ToolTipRole)
    studio.choose("model", "tiny")
    assert studio.session.options.model == "tiny"


def test_actions_do_what_the_buttons_do(studio: Studio) -> None:
    document = studio.open()
    studio.krita.window.actions["smart_select_click"].trigger()
    assert studio.desk.is_armed
    studio.krita.window.actions["smart_select_wanted"].trigger()
    assert not studio.desk.wanted
    studio.krita.window.actions["smart_select_click"].trigger()
    assert not studio.desk.is_armed
    studio.krita.window.actions["smart_select_subject"].trigger()
    studio.until(lambda: document.selected is not None)


@pytest.mark.parametrize("name", ["output", "grow"])
def test_turning_the_wheel_over_an_option_scrolls_the_docker_and_chooses_nothing(
    studio: Studio, name: str
) -> None:
    form = studio.panel._options
    field = form._boxes[name] if name in form._boxes else form._numbers[name]
    before = studio.session.options
    middle = QtCore.QPointF(field.rect().center())
    turn = QtCore.QPoint(0, -120)
    buttons, held, phase = Qt.MouseButton, Qt.KeyboardModifier, Qt.ScrollPhase
    wheel = QtGui.QWheelEvent(
        middle, middle, turn, turn, buttons.NoButton, held.NoModifier, phase.NoScrollPhase, False
    )
    QtCore.QCoreApplication.sendEvent(field, wheel)
    assert not wheel.isAccepted()  # so that what it is in gets it
    assert studio.session.options == before
