"""The procedures' work: find the object, put what is made of it. Nothing is changed before it is there."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import Any, Callable

from smart_select_gimp import background
from smart_select_gimp.ask import Ask
from smart_select_gimp.effects import Effect
from smart_select_gimp.errand import KEPT_EDGE, LIKELIEST, VISIBLE, Errand
from smart_select_gimp.finding import Say, check_background, find, with_edge
from smart_select_gimp.gimp_api import Gimp
from smart_select_gimp.object_mask import ObjectMask
from smart_select_gimp.outputs import check_target, put
from smart_select_gimp.parasite import attached, kept_bytes
from smart_select_gimp.problems import (
    ArgumentWrong,
    ImageChanged,
    NothingSelected,
    PromptNeeded,
    PromptOutdated,
    PromptUnknown,
)
from smart_select_gimp.prompting import ask_of_selection
from smart_select_gimp.seeing import geometry_of
from smart_select_gimp.seen import Seen
from smart_select_gimp.stored_prompt import StoredPrompt
from smart_select_gimp.worker_link import open_client
from smart_select_plugin.client import WorkerClient
from smart_select_plugin.prompt_text import PromptTextError, parse_box, parse_points


def select_by_prompts(errand: Errand) -> ObjectMask:
    """Let points and a box be the prompt, or else a kept one that is given, or the one the image carries."""
    try:
        points = parse_points(errand.points)
        box = parse_box(errand.box) if errand.box.strip() else None
    except PromptTextError as error:
        raise ArgumentWrong(str(error)) from error
    if points or box is not None:
        return _run(errand, lambda seen: Ask(seen.frame.points_within(points), seen.frame.box_within(box)))
    kept = _kept(errand)
    return _run(_as_kept(errand, kept), lambda seen: Ask.of_stored(kept, seen.frame))


def select_by_selection(errand: Errand) -> ObjectMask:
    """Let the current selection be the prompt."""
    check_target(errand.target, errand.wish)  # both are said before anything slow is done
    if Gimp.Selection.is_empty(errand.image):
        raise NothingSelected
    return _run(errand, _saying_selection(errand))


def select_subject(errand: Errand) -> ObjectMask:
    """Select what the picture is of."""
    return _run(errand, _say_subject)


def remove_background(errand: Errand) -> ObjectMask:
    """Hide all but the object: what the selection means, or the subject where nothing is selected."""
    if errand.effect is not None:
        return make(errand)
    check_target(errand.target, errand.wish)
    with _client() as client:
        found = find(client, errand, _saying_what_is_there(errand))
        check_background(errand.image, found.mask)
        mask = with_edge(client, errand, found.mask)
    put(errand.target, mask, errand.wish, found.prompt)
    return mask


def replace_background(errand: Errand) -> ObjectMask:
    """Put something behind that object: a colour in a layer of its own, or what the worker makes of both."""
    if errand.effect is not None:
        return make(errand)
    if errand.edge != KEPT_EDGE and not background.is_deep(errand.image):
        cut_out = Effect("cutout", "", {"edge": errand.edge}, is_all=False)
        return _make(
            errand, cut_out, lambda layer, new, _: background.insert_before_colour(layer, new, errand.colour)
        )
    background.usable_layer(errand.target)
    with _client() as client:
        found = find(client, errand, _saying_what_is_there(errand))
        check_background(errand.image, found.mask)
        mask = with_edge(client, errand, found.mask)
    background.replace_background(errand.target, mask, errand.colour)
    return mask


def make(errand: Errand) -> ObjectMask:
    """Put a layer above the active one with what the worker makes of it and that object."""
    effect = errand.effect
    assert effect is not None, "a verb that makes something says what"
    return _make(
        errand, effect, lambda layer, new, mask: background.insert_composed(layer, new, mask, effect)
    )


def _make(errand: Errand, effect: Effect, insert: Callable[[Any, Any, ObjectMask], None]) -> ObjectMask:
    """Have `insert` put what the worker makes beside the layer that it is made of, and return the object."""
    background.check_can_be_hidden(background.usable_layer(errand.target), effect)
    with _client() as client:
        mask = find(client, errand, _saying_what_is_there(errand)).mask
        if effect.kind == "cutout":  # the worker would cut out all of the picture
            check_background(errand.image, mask)
        layer = background.layer_for(errand.target, mask)
        before = geometry_of(errand.image)
        new = background.composed(client, layer, mask, effect, errand.tell)
    if not errand.image.is_valid() or not before.shows_the_same(geometry_of(errand.image)):
        raise ImageChanged
    insert(layer, new, mask)
    return mask


def _kept(errand: Errand) -> StoredPrompt:
    """Return the prompt that was given as images keep it, or else the one that this image keeps."""
    if errand.prompt.strip():
        given = StoredPrompt.from_bytes(errand.prompt.encode("utf-8"))
        if given is None:
            raise PromptUnknown
        return given
    kept = attached(errand.image)
    if kept is None:
        raise PromptOutdated if kept_bytes(errand.image) else PromptNeeded
    return kept


def _as_kept(errand: Errand, kept: StoredPrompt) -> Errand:
    """Return the errand with what the prompt was kept with, where the call asks for nothing else."""
    return replace(
        errand,
        model=errand.model or kept.model,
        candidate=kept.candidate if errand.candidate == LIKELIEST else errand.candidate,
        source=kept.source if errand.source == VISIBLE else errand.source,
    )


def _saying_selection(errand: Errand) -> Say:
    return lambda seen: ask_of_selection(errand.image, seen.frame)


def _say_subject(seen: Seen) -> Ask:
    return Ask(subject=True)


def _saying_what_is_there(errand: Errand) -> Say:
    return _say_subject if Gimp.Selection.is_empty(errand.image) else _saying_selection(errand)


def _run(errand: Errand, say: Say) -> ObjectMask:
    check_target(errand.target, errand.wish)  # said before anything slow is done
    with _client() as client:
        found = find(client, errand, say)
    put(errand.target, found.mask, errand.wish, found.prompt)
    return found.mask


def _client() -> closing[WorkerClient]:
    return closing(open_client("GIMP"))
