"""The window of the verbs: what it shows, what it makes, what it says."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_krita import Selection
from fake_qt import Qt, QtGui, QtTest, QtWidgets

from conftest import Studio
from smart_select_plugin.wire.values import Compose, Subject
from smart_select_plugin.worker_errors import RequestFailed

RED, GREEN, BLUE = (40, 60, 200), (60, 160, 40), (255, 0, 0)
"""As Krita has them: blue, green, red."""


@pytest.fixture
def window(studio: Studio) -> Iterator[Any]:
    studio.open()
    studio.press("Background…")
    window = studio.docker.verbs
    studio.until(lambda: window.session.preview is not None)
    yield window
    window.reject()
    window.deleteLater()


def select(studio: Studio, x: int, y: int, width: int, height: int) -> None:
    selection = Selection()
    selection.setPixelData(b"\xff" * (width * height), x, y, width, height)
    studio.krita.activeDocument().select(selection, "Select")


def press_go(studio: Studio, window: Any) -> None:
    QtTest.QTest.mouseClick(window.go, Qt.MouseButton.LeftButton)
    studio.until(lambda: not window.session.is_busy)


def names(studio: Studio) -> list[str]:
    return [node.name() for node in studio.krita.activeDocument().topLevelNodes()]


def colour(node: Any, x: int, y: int) -> tuple[int, ...]:
    return tuple(bytes(node.pixelData(x, y, 1, 1)))


def test_the_subject_before_another_background_is_one_layer_above(studio: Studio, window: Any) -> None:
    document = studio.krita.activeDocument()
    assert len(studio.worker.asked_for(Subject)) == 1
    press_go(studio, window)
    assert names(studio) == ["Background", "New background"]
    new = document.topLevelNodes()[1]
    assert colour(new, 99, 75) == (*GREEN, 255)  # the disc is in the middle
    assert colour(new, 5, 5) == (*BLUE, 255)
    assert len(document.undo_steps) == 1
    assert not window.isVisible()
    assert len(studio.worker.asked_for(Subject)) == 1  # the preview's object was the same


def test_the_window_can_be_used_again(studio: Studio, window: Any) -> None:
    press_go(studio, window)
    studio.docker.open_verbs("blur")
    window.session.preview = None
    studio.until(lambda: window.session.preview is not None)
    assert window.isVisible()
    press_go(studio, window)
    assert set(names(studio)) == {"Background", "New background", "Blurred background"}


def test_what_is_selected_is_the_object_as_it_is(studio: Studio, window: Any) -> None:
    select(studio, 10, 20, 30, 40)
    window.change("verb", "blur")
    press_go(studio, window)
    asked = studio.worker.asked_for(Compose)[-1]
    assert isinstance(asked, Compose)
    assert (asked.mask_area, asked.kind, asked.sigma_px) == ((10, 20, 40, 60), "blur", 20.0)
    assert names(studio) == ["Background", "Blurred background"]


def test_the_object_alone_lies_where_it_was(studio: Studio, window: Any) -> None:
    select(studio, 110, 20, 30, 40)
    studio.docker.open_verbs("cut-out")
    press_go(studio, window)
    new = studio.krita.activeDocument().topLevelNodes()[1]
    assert new.name() == "Background: object"
    assert (colour(new, 120, 30), colour(new, 5, 5)[3]) == ((*RED, 255), 0)


def test_a_mask_is_made_of_the_active_layer(studio: Studio, window: Any) -> None:
    window.change("verb", "remove")
    window.change("output", "mask")
    assert window.go.text() == "Make the mask"
    press_go(studio, window)
    layer = studio.krita.activeDocument().topLevelNodes()[0]
    assert [child.type() for child in layer.childNodes()] == ["transparencymask"]


def test_a_slider_and_its_number_are_one(window: Any) -> None:
    window.change("verb", "blur")
    number = window.form.fields["blur"]
    slider = number.parentWidget().findChild(QtWidgets.QSlider)
    for turned in (40, 60):  # by the wheel, which does not give it the focus
        slider.setValue(turned)
        assert (number.value(), window.settings.blur) == (turned, turned)
    number.setValue(300)  # farther than the slider goes
    assert (slider.value(), number.value(), window.settings.blur) == (200, 300, 300)


def test_a_picture_smaller_than_the_preview_is_shown_without_specks(studio: Studio, window: Any) -> None:
    select(studio, 60, 50, 40, 30)
    for verb in ("blur", "desaturate") * 6:  # what Qt was given and nobody kept is written over by chance
        window.session.preview = None
        window.change("verb", verb)
        studio.until(lambda: window.session.preview is not None)
        seen = window.session.preview
        assert (seen.width(), seen.height()) == (200, 150)
        beside = {(x, y) for y in range(150) for x in range(200) if not (60 <= x < 100 and 50 <= y < 80)}
        assert {seen.pixelColor(*place).name() for place in beside} == {"#0000ff"}


def test_only_rows_that_say_something_are_there(studio: Studio, window: Any) -> None:
    def shown() -> set[str]:
        return {name for name, row in window.form._rows.items() if not row.isHidden()}

    assert shown() == {"verb", "fill", "color", "light", "shadow", "edge"}
    window.change("fill", "file")
    assert shown() == {"verb", "fill", "file", "fit", "light", "shadow", "edge"}
    window.change("verb", "sky")
    assert shown() == {"verb", "sky", "haze", "light", "edge"}


def test_a_sky_is_not_guessed(studio: Studio, window: Any) -> None:
    window.change("verb", "sky")
    press_go(studio, window)
    assert window.said.text() == "Nothing is selected: make a selection in the sky, and try again."
    assert window.isVisible()
    assert names(studio) == ["Background"]


@pytest.mark.parametrize("file", ["", "/nowhere/beach.png", __file__])
def test_a_file_that_is_no_picture_is_said_and_nothing_changes(
    studio: Studio, window: Any, file: str
) -> None:
    window.change("fill", "file")
    window.change("file", file)
    press_go(studio, window)
    assert "choose another file" in window.said.text() or "Choose the picture file" in window.said.text()
    assert names(studio) == ["Background"]


def test_a_background_that_shows_nothing_is_said(studio: Studio, window: Any, tmp_path: Path) -> None:
    clear = QtGui.QImage(30, 20, QtGui.QImage.Format.Format_ARGB32)
    clear.fill(QtGui.QColor(10, 200, 30, 0))
    file = str(tmp_path / "clear.png")
    clear.save(file)
    window.change("fill", "file")
    window.change("file", file)
    press_go(studio, window)
    assert window.said.text() == f"The background {file} is transparent throughout; choose another one."
    assert names(studio) == ["Background"]
    clear.setPixelColor(29, 19, QtGui.QColor(10, 200, 30, 1))  # as little as there can be
    clear.save(file)
    press_go(studio, window)
    assert names(studio) == ["Background", "New background"]


def test_what_the_worker_says_is_shown(studio: Studio, window: Any) -> None:
    studio.worker.error = RequestFailed("NoBackground", "The selection covers the whole picture.")
    press_go(studio, window)
    assert window.said.text() == "The selection covers the whole picture."
    assert names(studio) == ["Background"]


def test_a_locked_group_takes_no_layer(studio: Studio, window: Any) -> None:
    document = studio.krita.activeDocument()
    group = document.createGroupLayer("Group")
    document.rootNode().children.remove(document.layer)
    document.rootNode().addChildNode(group, None)
    group.setChildNodes([document.layer])
    document.layer.parent = group
    group.setLocked(True)
    press_go(studio, window)
    assert window.said.text() == "The layer “Group” is locked; unlock it and try again."
