"""What the worker is shown and asked: pictures, layers, candidates, edges."""

import pytest
from fake_qt import QtGui
from fake_worker import RADIUS

from conftest import Studio
from smart_select_krita.geometry import ImagePoint
from smart_select_plugin.wire.values import Encode, Predict, Refine, Subject

LEFT, RIGHT = ImagePoint(50, 75), ImagePoint(150, 75)


def test_who_clicks_on_before_the_answer_goes_on_with_the_same_object(studio: Studio) -> None:
    document = studio.open()
    studio.session.point(LEFT, True)
    studio.session.point(RIGHT, False)
    assert studio.session.message == ""
    studio.session.point(RIGHT, True)
    studio.session.undo_point()
    studio.until(studio.idle)
    assert [label for _x, _y, label in studio.session.prompt.points] == [1, 0]
    assert document.selected is not None
    studio.session.point(RIGHT, True)
    studio.open()
    studio.session.point(LEFT, True)  # in another picture it is another object
    studio.until(studio.idle)
    assert len(studio.session.prompt.points) == 1


def test_layers_with_a_colour_label_are_merged_to_look_at(studio: Studio) -> None:
    document = studio.open()
    for name, colour, label, visible in (
        ("under", "#0000ff", 3, True),
        ("other", "#ffffff", 2, True),
        ("hidden", "#ffffff", 3, False),
    ):
        node = document.createNode(name, "paintlayer")
        painter = QtGui.QPainter(node.image)
        painter.fillRect(0, 0, 100, 150, QtGui.QColor(colour))
        painter.end()
        node.setColorLabel(label)
        node.setVisible(visible)
        document.root.addChildNode(node, None)
    studio.choose("source", "label 3")
    studio.point(LEFT)
    image = studio.session.read.image
    assert [node.visible() for node in document.topLevelNodes()] == [True, True, True, False]
    assert image.pixelColor(50, 75).name() == "#0000ff"
    assert image.pixelColor(150, 75).name() == "#808080"
    studio.choose("source", "label 5")
    studio.session.point(LEFT, True)
    studio.until(studio.idle)
    assert "colour label" in studio.state()


def test_labelled_layers_are_merged_as_krita_shows_them_and_read_again_when_that_changes(
    studio: Studio,
) -> None:
    document = studio.open()
    group, other = document.createGroupLayer("group"), document.createNode("other", "paintlayer")
    document.root.addChildNode(group, None)
    for node, colour, label in (
        (other, "#ffffff", 0),
        (document.createNode("low", "paintlayer"), "#000000", 3),
        (document.createNode("high", "paintlayer"), "#ffffff", 3),
    ):
        node.image.fill(QtGui.QColor(colour))
        node.setColorLabel(label)
        group.addChildNode(node, None)
    painter = QtGui.QPainter(node.image)
    painter.fillRect(0, 0, 20, 150, QtGui.QColor("#804020"))
    painter.end()
    node.setOpacity(128)
    studio.choose("source", "label 3")
    document.busy_looks = 3
    studio.point(LEFT)
    assert studio.session.read.image.pixelColor(150, 75).red() in (127, 128, 129)
    node.setOpacity(64)
    studio.point(LEFT)
    assert studio.session.read.image.pixelColor(150, 75).red() in (63, 64, 65)


def test_what_is_cut_out_of_labelled_layers_is_what_they_show_together(studio: Studio) -> None:
    document = studio.open()
    low, other = document.createNode("low", "paintlayer"), document.createNode("other", "paintlayer")
    for node, colour, label in ((low, "#0000ff", 3), (other, "#ffffff", 2)):
        node.image.fill(QtGui.QColor(colour))
        node.setColorLabel(label)
        document.root.addChildNode(node, None)
    painter = QtGui.QPainter(low.image)
    painter.fillRect(0, 0, 20, 150, QtGui.QColor("#804020"))
    painter.end()
    studio.choose("source", "label 3")
    studio.choose("output", "layer")
    studio.point(LEFT)
    studio.press("Make the layer")
    studio.until(studio.idle)
    assert studio.session.message == ""
    made = next(node for node in document.topLevelNodes() if node.name() == "Background: object")
    assert made.image.pixelColor(50, 75).name() == "#0000ff"


def test_a_picture_closed_while_its_labelled_layers_are_merged_is_said(studio: Studio) -> None:
    document = studio.open(3000, 2000)
    document.layer.setColorLabel(3)
    other = document.createNode("other", "paintlayer")
    document.root.addChildNode(other, None)
    studio.choose("source", "label 3")
    studio.session.point(LEFT, True)
    for _ in range(3):
        studio.session.tick()
    assert studio.session.is_busy
    assert studio.session.read is None
    studio.krita.open.clear()
    studio.until(studio.idle)
    assert studio.state().startswith("The picture was closed")


def test_a_picture_that_krita_is_busy_with_is_waited_for(studio: Studio) -> None:
    document = studio.open()
    document.busy_looks = 20
    studio.point(LEFT)
    assert document.selected is not None
    assert document.busy_looks < 0


def test_an_empty_layer_has_nothing_to_tell_apart(studio: Studio) -> None:
    document = studio.open()
    empty = document.createNode("empty", "paintlayer")
    document.root.addChildNode(empty, None)
    document.active = empty
    studio.choose("source", "layer")
    studio.session.point(LEFT, True)
    studio.until(studio.idle)
    assert "nothing to tell apart on that layer" in studio.state()
    assert studio.worker.asked == []


def test_the_middle_is_asked_for_once_it_is_known_how_many_there_are(studio: Studio) -> None:
    studio.open()
    studio.choose("candidate", "middle")
    studio.point(LEFT)
    assert [request.candidate for request in studio.worker.asked_for(Predict)] == ["best", "2"]


def test_the_middle_of_a_subject_is_the_subject(studio: Studio) -> None:
    studio.open()
    studio.choose("candidate", "middle")
    studio.press("Subject")
    studio.until(lambda: studio.session.answer is not None and studio.idle())
    assert len(studio.worker.asked_for(Subject)) == 1
    assert studio.worker.asked_for(Predict) == []


def test_a_click_beside_the_box_enlarges_it_and_asks_anew(studio: Studio) -> None:
    studio.open()
    studio.session.box(ImagePoint(100, 20), ImagePoint(190, 120))
    studio.until(studio.idle)
    studio.session.hover(LEFT)
    studio.until(lambda: studio.session.hovered is not None)
    studio.point(LEFT)
    studio.point(ImagePoint(60, 80), wanted=False)
    studio.session.undo_point()
    studio.session.undo_point()
    studio.until(studio.idle)
    boxes = [(100, 20, 190, 120), (50, 20, 190, 120), (50, 20, 190, 120), (50, 20, 190, 120)]
    asked = studio.worker.asked_for(Predict)
    assert [request.box for request in asked] == boxes
    assert [bool(request.previous) for request in asked] == [False, False, False, True]
    assert studio.session.prompt.box == boxes[0]
    assert studio.session.prompt.points == ()


def test_a_correction_in_the_middle_is_asked_for_once(studio: Studio) -> None:
    studio.open()
    studio.choose("candidate", "middle")
    studio.point(LEFT)
    studio.worker.asked.clear()
    studio.point(RIGHT, wanted=False)
    assert [request.candidate for request in studio.worker.asked_for(Predict)] == ["2"]


def use_the_other_model(studio: Studio) -> None:
    studio.press("Click to select")
    studio.until(lambda: studio.session.models and studio.idle())
    studio.panel.refresh()
    studio.choose("model", "tiny")


def test_the_edge_of_a_large_picture_is_drawn_by_its_own_pixels_around_the_object(studio: Studio) -> None:
    document = studio.open(3000, 2000)
    use_the_other_model(studio)
    studio.point(ImagePoint(1500, 900))
    (refine,) = studio.worker.asked_for(Refine)
    assert not refine.look_again
    x0, y0, x1, y1 = refine.area
    assert x0 <= 1500 - RADIUS <= 1500 + RADIUS <= x1 <= 1500 + 3 * RADIUS
    assert y0 <= 900 - RADIUS <= 900 + RADIUS <= y1 <= 900 + 3 * RADIUS
    assert refine.size == (x1 - x0, y1 - y0)
    assert len(refine.pixels) == 3 * refine.size[0] * refine.size[1]
    assert document.selected.x() == x0 + 30 - RADIUS  # what the second answer says


def test_nothing_is_drawn_anew_of_a_model_whose_outline_colours_have_redrawn(studio: Studio) -> None:
    studio.open(3000, 2000)
    studio.point(ImagePoint(1500, 900))
    assert studio.worker.asked_for(Refine) == []


def test_nothing_is_drawn_anew_where_the_worker_has_all_pixels(studio: Studio) -> None:
    studio.open()
    studio.point(LEFT)
    assert studio.worker.asked_for(Refine) == []


def test_a_picture_is_sent_once_and_again_when_it_has_changed(studio: Studio) -> None:
    document = studio.open()
    studio.press("Click to select")
    studio.until(studio.idle)
    studio.point(LEFT)
    before = studio.session.read.picture.name
    document.background.fill(QtGui.QColor("#204060"))
    painter = QtGui.QPainter(document.background)
    painter.fillRect(0, 0, 50, 150, QtGui.QColor("#ffff00"))
    painter.end()
    studio.point(RIGHT)
    assert studio.session.read.picture.name != before
    assert len(studio.worker.asked_for(Encode)) == 1  # the client sends it anew by itself


def test_a_small_stroke_between_all_that_is_compared_is_seen(studio: Studio) -> None:
    document = studio.open(3000, 2000)
    studio.point(ImagePoint(700, 75))
    before, reads = studio.session.read, document.reads
    studio.point(ImagePoint(800, 75))
    assert document.reads == reads  # what we select ourselves changes no pixel
    painter = QtGui.QPainter(document.background)
    painter.fillRect(700, 100, 40, 10, QtGui.QColor("#ffff00"))
    painter.end()
    document.note("Freehand Brush Stroke", lambda: None)
    studio.point(ImagePoint(900, 75))
    assert studio.session.read.picture.name != before.picture.name
    document.undo()
    read = studio.session.read
    studio.point(ImagePoint(900, 75))
    assert studio.session.read.picture is read.picture  # nothing was painted: it is not sent anew


def test_a_layer_alone_is_read_with_its_own_pixels_and_place(studio: Studio) -> None:
    document = studio.open(3000, 2000)
    above = document.createNode("above", "paintlayer")
    painter = QtGui.QPainter(above.image)
    painter.fillRect(300, 200, 600, 1000, QtGui.QColor("#2040c0"))
    painter.end()
    document.root.addChildNode(above, None)
    document.active = above
    studio.choose("source", "layer")
    studio.point(ImagePoint(500, 500))
    image, scale = studio.session.read.image, 1024 / 3000
    for x, y, colour in ((350, 250, "#2040c0"), (850, 1150, "#2040c0"), (280, 600, "#808080")):
        assert image.pixelColor(round(x * scale), round(y * scale)).name() == colour


def test_a_picture_that_is_closed_meanwhile_is_said(studio: Studio) -> None:
    studio.open()
    studio.worker.is_held = True
    studio.session.point(LEFT, True)
    studio.until(lambda: studio.session.stage == "drawing")
    studio.krita.open.clear()
    studio.until(studio.idle)
    assert studio.state().startswith("The picture was closed")


def test_a_subject_that_was_corrected_is_asked_for_again_with_another_model(studio: Studio) -> None:
    studio.open()
    studio.press("Subject")
    studio.until(lambda: studio.session.answer is not None and studio.idle())
    studio.point(LEFT)
    studio.worker.asked.clear()
    studio.desk.set_option("model", "tiny")
    studio.until(studio.idle)
    subject, predict = (request for request in studio.worker.asked if isinstance(request, Subject | Predict))
    assert isinstance(subject, Subject)
    assert predict.previous


@pytest.mark.parametrize(("name", "value"), [("grow", "5"), ("candidate", "whole")])
def test_another_option_leaves_alone_what_was_selected_since(studio: Studio, name: str, value: str) -> None:
    document = studio.open()
    studio.point(LEFT)
    studio.session.refine("smooth_outline")
    studio.until(studio.idle)
    asked, steps = len(studio.worker.asked), len(document.undo_steps)
    studio.desk.set_option(name, value)
    studio.until(studio.idle)
    assert (len(studio.worker.asked), len(document.undo_steps)) == (asked, steps)
