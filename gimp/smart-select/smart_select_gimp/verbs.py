"""The procedures' work: look, ask, wait, put. Nothing is changed before the answer is there."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import Any, Callable, Sequence

from smart_select_gimp import background
from smart_select_gimp.ask import Ask
from smart_select_gimp.geometry import Geometry
from smart_select_gimp.gimp_api import Gimp
from smart_select_gimp.object_mask import ObjectMask, mask_of
from smart_select_gimp.outputs import Target, Wish, put
from smart_select_gimp.problems import ArgumentWrong, ImageChanged, NothingFound, NothingSelected
from smart_select_gimp.prompting import ask_of_selection
from smart_select_gimp.seeing import Seen, layers_of, look_at
from smart_select_gimp.worker_link import Tell, open_client, wait_for
from smart_select_plugin.call import Call
from smart_select_plugin.client import WorkerClient
from smart_select_plugin.prompt_text import PromptTextError, parse_box, parse_points
from smart_select_plugin.wire.values import Selection

Begin = Callable[[WorkerClient, Seen], Call]


@dataclass(frozen=True)
class Errand:
    """One call of a procedure."""

    image: Any
    drawables: Sequence[Any]
    source: str
    model: str
    candidate: str
    wish: Wish
    tell: Tell
    points: str = ""
    box: str = ""
    colour: Any = None
    blur_px: float = 0.0

    @property
    def target(self) -> Target:
        """What is changed."""
        return Target(self.image, layers_of(self.drawables))


def select_by_prompts(errand: Errand) -> ObjectMask:
    """Let points and a box, given as text, be the prompt."""
    try:
        points = parse_points(errand.points)
        box = parse_box(errand.box) if errand.box.strip() else None
    except PromptTextError as error:
        raise ArgumentWrong(str(error)) from error
    if not points and box is None:
        raise ArgumentWrong("Points or a box are needed to know what to select.")

    def begin(client: WorkerClient, seen: Seen) -> Call:
        ask = Ask(seen.frame.points_within(points), seen.frame.box_within(box))
        return predict(client, seen, ask, errand)

    return _run(errand, begin)


def select_by_selection(errand: Errand) -> ObjectMask:
    """Let the current selection be the prompt."""
    if Gimp.Selection.is_empty(errand.image):  # said before anything slow is done
        raise NothingSelected
    return _run(errand, _beginning_with_selection(errand))


def select_subject(errand: Errand) -> ObjectMask:
    """Select what the picture is of."""
    return _run(errand, _beginning_with_nothing(errand))


def remove_background(errand: Errand) -> ObjectMask:
    """Hide all but the object: what the selection means, or the subject where nothing is selected."""
    return _run(errand, _beginning_with_what_is_there(errand))


def replace_background(errand: Errand) -> ObjectMask:
    """Put a colour behind that object."""
    with _client() as client:
        mask = _find(client, errand, _beginning_with_what_is_there(errand))
    background.replace_background(errand.target, mask, errand.colour)
    return mask


def blur_background(errand: Errand) -> ObjectMask:
    """Blur what is behind that object."""
    with _client() as client:
        mask = _find(client, errand, _beginning_with_what_is_there(errand))
        layer = background.layer_for(errand.target, mask)
        before = Geometry.of(errand.image)
        new = background.blurred(client, layer, mask, errand.blur_px, errand.tell)
    _check_same(errand.image, before)
    background.insert_above(layer, new)
    return mask


def _beginning_with_selection(errand: Errand) -> Begin:
    def begin(client: WorkerClient, seen: Seen) -> Call:
        return predict(client, seen, ask_of_selection(errand.image, seen.frame), errand)

    return begin


def _beginning_with_nothing(errand: Errand) -> Begin:
    return lambda client, seen: client.subject(seen.picture, errand.model)


def _beginning_with_what_is_there(errand: Errand) -> Begin:
    is_empty = Gimp.Selection.is_empty(errand.image)
    return _beginning_with_nothing(errand) if is_empty else _beginning_with_selection(errand)


def predict(client: WorkerClient, seen: Seen, ask: Ask, errand: Errand) -> Call:
    """Begin to answer a prompt."""
    return client.predict(
        seen.picture,
        errand.model,
        points=ask.points,
        box=ask.box,
        rough=ask.rough,
        rough_area=ask.rough_area,
        candidate=errand.candidate,
    )


def _run(errand: Errand, begin: Begin) -> ObjectMask:
    with _client() as client:
        mask = _find(client, errand, begin)
    put(errand.target, mask, errand.wish)
    return mask


def _find(client: WorkerClient, errand: Errand, begin: Begin) -> ObjectMask:
    """Return the object; raises Problem, also where the image is another one meanwhile."""
    seen = look_at(errand.image, errand.drawables, errand.source)
    before = Geometry.of(errand.image)
    selection = wait_for(begin(client, seen), errand.tell)
    _check_same(errand.image, before)
    assert isinstance(selection, Selection)
    mask = mask_of(selection, seen.frame, (errand.image.get_width(), errand.image.get_height()))
    if mask is None:
        raise NothingFound
    return mask


def _check_same(image: Any, before: Geometry) -> None:
    if not image.is_valid() or not before.fits(Geometry.of(image)):
        raise ImageChanged


def _client() -> closing[WorkerClient]:
    return closing(open_client("GIMP"))
