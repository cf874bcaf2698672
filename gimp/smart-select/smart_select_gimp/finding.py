"""From a prompt to an object: look, ask, wait, and look whether the image is still the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Callable, Optional

from smart_select_gimp.ask import Ask
from smart_select_gimp.errand import Errand
from smart_select_gimp.finer import finer_frame, refine_request, refined
from smart_select_gimp.gimp_api import start_gegl
from smart_select_gimp.object_mask import ObjectMask, mask_of
from smart_select_gimp.parasite import looks_of
from smart_select_gimp.problems import ImageChanged, NoBackground, NothingFound
from smart_select_gimp.refining import refined_mask
from smart_select_gimp.seeing import geometry_of, item_to_see, look_at, reading
from smart_select_gimp.seen import Seen
from smart_select_gimp.steps import at_once
from smart_select_gimp.stored_prompt import StoredPrompt
from smart_select_gimp.worker_link import wait_for
from smart_select_plugin.call import Call
from smart_select_plugin.client import WorkerClient
from smart_select_plugin.refinement import Refinement
from smart_select_plugin.wire.values import Selection, Warm

Say = Callable[[Seen], Ask]
"""Tells what is asked for in what was seen."""


@dataclass(frozen=True)
class Found:
    """An object, and the prompt that it was found by, as the image can keep it."""

    mask: ObjectMask
    prompt: Optional[StoredPrompt]


def find(client: WorkerClient, errand: Errand, say: Say) -> Found:
    """Return the object; raises Problem, also where the image is another one meanwhile."""
    image, model = errand.image, errand.model_id
    client.start(Warm(model))  # the worker gets ready while we look
    seen = look_at(image, errand.drawables, errand.source)
    ask = say(seen)
    call = _asking(client, errand, seen, ask)
    start_gegl()  # this and the next while the worker computes
    looks = looks_of(image)
    selection = _waited(call, errand)
    _check_same(image, seen)
    sharp = _with_finer_edge(client, errand, seen, ask, selection)
    if sharp is not selection:  # that has taken a while, too
        _check_same(image, seen)
    canvas = image.get_width(), image.get_height()
    mask = mask_of(sharp, seen.frame, canvas)
    if mask is None:
        raise NothingFound
    prompt = ask.to_stored(
        seen.frame,
        canvas,
        looks,
        candidate=errand.candidate,
        source=errand.source,
        model=model,
    )
    return Found(mask, prompt)


def _asking(client: WorkerClient, errand: Errand, seen: Seen, ask: Ask) -> Call:
    """Begin to have the prompt answered."""
    model = errand.model_id
    if ask.corrects_subject:
        ask = replace(ask, previous=_waited(client.subject(seen.picture, model), errand))
    return ask.to_worker(client, seen, model, errand.candidate)


def _waited(call: Call, errand: Errand) -> Selection:
    answer = wait_for(call, errand.tell)
    assert isinstance(answer, Selection)
    return answer


def _with_finer_edge(
    client: WorkerClient, errand: Errand, seen: Seen, ask: Ask, selection: Selection
) -> Selection:
    """Have the edge of an object drawn by the picture's own pixels, where a smaller copy was looked at."""
    model = errand.model_id
    finer = finer_frame(selection, seen, model)
    if finer is None:
        return selection
    with item_to_see(errand.image, errand.drawables, errand.source) as item:
        pixels = at_once(reading(item, finer))
    if pixels is None:  # an object of transparent pixels
        return selection
    request = refine_request(selection, ask.points, seen, model, finer, pixels)
    sharp = wait_for(client.start(request, seen.picture), errand.tell)
    assert isinstance(sharp, Selection)
    return refined(selection, sharp)


def with_edge(client: WorkerClient, errand: Errand, mask: ObjectMask) -> ObjectMask:
    """Return the mask as soft as the call wants it, by the pixels that the model has seen."""
    wish = Refinement(edge=errand.edge)
    if wish.changes_nothing:
        return mask
    image, before = errand.image, geometry_of(errand.image)
    with item_to_see(image, errand.drawables, errand.source) as item:
        edged = refined_mask(client, item, mask, wish, errand.tell)
    if not image.is_valid() or not before.shows_the_same(geometry_of(image)):
        raise ImageChanged
    return edged or mask


def check_background(image: Any, mask: ObjectMask) -> None:
    """Raise NoBackground where there is nothing to hide."""
    if mask.covers((image.get_width(), image.get_height())):
        raise NoBackground


def _check_same(image: Any, seen: Seen) -> None:
    """Raise ImageChanged unless the image is as it was when it was looked at."""
    if not image.is_valid() or not seen.geometry.shows_the_same(geometry_of(image)):
        raise ImageChanged
