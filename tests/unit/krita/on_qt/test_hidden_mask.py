"""The mask that a selection passes through leaves the layers as they were."""

from collections.abc import Iterator

import pytest
from fake_pixels import Node

from conftest import Studio
from smart_select_krita.geometry import ImagePoint
from smart_select_krita.hidden_mask import HiddenMask

LEFT, RIGHT = ImagePoint(50, 75), ImagePoint(150, 75)


@pytest.fixture(params=[True, False], ids=["takes-all", "takes-the-first"])
def taking(request: pytest.FixtureRequest) -> Iterator[bool]:
    """Both kinds of `setChildNodes` that there are."""
    Node.takes_all = request.param
    yield request.param
    Node.takes_all = True


@pytest.mark.parametrize("count", [0, 1, 2, 4])
def test_beside_masks_a_click_is_one_step_that_leaves_them_alone(
    studio: Studio, taking: bool, count: int
) -> None:
    document = studio.open()
    for number in range(count):
        document.layer.addChildNode(document.createTransparencyMask(f"mask {number}"), None)
    masks = document.layer.childNodes()
    document.undo_steps.clear()
    studio.point(RIGHT)
    assert document.selected is not None
    assert document.layer.childNodes() == masks
    assert [name for name, _ in document.undo_steps] == ["Select Opaque"]


def test_a_layer_put_in_meanwhile_stays(studio: Studio, taking: bool) -> None:
    document = studio.open()
    mask = document.createSelectionMask("ours")
    hidden = HiddenMask(document, mask)
    document.layer.addChildNode(document.createNode("new", "paintlayer"), None)
    hidden.take_away()
    assert [node.name() for node in document.layer.childNodes()] == ["new"]
    hidden.take_away()
    assert [node.name() for node in document.layer.childNodes()] == ["new"]


def test_layers_in_a_group_stay_in_it(studio: Studio) -> None:
    document = studio.open()
    group, inner = document.createGroupLayer("group"), document.createNode("inner", "paintlayer")
    group.setChildNodes([inner])
    inner.setChildNodes([document.createTransparencyMask("mask")])
    document.layer.setChildNodes([document.createTransparencyMask("mask")])
    document.root.addChildNode(group, document.layer)
    document.active = group
    before = [node.uniqueId() for node in everything(document.root)]
    studio.point(LEFT)
    assert document.selected is not None
    assert [node.uniqueId() for node in everything(document.root)] == before


def everything(node: Node) -> list[Node]:
    return [node, *(inner for child in node.childNodes() for inner in everything(child))]
