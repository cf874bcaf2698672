"""Selections combined, masks, and layers for several objects."""

import numpy as np
import pytest
from fake_krita import Document
from fake_pixels import Node

from conftest import Studio
from smart_select_krita.geometry import ImagePoint

LEFT, RIGHT = ImagePoint(50, 75), ImagePoint(150, 75)


def names(document: Document) -> list[str]:
    return [name for name, _ in document.undo_steps]


def opaque(node: Node) -> np.ndarray:
    document = node.document
    data = bytes(node.pixelData(0, 0, document.width(), document.height()))
    pixels = np.frombuffer(data, np.uint8).reshape(document.height(), document.width(), 4)
    return pixels[..., 3]


def test_a_new_object_is_added_to_the_first_one(studio: Studio) -> None:
    document = studio.open()
    studio.choose("operation", "add")
    studio.point(LEFT)
    studio.press("New object")
    studio.point(RIGHT)
    mask = document.selected.array(0, 0, 200, 150)
    assert mask[75, 50] == mask[75, 150] == 255
    assert names(document) == ["Select Opaque"] * 2


def test_krita_s_own_mode_is_followed(studio: Studio) -> None:
    document = studio.open()
    studio.point(LEFT)
    studio.krita.writeSetting("KisToolSelectBase", "selectionAction", "2")
    try:
        studio.press("New object")
        studio.point(LEFT)
    finally:
        studio.krita.writeSetting("KisToolSelectBase", "selectionAction", "0")
    assert document.selected is None
    assert names(document) == ["Select Opaque", "Deselect"]


@pytest.mark.parametrize(("operation", "words"), [("subtract", "subtract from"), ("intersect", "intersect")])
def test_nothing_selected_is_said(studio: Studio, operation: str, words: str) -> None:
    document = studio.open()
    studio.choose("operation", operation)
    studio.session.point(LEFT, True)
    studio.until(studio.idle)
    assert words in studio.state()
    assert names(document) == []


@pytest.mark.parametrize(
    ("output", "kind"), [("transparency mask", "transparencymask"), ("selection mask", "selectionmask")]
)
def test_a_mask_has_all_objects_and_is_one_step(studio: Studio, output: str, kind: str) -> None:
    document = studio.open()
    studio.choose("output", output)
    studio.point(LEFT)
    studio.press("New object")
    assert studio.state().startswith("Objects so far: 1.")
    studio.point(RIGHT)
    assert len(studio.desk.tints()) == 2
    studio.press("Make the mask")
    studio.until(studio.idle)
    (mask,) = document.layer.childNodes()
    assert mask.type() == kind
    assert mask.mask.array(0, 0, 200, 150)[75, [50, 100, 150]].tolist() == [255, 0, 255]
    assert names(document) == ["Add Layer"]
    assert studio.session.answers == ()


def test_each_object_gets_a_layer_of_its_own_in_one_step(studio: Studio) -> None:
    document = studio.open()
    studio.choose("output", "layers")
    for at in (LEFT, RIGHT):
        studio.point(at)
        studio.press("New object")
    studio.press("Make the layers")
    studio.until(studio.idle)
    assert studio.session.message == ""
    _, group = document.topLevelNodes()
    first, second = group.childNodes()
    assert [first.name(), second.name()] == ["Object 1", "Object 2"]
    assert opaque(first)[75, [50, 150]].tolist() == [255, 0]
    assert opaque(second)[75, [50, 150]].tolist() == [0, 255]
    assert names(document) == ["Add Layer"]
    document.undo()
    assert [node.name() for node in document.topLevelNodes()] == ["Background"]


def test_an_object_that_was_put_aside_can_be_taken_back(studio: Studio) -> None:
    studio.open()
    studio.choose("output", "layers")
    studio.point(LEFT)
    studio.press("New object")
    assert studio.session.prompt.points == ()
    studio.panel.refresh()
    studio.press("Undo point")
    assert studio.session.prompt.points == ((50, 75, 1),)
    assert len(studio.session.answers) == 1
    studio.choose("output", "selection")
    assert studio.session.answers == ()


def test_objects_of_another_picture_are_forgotten(studio: Studio) -> None:
    studio.open()
    studio.choose("output", "layers")
    studio.point(LEFT)
    studio.press("New object")
    studio.open()
    studio.point(RIGHT)
    assert len(studio.session.answers) == 1


def test_nothing_of_an_object_is_shown_in_another_picture(studio: Studio) -> None:
    first = studio.open()
    studio.choose("output", "layers")
    for at in (LEFT, RIGHT):
        studio.session.new_object()
        studio.point(at)
    studio.open()
    studio.desk.arm()
    studio.until(studio.idle)
    studio.panel.refresh()
    assert studio.session.read is not None
    assert studio.desk.tints() == ()
    assert studio.desk._overlay._points == ()
    assert studio.panel._points.count() == 0
    unusable = ("Undo point", "New object", "Make the layers")
    assert [studio.button(text).isEnabled() for text in unusable] == [False] * 3
    studio.krita.show(first)
    studio.press("Make the layers")
    studio.until(studio.idle)
    assert names(first) == ["Add Layer"]
    assert len(first.topLevelNodes()[1].childNodes()) == 2


def test_new_object_in_another_picture_leaves_this_one_s_in_hand(studio: Studio) -> None:
    first = studio.open()
    studio.choose("output", "layers")
    studio.point(LEFT)
    studio.open()
    studio.session.new_object()
    studio.krita.show(first)
    assert studio.session.kept == 0
    assert studio.session.prompt.points == ((50, 75, 1),)


@pytest.mark.parametrize("active", ["the picture's selection", "nothing"])
@pytest.mark.parametrize("output", ["transparency mask", "selection mask"])
def test_without_a_layer_no_mask_is_made(studio: Studio, active: str, output: str) -> None:
    document = studio.open()
    studio.choose("output", output)
    studio.point(LEFT)
    document.active = None
    if active != "nothing":
        document.active = document.createSelectionMask("Selection Mask")
        document.active.parent = document.root
    studio.press("Make the mask")
    studio.until(studio.idle)
    assert studio.state() == "No layer is active; choose one in the Layers docker."
    assert document.undo_steps == []
    assert len(studio.session.answers) == 1  # and can be made when a layer has been chosen


def test_a_locked_layer_is_said_before_any_work(studio: Studio) -> None:
    document = studio.open()
    studio.choose("output", "transparency mask")
    studio.point(LEFT)
    document.layer.setLocked(True)
    studio.press("Make the mask")
    studio.until(studio.idle)
    assert studio.state() == "The layer “Background” is locked; unlock it and try again."
    assert names(document) == []
    assert len(studio.session.answers) == 1  # and can be made when it is unlocked


@pytest.mark.parametrize(
    ("output", "verb"), [("transparency mask", "Make the mask"), ("layer", "Make the layer")]
)
def test_a_locked_group_takes_nothing_new(studio: Studio, output: str, verb: str) -> None:
    document = studio.open()
    studio.choose("output", output)
    studio.point(LEFT)
    document.root.setLocked(True)
    studio.press(verb)
    studio.until(studio.idle)
    assert "is locked; unlock it" in studio.state()
    assert names(document) == []


def test_growing_and_feathering_reach_the_selection(studio: Studio) -> None:
    document = studio.open()
    studio.point(LEFT)
    plain = document.selected.array(0, 0, 200, 150)
    studio.panel._options._numbers["grow"].setValue(6)
    studio.until(studio.idle)
    grown = document.selected.array(0, 0, 200, 150)
    studio.panel._options._numbers["grow"].setValue(-6)
    studio.until(studio.idle)
    shrunk = document.selected.array(0, 0, 200, 150)
    assert (shrunk > 0).sum() < (plain > 0).sum() < (grown > 0).sum()
    studio.panel._options._numbers["feather"].setValue(30)
    studio.until(studio.idle)
    assert len(np.unique(document.selected.array(0, 0, 200, 150))) > 20


def test_what_shrinks_to_nothing_is_said(studio: Studio) -> None:
    document = studio.open()
    studio.panel._options._numbers["grow"].setValue(-40)
    studio.session.point(LEFT, True)
    studio.until(studio.idle)
    assert "shrinking" in studio.state()
    assert names(document) == []


def test_what_is_cut_out_of_one_layer_is_as_translucent_as_that(studio: Studio) -> None:
    document = studio.open()
    document.layer.setOpacity(102)
    studio.choose("output", "layer")
    studio.choose("source", "layer")
    studio.point(LEFT)
    studio.press("Make the layer")
    studio.until(studio.idle)
    made = document.topLevelNodes()[1]
    assert (made.name(), made.opacity()) == ("Background: object", 102)


@pytest.mark.parametrize(
    ("output", "words"), [("layer", "Making the layer…"), ("transparency mask", "Making the mask…")]
)
def test_the_state_says_what_is_made(studio: Studio, output: str, words: str) -> None:
    studio.open()
    studio.choose("output", output)
    studio.point(LEFT)
    said = set()
    studio.desk._work.stop()  # a busy computer may let it work twice before anyone looks
    studio.session.make()

    def is_made() -> bool:
        studio.session.tick()
        said.add(studio.state())
        return studio.idle()

    studio.until(is_made)
    assert words in said
    assert "Selecting…" not in said
