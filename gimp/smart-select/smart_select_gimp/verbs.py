"""The procedures' work: look, ask, wait, put. Nothing is changed before the answer is there."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any, Callable, Final, Optional, Sequence

from smart_select_gimp import background
from smart_select_gimp.ask import Ask
from smart_select_gimp.effects import Effect
from smart_select_gimp.finer import finer_frame, refine_request, refined
from smart_select_gimp.gimp_api import Gimp, start_gegl
from smart_select_gimp.object_mask import ObjectMask, mask_of
from smart_select_gimp.outputs import Target, Wish, check_target, put
from smart_select_gimp.parasite import attached, kept_bytes, looks_of
from smart_select_gimp.problems import (
    ArgumentWrong,
    ImageChanged,
    NoBackground,
    NothingFound,
    NothingSelected,
    PromptNeeded,
    PromptOutdated,
    PromptUnknown,
)
from smart_select_gimp.prompting import ask_of_selection
from smart_select_gimp.refining import refined_mask
from smart_select_gimp.seeing import geometry_of, item_to_see, layers_of, look_at, reading
from smart_select_gimp.seen import Seen
from smart_select_gimp.setting_up.model_choice import model_to_use
from smart_select_gimp.steps import at_once
from smart_select_gimp.stored_prompt import StoredPrompt
from smart_select_gimp.worker_link import Tell, open_client, wait_for
from smart_select_plugin.call import Call
from smart_select_plugin.client import WorkerClient
from smart_select_plugin.prompt_text import PromptTextError, parse_box, parse_points
from smart_select_plugin.refinement import Refinement
from smart_select_plugin.wire.values import Selection, Warm

LIKELIEST: Final = "best"
VISIBLE: Final = "visible"
"""What the arguments say where nothing was chosen."""
KEPT_EDGE: Final = "mask"
"""The edge that is as the object was found."""

Say = Callable[[Seen], Ask]
"""Tells what is asked for in what was seen."""


@dataclass(frozen=True)
class Found:
    """An object, and the prompt that it was found by, as the image can keep it."""

    mask: ObjectMask
    prompt: Optional[StoredPrompt]


@dataclass(frozen=True)
class Errand:
    """One call of a procedure."""

    image: Any
    drawables: Sequence[Any]
    source: str
    model: str
    """An id; "" is the model that a kept prompt was made for, or else the one chosen in the set-up."""
    candidate: str
    wish: Wish
    tell: Tell
    points: str = ""
    box: str = ""
    prompt: str = ""
    edge: str = KEPT_EDGE
    """How soft the edge of GIMP's own masks becomes."""
    colour: Any = None
    effect: Optional[Effect] = None
    """What the worker makes; None where GIMP's own layers and masks do."""

    @property
    def model_id(self) -> str:
        """The model that is asked."""
        return self.model or model_to_use()

    @property
    def target(self) -> Target:
        """What is changed."""
        return Target(self.image, layers_of(self.drawables))


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
        found = _find(client, errand, _saying_what_is_there(errand))
        _check_background(errand.image, found.mask)
        mask = _with_edge(client, errand, found.mask)
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
        found = _find(client, errand, _saying_what_is_there(errand))
        _check_background(errand.image, found.mask)
        mask = _with_edge(client, errand, found.mask)
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
        mask = _find(client, errand, _saying_what_is_there(errand)).mask
        if effect.kind == "cutout":  # the worker would cut out all of the picture
            _check_background(errand.image, mask)
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
        found = _find(client, errand, say)
    put(errand.target, found.mask, errand.wish, found.prompt)
    return found.mask


def _find(client: WorkerClient, errand: Errand, say: Say) -> Found:
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


def _with_edge(client: WorkerClient, errand: Errand, mask: ObjectMask) -> ObjectMask:
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


def _check_background(image: Any, mask: ObjectMask) -> None:
    """Raise NoBackground where there is nothing to hide."""
    if mask.covers((image.get_width(), image.get_height())):
        raise NoBackground


def _check_same(image: Any, seen: Seen) -> None:
    """Raise ImageChanged unless the image is as it was when it was looked at."""
    if not image.is_valid() or not seen.geometry.shows_the_same(geometry_of(image)):
        raise ImageChanged


def _client() -> closing[WorkerClient]:
    return closing(open_client("GIMP"))
