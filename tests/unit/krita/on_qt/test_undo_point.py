"""“Undo point”: what is asked and selected after it, and what it leaves alone."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from fake_krita import Document
from fake_pixels import Selection
from fake_qt import QtTest

from conftest import Studio
from smart_select_krita.geometry import ImagePoint
from smart_select_plugin.wire.values import Predict

LEFT, RIGHT, BELOW = ImagePoint(50, 75), ImagePoint(150, 75), ImagePoint(50, 130)


def mask_of(document: Document) -> Any:
    return document.selected.array(0, 0, 200, 150)


@pytest.mark.parametrize("points", [[False], [True, False]])
def test_undo_point_goes_back_to_what_was_selected_before(studio: Studio, points: list[bool]) -> None:
    document = studio.open()
    studio.press("Subject")
    studio.until(lambda: studio.session.answer is not None and studio.idle())
    selected = [document.selected.array(0, 0, 200, 150)]
    for number, wanted in enumerate(points):
        studio.point(ImagePoint(40 + 20 * number, 30), wanted)
        selected.append(document.selected.array(0, 0, 200, 150))
    asked = len(studio.worker.asked)
    for before in reversed(selected[:-1]):
        studio.press("Undo point")
        studio.until(studio.idle)
        assert np.array_equal(document.selected.array(0, 0, 200, 150), before)
    assert studio.session.prompt.subject
    assert not studio.session.prompt.points
    assert len(studio.worker.asked) == asked


@pytest.mark.parametrize("output", ["selection", "layers"])
def test_undo_point_takes_a_box_back_too(studio: Studio, output: str) -> None:
    document = studio.open()
    studio.choose("output", output)
    studio.point(LEFT)
    studio.press("New object")
    before = document.selected
    studio.session.box(ImagePoint(110, 20), ImagePoint(180, 120))
    studio.until(studio.idle)
    assert studio.session.answer is not None
    studio.press("Undo point")
    studio.until(studio.idle)
    assert not studio.session.prompt
    if output == "selection":
        assert (document.selected.array(0, 0, 200, 150) == before.array(0, 0, 200, 150)).all()
    else:
        assert len(studio.session.answers) == 1
        studio.press("Undo point")
        assert studio.session.prompt.points == ((50, 75, 1),)


RECTANGLE = np.full((80, 60), 255, np.uint8)
LASSO = (np.hypot(*np.mgrid[-40:40, -30:30]) < 25).astype(np.uint8) * 255
LASSO[:30, 20:40] = 0


def draw(document: Document, shape: "np.ndarray[Any, np.dtype[np.uint8]]") -> None:
    drawn = Selection()
    drawn.setPixelData(shape.tobytes(), 20, 30, *reversed(shape.shape))
    document.select(drawn, "Select")


@pytest.mark.parametrize("shape", [RECTANGLE, LASSO], ids=["rectangle", "lasso"])
def test_undo_point_brings_back_what_was_drawn_by_hand(
    studio: Studio, shape: "np.ndarray[Any, np.dtype[np.uint8]]"
) -> None:
    document = studio.open()
    draw(document, shape)
    drawn = mask_of(document)
    studio.press("From selection")
    studio.until(lambda: studio.session.answer is not None and studio.idle())
    snapped = mask_of(document)
    assert (snapped != drawn).any()
    points = len(studio.session.prompt.points)
    studio.point(RIGHT)
    studio.press("Undo point")
    studio.until(studio.idle)
    assert len(studio.session.prompt.points) == points
    assert np.array_equal(mask_of(document), snapped)
    studio.press("Undo point")  # the drawing is one thing that was done, whatever became of it
    studio.until(studio.idle)
    assert not studio.session.prompt
    assert np.array_equal(mask_of(document), drawn)


def by_button(studio: Studio) -> None:
    studio.press("Undo point")


def by_list(studio: Studio) -> None:
    studio.session.remove_point(0)


@pytest.mark.parametrize("take_back", [by_button, by_list])
def test_points_of_a_selection_that_was_refined_go_and_what_is_selected_stays(
    studio: Studio, take_back: Callable[[Studio], None]
) -> None:
    document = studio.open()
    studio.point(LEFT)
    studio.point(RIGHT)
    studio.session.refine("smooth_outline")
    studio.until(studio.idle)
    selected, steps = mask_of(document), len(document.undo_steps)
    assert steps == 3
    take_back(studio)
    studio.until(lambda: studio.panel._points.count() == 0 and studio.idle())
    assert not studio.button("Undo point").isEnabled()
    assert np.array_equal(mask_of(document), selected)
    assert len(document.undo_steps) == steps


def test_live_mode_leaves_alone_what_undo_point_brings_back(studio: Studio) -> None:
    document = studio.open()
    draw(document, RECTANGLE)
    drawn = mask_of(document)
    studio.point(RIGHT)
    studio.press("Live")
    studio.until(studio.idle)
    studio.press("Undo point")
    studio.until(studio.idle)
    assert np.array_equal(mask_of(document), drawn)
    asked = len(studio.worker.asked)
    QtTest.QTest.qWait(6 * studio.desk._look.interval())
    studio.until(studio.idle)
    assert len(studio.worker.asked) == asked
    assert np.array_equal(mask_of(document), drawn)


def test_a_box_that_is_taken_back_before_its_answer_has_changed_nothing(studio: Studio) -> None:
    document = studio.open()
    draw(document, RECTANGLE)
    studio.worker.is_held = True
    studio.session.box(ImagePoint(110, 20), ImagePoint(180, 120))
    studio.until(lambda: studio.session.stage == "drawing")
    studio.session.undo_point()
    studio.worker.is_held = False
    studio.until(studio.idle)
    assert not studio.session.prompt
    assert [name for name, _ in document.undo_steps] == ["Select"]


@pytest.mark.parametrize("output", ["selection", "layers"])
def test_who_takes_the_only_point_back_and_clicks_on_at_once_begins_anew(studio: Studio, output: str) -> None:
    document = studio.open()
    studio.choose("output", output)
    studio.choose("operation", "add")
    draw(document, RECTANGLE)
    studio.point(BELOW)
    studio.session.undo_point()
    studio.session.point(RIGHT, True)
    studio.until(studio.idle)
    assert studio.session.prompt.points == ((150, 75, 1),)
    asked = studio.worker.asked_for(Predict)[-1]
    assert isinstance(asked, Predict)
    assert (asked.points, asked.previous) == (((150, 75, 1),), b"")
    if output == "selection":
        assert [mask_of(document)[place] for place in ((75, 50), (130, 50), (75, 150))] == [255, 0, 255]


def test_who_takes_a_point_back_and_clicks_on_at_once_corrects_what_is_left(studio: Studio) -> None:
    studio.open()
    studio.point(LEFT)
    studio.point(RIGHT, False)
    studio.session.undo_point()
    studio.session.point(RIGHT, True)
    studio.until(studio.idle)
    assert [label for _x, _y, label in studio.session.prompt.points] == [1, 1]
    asked = studio.worker.asked_for(Predict)[-1]
    assert isinstance(asked, Predict)
    assert asked.previous == b"\1\1\1\1"  # of one point


def test_a_box_right_after_the_only_point_was_taken_back_is_added_to_what_was_there_before(
    studio: Studio,
) -> None:
    document = studio.open()
    studio.choose("operation", "add")
    draw(document, RECTANGLE)
    drawn = mask_of(document)
    studio.point(BELOW)
    studio.session.undo_point()
    studio.session.undo_point()  # in haste
    studio.session.box(ImagePoint(110, 20), ImagePoint(180, 120))
    studio.until(studio.idle)
    assert np.array_equal(mask_of(document)[:, :70], drawn[:, :70])
    studio.press("Undo point")
    studio.until(studio.idle)
    assert np.array_equal(mask_of(document), drawn)


def test_what_is_being_taken_back_is_not_snapped_to(studio: Studio) -> None:
    document = studio.open()
    studio.choose("operation", "add")
    draw(document, RECTANGLE)
    drawn = mask_of(document)
    studio.point(BELOW)
    asked = len(studio.worker.asked)
    studio.session.undo_point()
    studio.session.from_selection()
    studio.until(studio.idle)
    assert len(studio.worker.asked) == asked
    assert np.array_equal(mask_of(document), drawn)
