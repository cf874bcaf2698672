"""The background removed by one click: of what is selected, and where that is refused."""

import pytest
from fake_krita import Document
from fake_pixels import Node, Selection

from conftest import Studio
from smart_select_krita.geometry import ImagePoint
from smart_select_plugin.wire.values import Compose, Subject


def remove(studio: Studio) -> None:
    studio.krita.window.actions["smart_select_remove_background"].trigger()


def select(document: Document, x: int, y: int, width: int, height: int) -> None:
    selection = Selection()
    selection.setPixelData(b"\xff" * (width * height), x, y, width, height)
    document.select(selection, "Select")


def names(document: Document) -> list[str]:
    return [name for name, _ in document.undo_steps]


def test_the_background_is_removed_in_one_step_whatever_else_is_to_be_made(studio: Studio) -> None:
    document = studio.open()
    studio.choose("output", "layers")
    studio.session.point(ImagePoint(50, 75), True)
    studio.until(studio.idle)
    studio.press("New object")
    remove(studio)
    studio.until(lambda: names(document) != [] and studio.idle())
    assert names(document) == ["Add Layer"]
    assert [child.type() for child in document.layer.childNodes()] == ["transparencymask"]
    assert document.selected is None
    assert studio.session.kept == 1
    assert studio.session.options.output == "layers"


def test_what_is_selected_is_what_stays_when_the_background_is_removed(studio: Studio) -> None:
    document = studio.open()
    select(document, 30, 40, 20, 10)
    selection = document.selected
    remove(studio)
    studio.until(lambda: len(names(document)) == 2 and studio.idle())
    (mask,) = document.layer.childNodes()
    assert (mask.name(), mask.mask._bounds()) == ("Object", (30, 40, 20, 10))
    assert document.selected is selection
    assert not studio.worker.asked_for(Subject)
    assert [request.edge for request in studio.worker.asked] == ["auto"]


def test_no_background_is_removed_where_all_is_selected(studio: Studio) -> None:
    document = studio.open()
    select(document, 0, 0, 200, 150)
    remove(studio)
    studio.until(studio.idle)
    assert studio.state().startswith("The selection covers the whole picture and leaves no background;")
    assert names(document) == ["Select"]


def test_the_edge_chosen_in_the_window_is_that_of_the_mask(studio: Studio) -> None:
    document = studio.open()
    studio.krita.writeSetting("smart_select", "verb_edge", "mask")
    remove(studio)
    studio.until(lambda: names(document) != [] and studio.idle())
    assert not studio.worker.asked_for(Compose)


@pytest.mark.parametrize(
    ("state", "sentence"),
    [("locked", "is locked; unlock it and try again."), ("hidden", "is hidden; show it and try again.")],
)
def test_no_background_is_removed_from_a_layer_that_is(studio: Studio, state: str, sentence: str) -> None:
    document = studio.open()
    document.layer.setLocked(state == "locked")
    document.layer.setVisible(state != "hidden")
    remove(studio)
    studio.until(studio.idle)
    assert studio.state() == f"The layer “Background” {sentence}"
    assert names(document) == []
    assert not studio.worker.asked


def test_a_filter_has_no_background(studio: Studio) -> None:
    document = studio.open()
    document.active = Node(document, "Blur", "filterlayer")
    document.active.parent = document.rootNode()
    remove(studio)
    studio.until(studio.idle)
    assert studio.state().startswith("The layer “Blur” is a filter and has no background;")
    assert names(document) == []


def test_no_mask_is_put_on_another_layer_than_the_one_that_was_active(studio: Studio) -> None:
    document = studio.open()
    other = document.createNode("Other", "paintlayer")
    document.rootNode().addChildNode(other, None)
    studio.worker.is_held = True
    select(document, 30, 40, 20, 10)
    remove(studio)
    studio.until(lambda: studio.worker.asked_for(Compose))
    document.active = other
    studio.worker.is_held = False
    studio.until(studio.idle)
    assert studio.state() == "The layers were changed meanwhile, so nothing was done; try again."
    assert document.layer.childNodes() == other.childNodes() == []
