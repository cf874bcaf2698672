"""Images that are right, and yet odd: of one pixel or colour, locked, kept in sight, a group and child."""

from collections.abc import Sequence
from typing import Any

from bench_of_tests import describe, layer_digests, open_photo, run, select_person, selection_bytes
from gi.repository import Gimp
from traps import keep_visible


def of_one_pixel(verbs: Sequence[str]) -> dict[str, Any]:
    """Return what each procedure says to a picture of one pixel."""
    answers = {}
    for verb in verbs:
        image, _layer = _plain(1, 1)
        before = describe(image)
        answer = run(verb, image, **({"points": "0.5,0.5,+"} if verb == "" else {}))
        answers[verb] = {**answer, "unchanged": describe(image) == before}
        image.delete()
    return answers


def of_one_colour(verbs: Sequence[str]) -> dict[str, Any]:
    """Return what each says where the object is all of the picture, or none."""
    answers = {}
    for verb in verbs:
        image, layer = _plain(400, 300)
        layer.fill(Gimp.FillType.WHITE)
        before, selected = describe(image), selection_bytes(image)
        answer = run(verb, image)
        unchanged = describe(image) == before and selection_bytes(image) == selected
        answers[verb] = {**answer, "unchanged": unchanged}
        image.delete()
    return answers


def _plain(width: int, height: int) -> tuple[Any, Any]:
    """Return an image with a layer, all of it selected."""
    image = Gimp.Image.new(width, height, Gimp.ImageBaseType.RGB)
    kind, mode = Gimp.ImageType.RGB_IMAGE, Gimp.LayerMode.NORMAL
    layer = Gimp.Layer.new(image, "plain", width, height, kind, 100.0, mode)
    image.insert_layer(layer, None, 0)
    image.select_rectangle(Gimp.ChannelOps.REPLACE, 0, 0, width, height)
    return image, layer


def locked(verbs: Sequence[str]) -> dict[str, Any]:
    """Return what each says to a locked layer."""
    answers = {}
    for verb in verbs:
        image = open_photo()
        select_person(image)
        image.get_layers()[0].set_lock_content(True)
        before = describe(image), layer_digests(image)
        answer = run(verb, image)
        answers[verb] = {**answer, "unchanged": (describe(image), layer_digests(image)) == before}
        image.delete()
    return answers


def in_sight() -> dict[str, Any]:
    """Return what becomes of a layer that must stay in sight, and may."""
    answers = {}
    for verb, wish in (
        ("-cut-out", {"hide": False}),
        ("-cut-out", {"output": "layer-mask"}),
        ("-blur-background", {}),
    ):
        image = open_photo()
        select_person(image)
        keep_visible(image, "normal")
        answers[f"{verb} {wish}"] = {**run(verb, image, **wish), "visible": describe(image)["visible"]}
        image.delete()
    return answers


def masked_as_a_group() -> list[bool]:
    """Return whether a group and the layer in it got a mask, both active."""
    image = open_photo()
    group = Gimp.GroupLayer.new(image)
    image.insert_layer(group, None, 0)
    image.reorder_item(image.get_layers()[1], group, 0)
    select_person(image)
    items = [group, *group.get_children()]
    assert run("-selection", image, items, output="layer-mask")["ok"]
    return [item.get_mask() is not None for item in items]
