"""What becomes of an object's mask: selection, layer mask, layer, channel or path, as one undo step."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Callable, Dict, Final, Iterator, Optional, Sequence

from smart_select_gimp.channels import (
    deleted_on_failure,
    inserted,
    making_channel,
    must,
    new_channel,
    one_undo_step,
    same_items_active,
    same_selection,
)
from smart_select_gimp.gimp_api import Gimp
from smart_select_gimp.i18n import _
from smart_select_gimp.layer_masks import mask_layer, overlaps
from smart_select_gimp.object_mask import ObjectMask
from smart_select_gimp.parasite import attach
from smart_select_gimp.problems import (
    GroupLocked,
    ImageChanged,
    LayerElsewhere,
    LayerFloats,
    LayerHidden,
    LayerLocked,
    LayerNeeded,
    NothingLeft,
    QuickMaskOn,
)
from smart_select_gimp.selecting import combine, is_coded_for_eye, saved
from smart_select_gimp.steps import MORE, Steps, at_once
from smart_select_gimp.stored_prompt import StoredPrompt


@dataclass(frozen=True)
class Wish:
    """What the user wants of a mask. `feather_px` and `grow_px` (negative: shrink) are image pixels."""

    output: str = "selection"
    operation: str = "replace"
    feather_px: float = 0.0
    grow_px: int = 0


@dataclass(frozen=True)
class Target:
    """What is changed: an image and its active layers."""

    image: Any
    layers: Sequence[Any]


def put(target: Target, mask: ObjectMask, wish: Wish, prompt: Optional[StoredPrompt] = None) -> None:
    """Do what is wished as one undo step; raises Problem, and then nothing is changed.

    `prompt` is what the image shall remember of how the object was found.
    """
    at_once(putting(target, mask, wish, prompt))


def putting(
    target: Target,
    mask: ObjectMask,
    wish: Wish,
    prompt: Optional[StoredPrompt] = None,
    fits: Callable[[], bool] = lambda: True,
    first: Callable[[], None] = lambda: None,
) -> Steps[None]:
    """Do what `put` does in steps of some milliseconds, of which only the last changes the image.

    Before that one, `fits` is asked whether the mask still belongs there; `first` is part of its undo step.
    """
    check_target(target, wish)
    if wish.output in _OF_LAYERS and not all(overlaps(layer, mask) for layer in target.layers):
        raise LayerElsewhere
    if wish.grow_px < 0:
        _check_something_left(mask, -wish.grow_px)
        yield MORE
    is_coded = _goes_through_selection(wish) and is_coded_for_eye(target.image)
    channel = yield from making_channel(target.image, mask, "Smart Select", is_coded=is_coded)
    with deleted_on_failure(channel):
        if not target.image.is_valid() or not fits():
            raise ImageChanged
    with one_undo_step(target.image):
        first()
        _OUTPUTS[wish.output](target, channel, wish)
        if prompt is not None:
            attach(target.image, prompt)
    Gimp.displays_flush()


def check_target(target: Target, wish: Wish) -> None:
    """Raise Problem where what is wished can't be made there, whatever the mask."""
    image = target.image
    if wish.output in ("selection", *_OF_LAYERS) and image.is_valid():
        check_nothing_floats(image)
    if wish.output == "selection" and image.is_valid() and image.get_channel_by_name(_QUICK_MASK) is not None:
        raise QuickMaskOn
    if wish.output in _OF_LAYERS:
        _check_layers(target)


def _check_layers(target: Target) -> None:
    if not target.layers:
        raise LayerNeeded
    if not all(layer.is_valid() for layer in target.layers):
        raise ImageChanged  # it was deleted while the answer was computed
    check_usable(target.layers)


def check_nothing_floats(image: Any) -> None:
    """Raise LayerFloats where there is a floating selection.

    GIMP shows of it what is selected besides, and knows it for no selection.
    """
    if image.get_floating_sel() is not None:
        raise LayerFloats


def check_usable(layers: Sequence[Any]) -> None:
    """Raise LayerLocked, GroupLocked or LayerHidden where a layer, or a group around it, is.

    GIMP would write into it, and nobody would see it.
    """
    for layer in layers:
        if layer.get_lock_content():
            raise LayerLocked(layer.get_name())
        if not layer.get_visible():
            raise LayerHidden(layer.get_name())
        group = layer.get_parent()
        while group is not None:
            if group.get_lock_content() or group.get_lock_position():
                raise GroupLocked(group.get_name())
            if not group.get_visible():
                raise LayerHidden(group.get_name())
            group = group.get_parent()


def _check_something_left(mask: ObjectMask, shrink_px: int) -> None:
    """Raise NothingLeft where nothing of the mask is left when it shrinks; tried in an image of its own."""
    x0, y0 = mask.area[:2]
    trial = Gimp.Image.new(*mask.size, Gimp.ImageBaseType.GRAY)
    try:
        moved = replace(mask, area=(0, 0, mask.area[2] - x0, mask.area[3] - y0))
        with inserted(trial, new_channel(trial, moved, "Smart Select")) as channel:
            must(trial.select_item(Gimp.ChannelOps.REPLACE, channel))
        Gimp.Selection.shrink(trial, shrink_px)
        if Gimp.Selection.is_empty(trial):
            raise NothingLeft
    finally:
        trial.delete()


def _to_selection(target: Target, made: Any, wish: Wish) -> None:
    with same_items_active(target.image), _shaped(target.image, made, wish) as channel:
        combine(target.image, channel, _operation(wish))


def _to_layer_mask(target: Target, made: Any, wish: Wish) -> None:
    with same_items_active(target.image), _shaped(target.image, made, wish) as channel:
        for layer in target.layers:
            mask_layer(layer, channel, _operation(wish))


def _to_new_layer(target: Target, made: Any, wish: Wish) -> None:
    image = target.image
    copies = []
    with same_items_active(image), _shaped(image, made, wish) as channel:
        for layer in target.layers:
            copy = layer.copy()
            copy.set_name(_("{layer}: object").format(layer=layer.get_name()))
            must(image.insert_layer(copy, layer.get_parent(), image.get_item_position(layer)))
            mask_layer(copy, channel, Gimp.ChannelOps.REPLACE)
            copies.append(copy)
    image.set_selected_layers(copies)


def _to_channel(target: Target, made: Any, wish: Wish) -> None:
    image = target.image
    with same_items_active(image), _shaped(image, made, wish) as channel:
        kept = channel.copy()
        kept.set_name(_("Object"))
        must(image.insert_channel(kept, None, 0))


def _to_path(target: Target, made: Any, wish: Wish) -> None:
    image = target.image
    before = {path.get_id() for path in image.get_paths()}
    active = image.get_selected_paths()
    with same_items_active(image), same_selection(image), _shaped(image, made, wish) as channel:
        must(image.select_item(Gimp.ChannelOps.REPLACE, channel))
        tracing = Gimp.get_pdb().lookup_procedure("plug-in-sel2path")
        settings = tracing.create_config()
        settings.set_property("image", image)
        must(tracing.run(settings).index(0) == Gimp.PDBStatusType.SUCCESS)
        # GIMP's own procedure leaves its progress; where help was opened before, the first end is not enough.
        Gimp.progress_end()
        Gimp.progress_end()
    for path in image.get_paths():
        if path.get_id() not in before:
            path.set_name(_("Object"))
            path.set_visible(True)
    image.set_selected_paths(active)  # the next click of the Path tool is not meant for the new one


@contextmanager
def _shaped(image: Any, made: Any, wish: Wish) -> Iterator[Any]:
    """Have a channel with the mask in the image for a while, grown and feathered."""
    with inserted(image, made) as channel:
        if not wish.grow_px and not wish.feather_px:
            yield channel
            return
        with same_selection(image):
            must(image.select_item(Gimp.ChannelOps.REPLACE, channel))
            if wish.grow_px > 0:
                Gimp.Selection.grow(image, wish.grow_px)
            elif wish.grow_px < 0:
                Gimp.Selection.shrink(image, -wish.grow_px)
            if wish.feather_px:
                Gimp.Selection.feather(image, wish.feather_px)
            shaped = saved(image, is_coded=wish.output in _SELECTING)
        try:
            yield shaped
        finally:
            image.remove_channel(shaped)


def _goes_through_selection(wish: Wish) -> bool:
    return wish.output in _SELECTING or bool(wish.grow_px or wish.feather_px)


def _operation(wish: Wish) -> Any:
    return {
        "replace": Gimp.ChannelOps.REPLACE,
        "add": Gimp.ChannelOps.ADD,
        "subtract": Gimp.ChannelOps.SUBTRACT,
        "intersect": Gimp.ChannelOps.INTERSECT,
    }[wish.operation]


_QUICK_MASK: Final = "Qmask"
"""GIMP's name for its channel in every language, by which alone it knows that."""

_OF_LAYERS: Final = ("layer-mask", "new-layer")
"""Outputs that are made of the active layers."""

_SELECTING: Final = ("selection", "path")
"""Outputs that are made of a selection of the object."""

_OUTPUTS: Final[Dict[str, Callable[[Target, Any, Wish], None]]] = {
    "selection": _to_selection,
    "layer-mask": _to_layer_mask,
    "new-layer": _to_new_layer,
    "channel": _to_channel,
    "path": _to_path,
}
