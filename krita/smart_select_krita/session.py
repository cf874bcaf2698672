"""One window's work: what was asked, what came back, what is written. No widgets in here."""

from __future__ import annotations

from typing import Any, Callable, Final, Tuple

from smart_select_krita import app, documents
from smart_select_krita.answering import Answering, ReadPicture
from smart_select_krita.errands import Errands
from smart_select_krita.failures import DocumentGone, no_document, nothing_selected
from smart_select_krita.geometry import ImagePoint, is_inside
from smart_select_krita.hovering import Hovering
from smart_select_krita.link import WorkerLink
from smart_select_krita.object_in_hand import ObjectInHand
from smart_select_krita.options import Options
from smart_select_krita.prompts import Prompt
from smart_select_krita.verb_settings import load_settings
from smart_select_krita.work import Steps, Work
from smart_select_plugin.translation import _
from smart_select_plugin.wire.values import ModelLine, Selection

_NOTHING: Final = Prompt()


class Session(Errands):
    """What the user can do in the docker, each an errand; and what there is to show of it."""

    def __init__(self, link: WorkerLink, options: Options, changed: Callable[[], None]) -> None:
        super().__init__(changed)
        self.options = options
        self._answering = Answering(link, self._show_stage)
        self._job_document = ""
        self._asked: Prompt | None = None
        """What the job asks, nothing where it takes the object back; None where it does something else."""
        self._object = ObjectInHand()
        self._hovering = Hovering(self._answering, self._object, self._show_stage)
        self._work = Work(self._answering, self._object, stage=self._show_stage, say=self.say)

    # What there is to show.

    @property
    def prompt(self) -> Prompt:
        """Return what was asked last about the picture in front."""
        return self._in_front.prompt

    @property
    def answer(self) -> Selection | None:
        """Return the newest answer."""
        return self._in_front.answer

    @property
    def answers(self) -> Tuple[Selection, ...]:
        """Return the newest answer, and those of the objects that were put aside to become layers with it."""
        return self._in_front.answers

    def shown(self, document_id: str) -> Tuple[Selection, ...]:
        """Return the answers of this document that are shown, and that nothing has been made of yet."""
        if self.options.output == "selection" or not self._object.is_in(documents.active(document_id)):
            return ()
        return self._object.answers

    @property
    def kept(self) -> int:
        """Return how many objects were put aside."""
        return len(self._in_front.kept)

    @property
    def read(self) -> ReadPicture | None:
        """Return the picture in front as the model sees it; None where it was not read yet."""
        read = self._answering.read
        document = documents.active(read.document_id) if read is not None else None
        if document is None or read is None or documents.size_of(document) != read.picture.full_size:
            return None
        return read

    @property
    def hovered(self) -> Selection | None:
        """Return what a click would select; None where nobody points at anything."""
        return self._hovering.seen

    @property
    def models(self) -> Tuple[ModelLine, ...]:
        """Return the models that there are; none as long as nobody asked."""
        return self._work.models

    @property
    def written(self) -> Any:
        """Return the digest of the selection that was written last."""
        return self._work.written

    # What the user does.

    def prepare(self) -> None:
        """Get ready for the first click."""
        document = self._front()
        if document is not None:
            self._begin(self._work.prepare(documents.identity(document), self.options), document)

    def point(self, point: ImagePoint, wanted: bool) -> None:
        """Point at something that is wanted, or not."""
        document = self._front()
        if document is None or not is_inside(point, documents.size_of(document)):
            return
        so_far = self._so_far(document)
        if not wanted and not so_far:
            self.say(_("Click something that you want first."))
            return
        prompt = so_far.with_point(point, wanted)
        self._begin(self._work.select(prompt, self.options), document, prompt)

    def box(self, first: ImagePoint, second: ImagePoint) -> None:
        """Draw a box around something: another object begins."""
        document = self._front()
        if document is None:
            return
        width, height = documents.size_of(document)
        x0, x1 = sorted(min(max(x, 0.0), float(width)) for x in (first.x, second.x))
        y0, y1 = sorted(min(max(y, 0.0), float(height)) for y in (first.y, second.y))
        if x1 - x0 >= 1 and y1 - y0 >= 1:
            self._start_object(document)
            prompt = Prompt(box=(x0, y0, x1, y1))
            self._begin(self._work.select(prompt, self.options), document, prompt)

    def from_selection(self) -> None:
        """Snap what the user has selected by hand to the object in it."""
        document = self._front()
        if document is None or self._pending(document) == _NOTHING:
            return  # what is taken back is still selected
        if documents.selection_area(document) is None:
            self.say(str(nothing_selected()))
            return
        self._start_object(document)
        self._object.take_drawing()
        self._begin(self._work.snap(self.options), document)

    def subject(self) -> None:
        """Select what the picture is of."""
        document = self._front()
        if document is not None:
            self._start_object(document)
            prompt = Prompt(subject=True)
            self._begin(self._work.select(prompt, self.options), document, prompt)

    def remove_background(self) -> None:
        """Hide all of the active layer but the object: what the verbs' window does, without the window."""
        document = self._front()
        if document is not None:
            document_id, edge = documents.identity(document), load_settings(app.read_setting).edge
            work = self._work.remove_background(document_id, self.shown, self.options, edge)
            self._begin(work, document)

    def refine(self, way: str) -> None:
        """Change what is selected in one of `refining.WAYS`."""
        document = self._front()
        if document is not None:
            self._begin(self._work.refine(documents.identity(document), way, self.options), document)

    def remove_point(self, number: int) -> None:
        """Take one point back."""
        document = self._front()
        if document is None or self._pending(document) == _NOTHING:
            return
        so_far = self._so_far(document)
        prompt = so_far.without_point(number)
        if not so_far:
            self.cancel()  # the points shown led to a selection that was changed since: they are forgotten
        elif prompt.is_enough:
            self._begin(self._work.go_back(prompt, self.options), document, prompt)
        else:
            self._clear(document)

    def undo_point(self) -> None:
        """Take the last point back; where none was clicked what was drawn, or what was put aside last."""
        document = self._front()
        if document is None or self._pending(document) == _NOTHING:
            return
        prompt = self._so_far(document)
        if len(prompt.points) > prompt.drawn:
            self.remove_point(len(prompt.points) - 1)
        elif prompt:
            self._clear(document)
        elif self.kept:
            self.cancel()
            self._object.take_back()
            self._changed()
        else:
            self.cancel()  # as above

    def ask_again(self) -> None:
        """Ask the same with other options, unless something else was selected since."""
        document = documents.active(self._object.document_id)
        prompt = self._so_far(document) if self._object.is_in(document) else _NOTHING
        if prompt:
            self._begin(self._work.select(prompt, self.options, anew=True), document, prompt)

    def make(self) -> None:
        """Make the mask or layer of the answers that are shown."""
        document = self._front()
        if document is None:
            return
        if self.answers:
            self._begin(self._work.make(self.answers, self.options), document)
        else:
            self.say(_("Click something first."))

    def new_object(self) -> None:
        """Leave the object; the next click begins another.

        A selection stays as it is. What is to become a mask or layer is put aside until it is made. That of
        another picture than the one in front is left in hand: nobody sees it.
        """
        if not self._object.is_in(app.active_document()):
            return
        self.cancel()
        if self.options.output == "selection":
            self._object.drop_all()
        else:
            self._object.keep()
        self._changed()

    def forget_objects(self) -> None:
        """Forget the object and those that were put aside."""
        self.cancel()
        self._object.drop_all()
        self._changed()

    def hover(self, point: ImagePoint | None, wanted: bool = True) -> None:
        """Show what a click here would select; None for nowhere, as is a point beside the picture."""
        read = self.read
        is_there = point is not None and read is not None and is_inside(point, read.picture.full_size)
        if self._hovering.move(point if is_there else None, wanted):
            self._changed()

    def look_around(self) -> None:
        """See what the user did in Krita meanwhile: Ctrl+Z, or closing the picture."""
        if self._job is not None:
            if not documents.is_open(self._job_document):
                self.cancel()
                self._object.drop_all()
                self.say(str(DocumentGone()))
        elif self._object.follow_undo():
            self._changed()

    # What the timer does.

    def tick(self) -> None:
        """Go on a little. Never raises."""
        job = self._job or self._hovering.job
        if job is not None:
            self._advance(job)
        elif self._hovering.is_waiting and self.options.hover and (read := self.read) is not None:
            self._hovering.begin(read.document_id, self.options)

    # Helpers.

    @property
    def _in_front(self) -> ObjectInHand:
        """Return the object, or an empty one where another picture is in front."""
        return self._object if self._object.is_in(app.active_document()) else ObjectInHand()

    def _start_object(self, document: Any) -> None:
        is_clearing = self._pending(document) == _NOTHING
        self.cancel()
        if is_clearing:
            self._object.start_again(self.options)
        else:
            self._object.start(document, self.options)

    def _clear(self, document: Any) -> None:
        self._begin(self._work.clear(self.options), document, _NOTHING)

    def _pending(self, document: Any) -> Prompt | None:
        """Return what is asked of this document, as large as it is now, and is not answered yet."""
        is_asked = self._job is not None and self._job_document == documents.identity(document)
        return self._asked if is_asked and self._object.is_in(document) else None

    def _so_far(self, document: Any) -> Prompt:
        """Return what to go on from, be it answered or not: nobody waits for an answer before clicking on."""
        pending = self._pending(document)
        if pending is not None:
            return pending
        if self._object.document_id and not self._object.is_in(document):
            self.cancel()  # its answer would be taken for one about the object that begins now
        self._object.catch_up(document, self.options)
        return self.prompt

    def _begin(self, steps: Steps, document: Any, asked: Prompt | None = None) -> None:
        self._job_document, self._asked = documents.identity(document), asked
        self._start(steps)

    def _drop(self) -> None:
        super()._drop()
        self._hovering.cancel()

    def _front(self) -> Any:
        document = app.active_document()
        if document is None or not documents.identity(document):
            self.say(str(no_document()))
            return None
        return document
