"""From a prompt to an answer, as jobs: read a picture that has changed, ask the worker, sharpen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Callable, Final, Generator, Tuple

from smart_select_krita import documents
from smart_select_krita.failures import no_label, no_layer, nothing_to_see
from smart_select_krita.geometry import Area, Size, fitted
from smart_select_krita.jobs import Asked, batched, waiting
from smart_select_krita.labelled import merged
from smart_select_krita.link import WorkerLink
from smart_select_krita.options import Options
from smart_select_krita.picture_reading import DETAIL_SIDE, MODEL_SIDE, PictureReading
from smart_select_krita.prompts import Prompt, candidate_name
from smart_select_krita.watching import Glance, Watching, is_one_step_later
from smart_select_plugin.outlines import REDRAWN_BY_COLOUR
from smart_select_plugin.picture import Picture
from smart_select_plugin.wire.values import ListModels, ModelLine, Models, Refine, Reply, Request, Selection

_TURNS: Final = 30
"""How many turns of its event loop Krita may take to list an undo step that its threads have done."""

_MARGIN: Final = 0.06
"""How much of the object's size is sent around it for its edges."""


@dataclass(frozen=True)
class ReadPicture:
    """A document's picture as it was read, and what was seen of the document then."""

    document_id: str
    source: str
    layer_ids: Tuple[str, ...]
    glance: Glance
    picture: Picture
    image: Any
    """The same as a QImage, for the preview."""


class Answering:
    """Asks the worker about the document in front. `stage` is told what is being done, "" for nothing."""

    def __init__(self, link: WorkerLink, stage: Callable[[str], None]) -> None:
        self._link = link
        self._stage = stage
        self._watching = Watching()
        self.read: ReadPicture | None = None

    def forget(self) -> None:
        """Read the picture again next time."""
        self.read = None

    def start(self, request: Request) -> Asked:
        """Ask the worker anything; raises SetupNeeded."""
        return self._link.client().start(request)

    def selecting(self, steps: Generator[None, None, None]) -> Generator[None, None, None]:
        """Do what changes the selection by one undo step, and don't take that for a change of the picture."""
        before = self._watching.history()
        yield from steps
        now = self._watching.history()
        for _turn in range(_TURNS):
            if now != before:
                break
            yield
            now = self._watching.history()
        if self.read is not None and self.read.glance.history == before and is_one_step_later(now, before):
            self.read = replace(self.read, glance=replace(self.read.glance, history=now))

    def prepare(self, document_id: str, options: Options) -> Generator[None, None, ReadPicture]:
        """Have the picture read and encoded; raises Refusal, WorkerError, SetupNeeded, DocumentGone."""
        client = self._link.client()
        read = yield from self._current_picture(document_id, options.source)
        self._stage("encoding")
        yield from self._answer(client.encode(read.picture, options.model))
        return read

    def models(self) -> Generator[None, None, Tuple[ModelLine, ...]]:
        """Return all models that the worker knows of."""
        found = yield from self._answer(self.start(ListModels()))
        assert isinstance(found, Models)
        return found.models

    def ask(
        self, document_id: str, prompt: Prompt, previous: Selection | None, options: Options
    ) -> Generator[None, None, Selection]:
        """Return the worker's answer; `previous` is the answer that this prompt corrects."""
        client = self._link.client()
        read = yield from self._current_picture(document_id, options.source)
        self._stage("drawing")
        looks_for_subject = prompt.subject and not prompt.points
        candidate = options.candidate
        if candidate == "middle":
            candidate = candidate_name("middle", len(previous.scores)) if previous else "best"

        def ask(candidate: str) -> Any:
            if looks_for_subject:  # the best is taken: nothing was pointed at that could be a part
                return client.subject(read.picture, options.model)
            return client.predict(
                read.picture,
                options.model,
                points=prompt.points,
                box=prompt.whole_box,
                rough=prompt.rough,
                rough_area=prompt.rough_area,
                previous=previous,
                candidate=candidate,
            )

        answer = yield from self._answer(ask(candidate))
        assert isinstance(answer, Selection)
        is_clear = previous is not None or looks_for_subject
        if options.candidate == "middle" and not is_clear and len(answer.scores) > 2:
            # Now that it is known how many there are.
            answer = yield from self._answer(ask(candidate_name("middle", len(answer.scores))))
            assert isinstance(answer, Selection)
        return answer

    def sharpen(
        self, answer: Selection, prompt: Prompt, options: Options
    ) -> Generator[None, None, Selection]:
        """Return the answer with its edge drawn by all of the document's pixels, if a copy was sent."""
        read = self.read
        if read is None or answer.area is None or read.picture.size == read.picture.full_size:
            return answer
        if options.model in REDRAWN_BY_COLOUR:
            return answer
        document = documents.active(read.document_id)
        if document is None or _identity(document, read.source)[2] != read.layer_ids:
            return answer
        area = _with_margin(answer.area, read.picture.full_size)
        if (
            fitted((area[2] - area[0], area[3] - area[1]), DETAIL_SIDE)[0] * read.picture.full_size[0]
            < (area[2] - area[0]) * read.picture.size[0]
        ):
            return answer  # what would be sent is no finer than what the worker has
        self._stage("edges")
        reading = yield from _reading(document, read.source, area, side=DETAIL_SIDE)
        request = Refine(
            picture=read.picture.name,
            model=options.model,
            full_size=read.picture.full_size,
            area=area,
            size=reading.size,
            pixels=reading.pixels(),
            previous=answer.logits,
            previous_size=answer.logits_size,
            points=prompt.points,
        )
        sharp = yield from self._answer(self._link.client().start(request, read.picture))
        assert isinstance(sharp, Selection)
        return Selection(
            full_size=sharp.full_size,
            area=sharp.area,
            mask=sharp.mask,
            scores=answer.scores,
            candidate=answer.candidate,
            logits=answer.logits,
            logits_size=answer.logits_size,
        )

    def _current_picture(self, document_id: str, source: str) -> Generator[None, None, ReadPicture]:
        # What was painted a moment ago, Krita may still be drawing.
        document = yield from documents.settled(document_id)
        glance = self._watching.glance(document, source)
        read = self.read
        if (
            read is not None
            and _identity(document, source) == (read.document_id, read.source, read.layer_ids)
            and glance == read.glance
            and glance.history is not None
        ):
            return read
        if source != "visible" and not documents.layers_of(document, source):
            raise no_label() if documents.is_label(source) else no_layer()
        self._stage("reading")
        reading = yield from _reading(document, source)
        picture = reading.picture()
        if _is_plain(picture):
            raise nothing_to_see(source)
        if read is None or read.picture.name != picture.name:
            read = ReadPicture(document_id, source, reading.layer_ids, glance, picture, reading.image)
        # The same pixels as before are not sent and shown anew.
        self.read = replace(
            read, document_id=document_id, source=source, layer_ids=reading.layer_ids, glance=glance
        )
        return self.read

    def _answer(self, call: Asked) -> Generator[None, None, Reply]:
        return waiting(call, self._stage)


def _reading(
    document: Any, source: str, area: Area | None = None, *, side: int = MODEL_SIDE
) -> Generator[None, None, PictureReading]:
    """Read an area of what is looked at; a job."""
    shown = None
    if documents.is_label(source):
        whole = (0, 0, *documents.size_of(document))
        document_id = documents.identity(document)
        shown = yield from merged(document_id, source, area or whole)
        document = documents.front(document_id)  # it may have been closed meanwhile
    reading = PictureReading(document, source, area, side=side, merged=shown)
    yield from batched(reading.steps())
    if shown is not None:
        yield
        shown = reading.merged = None  # to forget a large copy takes a moment of its own
        yield
    return reading


def _identity(document: Any, source: str) -> Tuple[str, str, Tuple[str, ...]]:
    layers = documents.layers_of(document, source)
    return documents.identity(document), source, tuple(map(documents.node_id, layers))


def _is_plain(picture: Picture) -> bool:
    """Tell whether all pixels are the same."""
    pixels = bytes(picture.pixels)
    return pixels == pixels[:3] * (len(pixels) // 3)


def _with_margin(area: Area, full: Size) -> Area:
    x0, y0, x1, y1 = area
    margin = max(8, round(max(x1 - x0, y1 - y0) * _MARGIN))
    return max(0, x0 - margin), max(0, y0 - margin), min(full[0], x1 + margin), min(full[1], y1 + margin)
