"""The docker's Refine: what becomes of a selection, in one undo step, and what is said where nothing does."""

from typing import Any

import numpy as np
import pytest
from fake_krita import Document, Selection
from fake_qt import QtTest

from conftest import Studio
from smart_select_krita.geometry import ImagePoint
from smart_select_plugin.wire.values import Compose


@pytest.fixture
def document(studio: Studio) -> Document:
    """Two discs are selected, the left one with a hole; far away is a speck."""
    document = studio.open()
    rows, columns = np.mgrid[:150, :200]
    large, other = np.hypot(rows - 75, columns - 60), np.hypot(rows - 75, columns - 140)
    mask = ((large < 40) & (large > 6)) | (other < 25)
    mask[5:7, 190:192] = True
    selection = Selection()
    selection.setPixelData((255 * mask.astype(np.uint8)).tobytes(), 0, 0, 200, 150)
    document.select(selection, "Select")
    return document


def mask_of(document: Document) -> Any:
    return document.selected.array(0, 0, 200, 150) if document.selected is not None else None


def refine(studio: Studio, text: str) -> None:
    """Choose an entry of the button's menu."""
    (entry,) = [action for action in studio.button("Refine").menu().actions() if action.text() == text]
    assert entry.toolTip().endswith(".")
    entry.trigger()
    studio.until(studio.idle)


def steps(document: Document) -> list[str]:
    return [name for name, _ in document.undo_steps]


def test_holes_are_filled_in_one_step(studio: Studio, document: Document) -> None:
    before = mask_of(document)
    refine(studio, "Fill holes")
    assert before[75, 60] == 0
    assert mask_of(document)[75, 60] == 255
    assert np.array_equal(mask_of(document) > 0, (before > 0) | (mask_of(document) > 0))
    assert steps(document) == ["Select", "Select Opaque"]
    document.undo()
    assert np.array_equal(mask_of(document), before)


def test_specks_go_and_the_rest_stays(studio: Studio, document: Document) -> None:
    before = mask_of(document)
    refine(studio, "Drop specks")
    assert mask_of(document)[5:7, 190:192].max() == 0
    assert np.array_equal(mask_of(document)[:, :180], before[:, :180])


def test_the_largest_part_stays_where_nothing_was_clicked(studio: Studio, document: Document) -> None:
    refine(studio, "Keep what was clicked")
    assert (mask_of(document)[75, 30], mask_of(document)[75, 140]) == (255, 0)


def test_what_was_clicked_stays(studio: Studio, document: Document) -> None:
    selected = document.selected
    studio.session.point(ImagePoint(140, 75), True)
    studio.until(studio.idle)
    document.select(selected, "Select")
    refine(studio, "Keep what was clicked")
    assert (mask_of(document)[75, 30], mask_of(document)[75, 140]) == (0, 255)


def test_as_much_of_the_picture_is_read_as_has_a_say(studio: Studio, document: Document) -> None:
    refine(studio, "Smooth")
    assert bytes(studio.worker.asked_for(Compose)[-1].pixels) == b""
    small = Selection()
    small.setPixelData(b"\xff" * 400, 50, 40, 20, 20)
    document.select(small, "Select")
    refine(studio, "Snap to edges")
    asked = studio.worker.asked_for(Compose)[-1]
    assert (asked.snap, asked.size) == (True, (92, 92))
    assert len(asked.pixels) == 3 * 92 * 92
    # By where it lies in all of it the worker knows its answer.
    assert (asked.part, asked.part_of) == ((14, 4, 106, 96), (200, 150))


def test_nothing_to_change_is_said_and_costs_no_step(studio: Studio, document: Document) -> None:
    refine(studio, "Fill holes")
    refine(studio, "Fill holes")
    assert studio.state() == "There is nothing to change in this selection."
    assert steps(document) == ["Select", "Select Opaque"]


def test_nothing_selected_is_said(studio: Studio) -> None:
    document = studio.open()
    studio.krita.window.actions["smart_select_fill_holes"].trigger()
    studio.until(studio.idle)
    assert studio.state() == "Nothing is selected; draw around something first."
    assert steps(document) == []


def test_live_does_not_snap_what_was_refined(studio: Studio, document: Document) -> None:
    studio.desk.set_live(True)
    refine(studio, "Fill holes")
    asked = len(studio.worker.asked)
    QtTest.QTest.qWait(800)
    assert len(studio.worker.asked) == asked
    assert steps(document) == ["Select", "Select Opaque"]
