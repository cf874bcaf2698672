"""A picture that is cropped after something was pointed at, or while that is looked for."""

from collections.abc import Callable

import pytest
from fake_krita import Document

from conftest import Studio
from smart_select_krita.geometry import ImagePoint
from smart_select_plugin.wire.values import Predict

LEFT, RIGHT = ImagePoint(50, 75), ImagePoint(150, 75)
CHANGED = "The picture was closed or has changed its size meanwhile"


def crop(document: Document) -> None:
    """What was in the middle of the right half is in the middle of the picture then."""
    document.background = document.background.copy(60, 0, 140, 150)
    document.layer.image = document.background


def point_and_crop(studio: Studio) -> Document:
    """Crop while the worker looks for what was pointed at."""
    document: Document = studio.open()
    studio.worker.is_held = True
    studio.session.point(RIGHT, True)
    studio.until(lambda: studio.session.stage == "drawing")
    crop(document)
    return document


@pytest.mark.parametrize("output", ["selection", "layer"])
def test_after_a_crop_nothing_of_the_object_is_left(studio: Studio, output: str) -> None:
    document = studio.open()
    studio.choose("output", output)
    studio.desk.arm()
    studio.point(RIGHT)
    crop(document)
    studio.until(lambda: studio.session.read is not None and studio.idle())
    studio.panel.refresh()
    assert studio.session.read.picture.full_size == (140, 150)
    assert studio.session.answers == ()
    assert studio.panel._points.count() == 0
    studio.session.make()
    assert studio.state() == "Click something first."
    studio.point(LEFT)
    assert studio.session.prompt.points == ((50, 75, 1),)
    assert isinstance(studio.worker.asked[-1], Predict)
    assert studio.worker.asked[-1].previous == b""


def test_the_docker_forgets_the_old_places_when_no_clicks_are_taken_either(studio: Studio) -> None:
    document = studio.open()
    studio.point(RIGHT)
    studio.until(lambda: studio.panel._points.count() == 1)
    assert studio.panel.preview._image is not None
    crop(document)
    studio.until(lambda: studio.panel._points.count() == 0)
    assert studio.panel.preview._image is None
    assert not studio.button("Undo point").isEnabled()
    studio.point(LEFT)
    assert document.selected.x() == 30


@pytest.mark.parametrize("output", ["selection", "layers"])
def test_an_answer_about_what_was_cropped_meanwhile_is_not_taken(studio: Studio, output: str) -> None:
    studio.choose("output", output)
    document = point_and_crop(studio)
    studio.worker.is_held = False
    studio.until(studio.idle)
    assert document.selected is None
    assert document.undo_steps == []
    assert studio.session.answer is None
    assert studio.state().startswith(CHANGED)


@pytest.mark.parametrize("when", ["at once", "as it is cut out"])
@pytest.mark.parametrize("output", ["transparency mask", "selection mask", "layer", "layers"])
def test_nothing_is_made_of_an_object_of_a_picture_that_was_cropped(
    studio: Studio, output: str, when: str
) -> None:
    document = studio.open()
    studio.choose("output", output)
    studio.point(RIGHT)
    studio.session.make()
    if when != "at once":
        studio.session.tick()
        assert studio.session.is_busy
    crop(document)
    studio.until(studio.idle)
    assert document.undo_steps == []
    assert document.layer.childNodes() == []
    assert studio.state().startswith(CHANGED)


@pytest.mark.parametrize("output", ["selection", "layers"])
def test_a_click_after_a_crop_is_asked_alone(studio: Studio, output: str) -> None:
    studio.choose("output", output)
    document = point_and_crop(studio)
    studio.session.point(LEFT, True)
    studio.worker.is_held = False
    studio.until(studio.idle)
    assert studio.session.message == ""
    assert studio.session.prompt.points == ((50, 75, 1),)
    asked = studio.worker.asked[-1]
    assert isinstance(asked, Predict)
    assert (asked.points, asked.previous) == (((50, 75, 1),), b"")
    if output == "selection":
        assert document.selected.x() == 30


def another_picture(studio: Studio, document: Document) -> Document:
    return studio.open()  # type: ignore[no-any-return]


def the_same_one_cropped(studio: Studio, document: Document) -> Document:
    crop(document)
    return document


def undo_a_point(studio: Studio) -> None:
    studio.session.undo_point()


def click_what_is_not_wanted(studio: Studio) -> None:
    studio.session.point(LEFT, False)


@pytest.mark.parametrize("front", [another_picture, the_same_one_cropped])
@pytest.mark.parametrize("what", [undo_a_point, click_what_is_not_wanted])
def test_what_begins_no_object_leaves_no_answer_about_the_old_places(
    studio: Studio,
    what: Callable[[Studio], None],
    front: Callable[[Studio, Document], Document],
) -> None:
    document = studio.open()
    studio.worker.is_held = True
    studio.session.point(RIGHT, True)
    studio.until(lambda: studio.session.stage == "drawing")
    in_front = front(studio, document)
    what(studio)
    studio.worker.is_held = False
    studio.until(studio.idle)
    assert document.selected is None
    assert in_front.selected is None
    assert not studio.session.prompt
