"""Refine Selection: the current selection, drawn anew by the worker as it is wished for."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from smart_select_gimp.gimp_api import Gegl, buffer_of
from smart_select_gimp.object_mask import ObjectMask
from smart_select_gimp.outputs import Target, Wish, put
from smart_select_gimp.problems import ImageChanged, NothingSelected, NothingStays
from smart_select_gimp.refinement_arguments import refinement_of
from smart_select_gimp.refining import refined_mask
from smart_select_gimp.seeing import geometry_of, item_to_see
from smart_select_gimp.signature import bounds_of, selection_signature
from smart_select_gimp.worker_link import Tell, open_client


def refine_selection(image: Any, config: Any, tell: Tell) -> ObjectMask:
    """Change the selection as one undo step; raises Problem and WorkerError, and then nothing is changed.

    Where nothing is asked for, there is no step.
    """
    mask = selected_mask(image)
    wish = refinement_of(config, image)
    if wish.changes_nothing:
        return mask
    before = geometry_of(image), selection_signature(image)
    with closing(open_client("GIMP")) as client, item_to_see(image, (), "") as item:
        refined = refined_mask(client, item, mask, wish, tell)
    if not image.is_valid() or not before[0].shows_the_same(geometry_of(image)):
        raise ImageChanged
    if selection_signature(image) != before[1]:
        raise ImageChanged
    if refined is None:
        raise NothingStays
    put(Target(image, ()), refined, Wish())
    return refined


def selected_mask(image: Any) -> ObjectMask:
    """Return the selection, as soft as it is; raises NothingSelected."""
    bounds = bounds_of(image)
    if bounds is None:
        raise NothingSelected
    x0, y0, x1, y1 = bounds
    area = Gegl.Rectangle.new(x0, y0, x1 - x0, y1 - y0)
    values = buffer_of(image.get_selection()).get(area, 1.0, "Y u8", Gegl.AbyssPolicy.NONE)
    return ObjectMask(bounds, values)
