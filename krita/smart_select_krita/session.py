"""One window's work: what was asked, what came back, what is written. No widgets in here.

Everything runs in `tick`, which a timer calls; nothing in it takes long. Whatever goes wrong ends the job and
becomes one sentence in `message`.
"""

from __future__ import annotations

from typing import Any, Callable, Generator, Tuple

from smart_select_krita import app, documents, selecting
from smart_select_krita.answering import Answering, ReadPicture
from smart_select_krita.failures import SetupNeeded, no_document, sentence_of
from smart_select_krita.geometry import ImagePoint, is_inside
from smart_select_krita.history import History
from smart_select_krita.jobs import Job
from smart_select_krita.link import WorkerLink
from smart_select_krita.log import log
from smart_select_krita.options import Options
from smart_select_krita.prompts import Prompt, prompt_of_selection
from smart_select_krita.writing import operation_now, write
from smart_select_plugin.selection_prompt import prompt_from_selection
from smart_select_plugin.wire.values import Selection


class Session:
    """`changed` is called whenever there is something new to show."""

    def __init__(self, link: WorkerLink, options: Options, changed: Callable[[], None]) -> None:
        self.options = options
        self.message = ""
        self.stage = ""
        self.needs_setup = False
        self.hovered: Selection | None = None
        self.models: Tuple[Tuple[str, str], ...] = ()
        """Id and name of those that can be used; none as long as nobody asked."""
        self.written: Any = None
        """The digest of the selection that was written last."""
        self._changed = changed
        self._answering = Answering(link, self._show_stage)
        self._job: Job | None = None
        self._hover_job: Job | None = None
        self._hover_point: ImagePoint | None = None
        self._history: History[Selection] = History()
        self._base: Any = None
        self._operation = "replace"
        self._document_id = ""

    # What there is to show.

    @property
    def prompt(self) -> Prompt:
        """Return what was asked last."""
        return self._history.latest()[0]

    @property
    def answer(self) -> Selection | None:
        """Return the newest answer."""
        return self._history.latest()[1]

    @property
    def read(self) -> ReadPicture | None:
        """Return the picture as the model sees it."""
        return self._answering.read

    @property
    def is_busy(self) -> bool:
        """Tell whether something is going on that could be cancelled."""
        return self._job is not None

    # What the user does.

    def prepare(self) -> None:
        """Get ready for the first click."""
        self._begin(self._prepare())

    def point(self, point: ImagePoint, wanted: bool) -> None:
        """Point at something that is wanted, or not."""
        document = self._front()
        if document is None or not is_inside(point, documents.size_of(document)):
            return
        self._catch_up(document)
        prompt = self.prompt.with_point(point, wanted)
        if not wanted and not self.prompt:
            self._say("Click something that you want first.")
            return
        self._begin(self._select(prompt))

    def box(self, first: ImagePoint, second: ImagePoint) -> None:
        """Draw a box around something: another object begins."""
        document = self._front()
        if document is None:
            return
        width, height = documents.size_of(document)
        x0, x1 = sorted(min(max(x, 0.0), float(width)) for x in (first.x, second.x))
        y0, y1 = sorted(min(max(y, 0.0), float(height)) for y in (first.y, second.y))
        if x1 - x0 >= 1 and y1 - y0 >= 1:
            self.new_object()
            self._start_object(document)
            self._begin(self._select(Prompt(box=(x0, y0, x1, y1))))

    def from_selection(self) -> None:
        """Snap what the user has selected by hand to the object in it."""
        document = self._front()
        if document is None:
            return
        pixels = documents.selected_pixels(document)
        found = (
            prompt_from_selection(
                pixels.mask,
                pixels.size,
                image_size=documents.size_of(document),
                origin=(float(pixels.area[0]), float(pixels.area[1])),
            )
            if pixels is not None
            else None
        )
        if found is None:
            self._say("Nothing is selected; draw around something first.")
            return
        self.new_object()
        self._start_object(document)
        # What was drawn only shows what is meant, so it does not stay part of the result.
        self._base, self._operation = None, "replace"
        self._begin(self._select(prompt_of_selection(found)))

    def subject(self) -> None:
        """Select what the picture is of."""
        document = self._front()
        if document is not None:
            self.new_object()
            self._start_object(document)
            self._begin(self._select(Prompt(subject=True)))

    def remove_point(self, number: int) -> None:
        """Take one point back."""
        document = self._front()
        if document is None:
            return
        self._catch_up(document)
        prompt = self.prompt.without_point(number)
        if not any(label for _, _, label in prompt.points) and not prompt.box and not prompt.rough:
            self._begin(self._clear(), keep=True)
        else:
            self._begin(self._select(prompt, anew=True))

    def ask_again(self) -> None:
        """Ask the same with other options."""
        if self.prompt and self._front() is not None:
            self._begin(self._select(self.prompt, anew=True))

    def make(self) -> None:
        """Make the mask or layer of the answer that is shown."""
        if self.answer is None:
            self._say("Click something first.")
        else:
            self._begin(self._make(self.answer))

    def new_object(self) -> None:
        """Leave the object as it is; the next click begins another."""
        self.cancel()
        self._history = History()
        self._base = None
        self._document_id = ""
        self._changed()

    def cancel(self) -> None:
        """Stop what is going on."""
        for job in (self._job, self._hover_job):
            if job is not None:
                job.cancel()
        self._job = self._hover_job = None
        self.hovered = None
        self._show_stage("")

    def hover(self, point: ImagePoint | None) -> None:
        """Show what a click here would select; None for nowhere."""
        self._hover_point = point
        if point is None and self.hovered is not None:
            self.hovered = None
            self._changed()

    def follow_undo(self) -> None:
        """Take back the points whose selection was taken back with Ctrl+Z."""
        if self._history.steps and not self.is_busy and documents.active(self._document_id) is not None:
            before = len(self._history.steps)
            self._history.follow(self._digest())
            if len(self._history.steps) != before:
                self._changed()

    # What the timer does.

    def tick(self) -> None:
        """Go on a little. Never raises."""
        job = self._job or self._hover_job
        if job is not None:
            self._advance(job)
        elif self._hover_point is not None and self.read is not None and self.options.hover:
            point, self._hover_point = self._hover_point, None
            self._hover_job = Job(self._look(point))

    def _advance(self, job: Job) -> None:
        try:
            job.step()
        except Exception as error:  # a job is one of the entry points: Krita must not see our mistakes
            self.needs_setup = isinstance(error, SetupNeeded)
            sentence = sentence_of(error)
            if sentence:
                self._say(sentence)
            else:
                self._show_stage("")
        # Another one may have begun meanwhile.
        if job.is_done and self._job is job:
            self._job = None
        elif job.is_done and self._hover_job is job:
            self._hover_job = None

    # The jobs.

    def _prepare(self) -> Generator[None, None, None]:
        yield from self._answering.prepare(self.options)
        found = yield from self._answering.models()
        self.models = tuple((model.id, model.label) for model in found)
        self._show_stage("")

    def _look(self, point: ImagePoint) -> Generator[None, None, None]:
        prompt, answer = self._history.latest()
        seen = yield from self._answering.ask(prompt.with_point(point, True), answer, self.options)
        self.hovered = seen if seen.area is not None else None
        self._show_stage("")

    def _select(self, prompt: Prompt, *, anew: bool = False) -> Generator[None, None, None]:
        previous = None if anew else self.answer
        answer = yield from self._answering.ask(prompt, previous, self.options)
        answer = yield from self._answering.sharpen(answer, prompt, self.options)
        digest = None
        if answer.area is None:
            self._say("There is nothing that could be told apart; click somewhere else.")
            return
        if self.options.output == "selection":
            yield from self._write(answer)
            digest = self.written = self._digest()
        self._history.add(prompt, answer, digest)
        self._show_stage("")

    def _write(self, answer: Selection) -> Generator[None, None, None]:
        self._show_stage("writing")
        yield from write(answer, self._document_id, self._base, self._operation, self.options)
        self._show_stage("")

    def _make(self, answer: Selection) -> Generator[None, None, None]:
        yield from self._write(answer)
        self._history, self._document_id = History(), ""
        self._show_stage("")

    def _clear(self) -> Generator[None, None, None]:
        if self.options.output == "selection":
            yield from selecting.show_selection(self._document_id, self._base)
        self._history = History()
        self._document_id = ""
        self._show_stage("")

    # Helpers.

    def _begin(self, steps: Generator[None, None, None], *, keep: bool = False) -> None:
        for job in (self._job, self._hover_job):
            if job is not None:
                job.cancel()
        self._hover_job = None
        self.hovered = None
        self.message = ""
        self.needs_setup = False
        self._job = Job(steps)
        self._changed()

    def _front(self) -> Any:
        document = app.active_document()
        if document is None or not documents.identity(document):
            self._say(str(no_document()))
            return None
        return document

    def _catch_up(self, document: Any) -> None:
        """See whether the user goes on with the object, has undone some of it, or is somewhere else."""
        same = self._document_id == documents.identity(document)
        if not same or (
            self._history.steps and not self._history.follow(documents.selection_digest(document))
        ):
            self._history = History()
            same = False
        if not same or not self._history.steps:
            self._start_object(document)

    def _start_object(self, document: Any) -> None:
        self._document_id = documents.identity(document)
        self._history = History(start=documents.selection_digest(document))
        self._base = selecting.selection_now(document)
        self._operation = operation_now(self.options)

    def _digest(self) -> Any:
        document = documents.active(self._document_id)
        return documents.selection_digest(document) if document is not None else None

    def _say(self, sentence: str) -> None:
        log.info("%s", sentence)
        self.message, self.stage = sentence, ""
        self._changed()

    def _show_stage(self, stage: str) -> None:
        if stage != self.stage or not stage:
            self.stage = stage
            self._changed()
