"""The way from a picture file to the chosen candidate, which all selecting commands share."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter
from typing import Any, Protocol

import numpy as np

from smart_select.cli.arguments import DEFAULT_PROVIDER, SelectionRequest
from smart_select.cli.backend import Backend, Selector
from smart_select.cli.edge_options import SecondLook
from smart_select.cli.output import Reporter
from smart_select.detail import detailed_mask
from smart_select.errors import NothingLeft, NothingSelected, PromptInvalid
from smart_select.masks.grid import over_photo
from smart_select.masks.shaping import shape
from smart_select.masks.snapping import snap
from smart_select.matting.trimap import share_of, touched_up
from smart_select.photo.files import check_output
from smart_select.photo.reading import LoadedPhoto, read_photo
from smart_select.prompting import chosen, stroke_points
from smart_select.values import SOLID, Candidate, Logits, Mask, Photo, Point, Prediction, Prompt, Size
from smart_select.verbs import with_edge

_log = logging.getLogger(__name__)


class Listener(Protocol):
    """Who hears what a selection is doing; a Reporter is one."""

    def step(self, doing: str) -> None:
        """Hear that something begins."""

    def warn(self, sentence: str) -> None:
        """Hear of something that does not stop it."""


@dataclass
class Stopwatch:
    """Seconds per step, rounded for people; a step that comes twice is added up."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def measure(self, step: str) -> Iterator[None]:
        """Time what happens inside as `step`."""
        start = perf_counter()
        try:
            yield
        finally:
            self.seconds[step] = round(self.seconds.get(step, 0.0) + perf_counter() - start, 4)


@dataclass(frozen=True, eq=False)
class Selected:
    """A picture and what was selected in it.

    `candidate` is the chosen one of the prediction, number `index`, its mask changed as was asked for.
    """

    photo: LoadedPhoto
    prediction: Prediction
    index: int
    candidate: Candidate
    provider_note: str

    @property
    def share(self) -> float:
        """Which part of the picture is selected, 0…1."""
        return self.candidate.area / (self.photo.size[0] * self.photo.size[1])


def check_paths(request: SelectionRequest, *others: Path) -> None:
    """Refuse, before anything is computed, an output that can't be written or that is one of the inputs."""
    if not request.to_stdout:
        masks = [request.rough_mask] if request.rough_mask else []
        check_output(request.output, sources=[request.image, *masks, *others])


def select_object(
    request: SelectionRequest,
    backend: Backend,
    reporter: Reporter,
    stopwatch: Stopwatch,
    check_fits: Callable[[Path, LoadedPhoto], None] | None = None,
) -> Selected:
    """Read, encode and decode as the request says; raises SmartSelectError (also NothingSelected).

    `check_fits` is given the output and what was read before the slow part, and may raise.
    """
    reporter.step("Reading")
    with stopwatch.measure("read"):
        picture = read_picture(request)
    if check_fits is not None:
        check_fits(request.output, picture.photo)
    if picture.photo.is_animated:
        reporter.warn(first_frame_note(request.image, picture.photo))
    if picture.prompt is not None:
        # The engine would say so too, but only after the slow part.
        backend.check_prompt(picture.prompt, picture.photo.size)
    reporter.step("Encoding")
    with stopwatch.measure("load"):
        engine = backend.load(request.model, request.provider)
    return select_in(picture, request, backend, engine, reporter, stopwatch)


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture that was read, and the prompt on it; None stands for the subject."""

    photo: LoadedPhoto
    prompt: Prompt | None


def read_picture(request: SelectionRequest) -> Picture:
    """Read the request's picture and rough mask; raises ImageUnreadable and PromptInvalid."""
    photo = read_photo(request.image, limit_pixels=request.limit_pixels)
    return Picture(photo, None if request.subject else _read_prompt(request, photo))


def select_in(
    picture: Picture,
    request: SelectionRequest,
    backend: Backend,
    engine: Selector,
    reporter: Listener,
    stopwatch: Stopwatch,
) -> Selected:
    """Encode and decode a picture, and change the mask as asked for; raises as `select_object`."""
    photo, prompt = picture.photo, picture.prompt
    with stopwatch.measure("encode"):
        embedding = engine.encode(photo.pixels)
    if engine.cache_problem:
        reporter.warn(engine.cache_problem)
    reporter.step("Selecting")
    with stopwatch.measure("select"):
        prediction = (
            backend.select_subject(engine, embedding) if prompt is None else engine.predict(embedding, prompt)
        )
        index = chosen(prediction, str(request.choice))
        answered = candidate = prediction.candidates[index]
        points = () if prompt is None else tuple(prompt.points)
        if not request.snap:
            candidate = _seen_again(candidate, photo, points, engine, request.second_look)
        if request.snap and prompt is not None and isinstance(prompt.mask, np.ndarray):
            masks = [one.mask for one in prediction.candidates]
            candidate = _with_mask(candidate, snap(prompt.mask, photo.pixels, masks))
        if not candidate.area:
            raise NothingSelected
        # A lasso is not what the model said.
        logits = None if request.snap else _logits_of(candidate, answered, engine.covered(photo.size))
        edged = with_edge(photo.colours, candidate.mask, request.edge, logits)
        if edged is not candidate.mask:
            candidate = _with_mask(candidate, edged)
        candidate = _shaped(candidate, request, prompt, photo.size)
    _log.info("%s: score %.3f, area %d", request.image, candidate.score, candidate.area)
    return Selected(photo, prediction, index, candidate, engine.provider_note)


def first_frame_note(path: Path, photo: LoadedPhoto) -> str:
    """Return what is said of an animation, or of a scan of several pages."""
    if photo.format == "TIFF":
        return f"{path} has several pages; the first one was taken."
    return f"{path} is animated; its first frame was taken."


def result_record(
    request: SelectionRequest, selected: Selected, stopwatch: Stopwatch, kind: str
) -> dict[str, Any]:
    """Return what --json prints; `bounding_box` is x0, y0, x1, y1 as --box takes it."""
    width, height = selected.photo.size
    return {
        "output": str(request.output),
        "format": kind,
        "score": round(float(selected.candidate.score), 4),
        "area": selected.candidate.area,
        "bounding_box": selected.candidate.bounding_box,
        "candidate": selected.index + 1,
        # Scores only: another candidate's area would cost the rendering of its whole mask.
        "candidates": [
            {"score": round(float(candidate.score), 4)} for candidate in selected.prediction.candidates
        ],
        "image_size": {"width": width, "height": height},
        "model": request.model,
        "provider": selected.provider_note,
        "seconds": stopwatch.seconds,
    }


def result_sentence(request: SelectionRequest, selected: Selected) -> str:
    """Return what people read when all is done."""
    percent = 100 * selected.share
    share = f"{percent:.0f}" if percent >= 1 else "less than 1"
    where = "to stdout" if request.to_stdout else str(request.output)
    note = "" if request.provider == DEFAULT_PROVIDER else f"; {selected.provider_note}"
    return f"wrote {where} (score {selected.candidate.score:.2f}, {share} % of the picture{note})"


def read_rough_mask(path: Path, photo: LoadedPhoto, *, limit_pixels: int) -> Mask:
    """Return a rough mask (H×W uint8, light = wanted, transparent = not) of the photo's size from a picture
    file.

    Raises ImageUnreadable, and PromptInvalid when the sizes differ.
    """
    drawn = read_photo(path, limit_pixels=limit_pixels)
    if drawn.size != photo.size:
        sizes = ["{}×{}".format(*size) for size in (drawn.size, photo.size)]
        raise PromptInvalid(
            f"The rough mask {path} has {sizes[0]} pixels and the picture {sizes[1]}; "
            "make them the same size."
        )
    light: Mask = drawn.colours.max(axis=2)
    return light if drawn.alpha is None else np.minimum(light, drawn.alpha)


def _read_prompt(request: SelectionRequest, photo: LoadedPhoto) -> Prompt:
    mask = (
        read_rough_mask(request.rough_mask, photo, limit_pixels=request.limit_pixels)
        if request.rough_mask
        else None
    )
    painted: list[Point] = []
    for stroke in request.strokes:
        painted += stroke_points([(x, y) for x, y, _ in stroke], stroke[0][2], photo.size)
    if mask is not None and not painted and not request.points and request.box is None:
        _check_says_something(mask, request.rough_mask)
    return Prompt(points=(*request.points, *painted), box=request.box, mask=mask)


def _shaped(candidate: Candidate, request: SelectionRequest, prompt: Prompt | None, size: Size) -> Candidate:
    points = () if prompt is None else tuple(prompt.points)
    shaping = request.shaping.for_picture(size, points)
    if shaping.changes_nothing:
        return candidate
    changed = _with_mask(candidate, shape(candidate.mask, shaping))
    if not changed.area:
        raise NothingLeft
    return changed


def _seen_again(
    candidate: Candidate, photo: LoadedPhoto, points: tuple[Point, ...], engine: Selector, how: SecondLook
) -> Candidate:
    """Return the candidate as a second look draws it; as it is where that is not wanted, or does not pay."""
    if how == "never":
        return candidate

    def look(pixels: Photo, prompt: Prompt) -> Candidate:
        return engine.predict(engine.encode(pixels), prompt).best

    mask = detailed_mask(candidate, photo.pixels, points, look, always=how == "always")
    return candidate if mask is candidate.mask else _with_mask(candidate, mask)


def _check_says_something(mask: Mask, path: Path | None) -> None:
    """Raise PromptInvalid for a rough mask, the only prompt, that has all of the picture in it."""
    if mask.size and mask.min() >= SOLID:
        raise PromptInvalid(
            f"The rough mask {path} covers the whole picture, so it points at nothing; "
            "paint over what you want and leave the rest black, or use --subject."
        )


def _logits_of(candidate: Candidate, answered: Candidate, covered: tuple[float, float]) -> Logits:
    """Return the answer's logits over the photo, as sure of what a second look has changed as its mask is."""
    logits = over_photo(answered.logits, covered)
    if candidate is answered:
        return logits
    before, after = (share_of(one.mask, logits.shape) for one in (answered, candidate))
    return touched_up(logits, before, after)


def _with_mask(candidate: Candidate, mask: Mask) -> Candidate:
    return replace(candidate, render=lambda _logits: mask)
