"""What is being made of a picture that is painted on, or a selection that is undone, meanwhile."""

from collections.abc import Callable
from typing import Any

import pytest
from fake_krita import Document, Selection
from fake_qt import QtGui

from conftest import Studio
from smart_select_plugin.wire.values import Compose

PICTURE = "The picture was changed meanwhile, so nothing was done; try again."
SELECTION = "The selection was changed meanwhile, so it stays as it is now; try again."
AREA = (30, 40, 20, 10)


@pytest.fixture
def document(studio: Studio) -> Document:
    document: Document = studio.open()
    select(document)
    return document


def select(document: Document) -> None:
    x, y, width, height = AREA
    selection = Selection()
    selection.setPixelData(b"\xff" * (width * height), x, y, width, height)
    document.select(selection, "Select")


def paint(document: Document) -> None:
    """A small stroke between all rows that are compared."""
    painter = QtGui.QPainter(document.background)
    painter.fillRect(40, 51, 1, 1, QtGui.QColor("#ffff00"))
    painter.end()
    document.note("Freehand Brush Stroke", lambda: None)


def steps(document: Document) -> list[str]:
    return [name for name, _ in document.undo_steps]


def while_it_computes(studio: Studio, begin: Callable[[], None], happens: Callable[[], object]) -> None:
    studio.worker.is_held = True
    begin()
    studio.until(lambda: studio.worker.asked_for(Compose))
    happens()
    studio.worker.is_held = False


def make_in_window(studio: Studio) -> Any:
    studio.docker.open_verbs("blur")
    window = studio.docker.verbs
    studio.until(lambda: window.session.preview is not None)
    studio.worker.asked.clear()
    return window


def test_no_layer_is_made_of_what_was_painted_over_meanwhile(studio: Studio, document: Document) -> None:
    window = make_in_window(studio)
    while_it_computes(studio, window.go.click, lambda: paint(document))
    studio.until(lambda: not window.session.is_busy)
    assert window.said.text() == PICTURE
    assert steps(document) == ["Select", "Freehand Brush Stroke"]
    window.reject()


def test_why_nothing_was_made_is_said_until_something_else_is_asked(
    studio: Studio, document: Document
) -> None:
    window = make_in_window(studio)
    other = studio.open()
    studio.krita.show(document)
    while_it_computes(studio, window.go.click, lambda: studio.krita.open.remove(document))
    studio.until(lambda: window.session.preview is None)
    studio.until(lambda: window.session.preview is not None)  # that of the other picture
    assert studio.krita.activeDocument() is other
    assert window.said.text().startswith("The picture was closed or has changed its size meanwhile")
    window.change("blur", 5)
    assert window.said.text() == ""
    window.reject()


def test_the_preview_follows_what_is_painted_and_undone(studio: Studio, document: Document) -> None:
    window = make_in_window(studio)
    for happens in (lambda: paint(document), document.undo):
        window.session.preview = None
        happens()
        studio.until(lambda: window.session.preview is not None)
    window.reject()


def test_a_layer_is_made_where_something_else_was_done(studio: Studio, document: Document) -> None:
    window = make_in_window(studio)
    while_it_computes(studio, window.go.click, lambda: document.select(None, "Deselect"))
    studio.until(lambda: not window.session.is_busy)
    assert steps(document) == ["Select", "Deselect", "Add Layer"]


def test_no_mask_is_made_of_a_picture_that_was_undone(studio: Studio, document: Document) -> None:
    paint(document)
    begin = studio.krita.window.actions["smart_select_remove_background"].trigger

    def undo() -> None:
        painter = QtGui.QPainter(document.background)
        painter.fillRect(40, 51, 1, 1, QtGui.QColor("#28a03c"))
        painter.end()
        document.undo()

    while_it_computes(studio, begin, undo)
    studio.until(studio.idle)
    assert studio.state() == PICTURE
    assert document.layer.childNodes() == []


@pytest.mark.parametrize("way", ["snap_outline", "smooth_outline"])
def test_a_selection_that_was_undone_meanwhile_does_not_come_back(
    studio: Studio, document: Document, way: str
) -> None:
    while_it_computes(studio, lambda: studio.session.refine(way), document.undo)
    studio.until(studio.idle)
    assert studio.state() == SELECTION
    assert (document.selected, steps(document)) == (None, [])


def test_no_outline_is_snapped_to_what_was_painted_over(studio: Studio, document: Document) -> None:
    while_it_computes(studio, lambda: studio.session.refine("snap_outline"), lambda: paint(document))
    studio.until(studio.idle)
    assert studio.state() == PICTURE
    assert steps(document) == ["Select", "Freehand Brush Stroke"]
