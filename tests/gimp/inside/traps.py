"""Images that are in the way of a call: what wrong_calls says of them is done to a photograph."""

from dataclasses import dataclass
from typing import Any

from bench_of_tests import describe, open_photo, run, select_person, selection_bytes
from gi.repository import Gegl, Gimp
from wrong_calls import GOOD


@dataclass(frozen=True)
class Trap:
    """An image, and the call that it is made for; `other` is another image, whose layers are given."""

    image: Any
    drawables: Any
    arguments: dict[str, Any]
    other: Any = None

    def state(self) -> Any:
        """Return what the call must not change."""
        images = [image for image in (self.image, self.other) if image is not None]
        return [(describe(image), selection_bytes(image)) for image in images]

    def delete(self) -> None:
        for image in (self.image, self.other):
            if image is not None:
                image.delete()


def trap_for(name: str, verb: str, given: dict[str, Any]) -> Trap:
    """Make what a wrong call needs."""
    image = open_photo()
    arguments = {**GOOD.get(verb, {}), **given} if name.split()[0] not in ("points", "no") else dict(given)
    if name == "no layer for a mask":
        arguments |= GOOD.get(verb, {})
    drawables = arguments.pop("drawables", None)
    if not arguments.pop("nothing selected", False):
        select_person(image)
    if name == "a background of nothing" and given["fill"] == "layer":
        photo = image.get_layers()
        arguments["layer"] = small_layer(image)
        image.set_selected_layers(photo)
    _change(image, arguments)
    if "clicks" in arguments:
        arguments["points"] = arguments.pop("clicks")
    if "box" in arguments or "prompt" in arguments:
        arguments.pop("points", None)
    other = open_photo() if arguments.pop("another", False) else None
    return Trap(image, drawables if other is None else other.get_layers(), arguments, other)


def _change(image: Any, arguments: dict[str, Any]) -> None:
    """Do to the image what the arguments say of it, which are none of the procedure's, and take them out."""
    for trap in ("elsewhere", "empty"):
        if arguments.pop(trap, False):
            small_layer(image)
    if arguments.pop("floating", False):
        Gimp.Selection.float(image, image.get_layers(), 0, 0)
    if arguments.pop("quick mask", False):
        mask = Gimp.Channel.new(image, "Qmask", 512, 512, 50.0, Gegl.Color.new("red"))
        image.insert_channel(mask, None, 0)
    for key, change in (("locked", lock_group), ("hidden", hide), ("keeps visible", keep_visible)):
        how = arguments.pop(key, "")
        if how:
            change(image, how)
    change_of_size = arguments.pop("keeps", "")
    if change_of_size:
        assert run("", image, points="200,200,+")["ok"]
        arguments.pop("points")
        if change_of_size == "flip":
            image.flip(Gimp.OrientationType.HORIZONTAL)
        else:
            image.scale(400, 400)


def small_layer(image: Any) -> Any:
    """Make a small transparent layer in the corner the active one, and return it."""
    kind, mode = Gimp.ImageType.RGBA_IMAGE, Gimp.LayerMode.NORMAL
    layer = Gimp.Layer.new(image, "small", 5, 5, kind, 100.0, mode)
    image.insert_layer(layer, None, 0)
    image.set_selected_layers([layer])
    return layer


def hide(image: Any, what: str) -> None:
    """Hide the layer, or put it into a group that is hidden; below it is something to see."""
    layer = image.get_layers()[0]
    image.insert_layer(layer.copy(), None, 1)
    image.set_selected_layers([layer])
    if what == "group":
        layer = Gimp.GroupLayer.new(image)
        image.insert_layer(layer, None, 0)
        image.reorder_item(image.get_layers()[1], layer, 0)
        image.set_selected_layers(layer.get_children())
    layer.set_visible(False)


def keep_visible(image: Any, mode: str) -> None:
    """Lock that the layer is seen, be it a faint one."""
    layer = image.get_layers()[0]
    layer.set_lock_visibility(True)
    if mode == "faint":
        layer.set_opacity(40.0)


def lock_group(image: Any, how: str) -> None:
    """Put the layer into a group that is locked, or into one in such a group."""
    group = Gimp.GroupLayer.new(image)
    image.insert_layer(group, None, 0)
    if how == "is in a locked one":
        inner = Gimp.GroupLayer.new(image)
        image.insert_layer(inner, group, 0)
    else:
        inner = group
    layer = image.get_layers()[1]
    image.reorder_item(layer, inner, 0)
    image.set_selected_layers([layer])
    if how == "must not move":
        group.set_lock_position(True)
    else:
        group.set_lock_content(True)
