"""The jobs of a session: getting ready, selecting, refining, making. What they find out is kept here."""

from __future__ import annotations

from typing import Any, Callable, Final, Generator, Tuple

from smart_select_krita import documents, outputs, selecting
from smart_select_krita.answering import Answering
from smart_select_krita.composing import make_mask
from smart_select_krita.failures import DocumentGone, Refusal, nothing_selected
from smart_select_krita.geometry import Size
from smart_select_krita.object_in_hand import ObjectInHand
from smart_select_krita.options import Options
from smart_select_krita.prompts import Prompt, prompt_of_selection
from smart_select_krita.refining import refined
from smart_select_krita.selected_pixels import SelectedPixels
from smart_select_krita.verb_object import Shown, find_object
from smart_select_krita.writing import select, write
from smart_select_plugin.selection_prompt import SelectionPrompt, prompt_from_selection
from smart_select_plugin.translation import _
from smart_select_plugin.wire.values import ModelLine, Selection

Steps = Generator[None, None, None]

_MAKING: Final = {"selection": "writing", "transparency mask": "masking", "selection mask": "masking"}
"""What is being done while something becomes of an answer; layers are made of all else."""


class Work:
    """`stage` is told what is being done, "" for nothing; `say` what the user must know."""

    def __init__(
        self,
        answering: Answering,
        in_hand: ObjectInHand,
        *,
        stage: Callable[[str], None],
        say: Callable[[str], None],
    ) -> None:
        self._answering = answering
        self._object = in_hand
        self._stage = stage
        self._say = say
        self.models: Tuple[ModelLine, ...] = ()
        self.written: Any = None
        """The digest of the selection that was written last."""

    def prepare(self, document_id: str, options: Options) -> Steps:
        """Get ready for the first click."""
        yield from self._answering.prepare(document_id, options)
        self.models = yield from self._answering.models()
        self._stage("")

    def select(self, prompt: Prompt, options: Options, *, anew: bool = False) -> Steps:
        """Ask for the object in hand, and select it where a selection is wanted."""
        previous = None if anew else self._object.corrected_by(prompt)
        if anew and prompt.subject and prompt.points:
            subject = Prompt(subject=True)
            previous = yield from self._answering.ask(self._object.document_id, subject, None, options)
        answer = yield from self._answering.ask(self._object.document_id, prompt, previous, options)
        if answer.area is None:
            self._say(_("There is nothing that could be told apart; click somewhere else."))
            return
        answer = yield from self._answering.sharpen(answer, prompt, options)
        yield from self._take(prompt, answer, options)

    def go_back(self, prompt: Prompt, options: Options) -> Steps:
        """Take the answer that this prompt has had; ask anew where it has had none."""
        answer = self._object.earlier(prompt, options)
        if answer is None:
            yield from self.select(prompt, options, anew=True)
        else:
            yield from self._take(prompt, answer, options)

    def _take(self, prompt: Prompt, answer: Selection, options: Options) -> Steps:
        """Select an answer where a selection is wanted, and go on from it.

        Raises DocumentGone where the picture was cropped or scaled since the object was begun.
        """
        document = documents.active(self._object.document_id)
        if document is not None and not self._object.is_in(document):
            raise DocumentGone
        digest = None
        if options.output == "selection":
            yield from self._answering.selecting(self._write((answer,), options))
            digest = self.written = self._object.digest()
        self._object.add(prompt, answer, digest, options)
        self._stage("")

    def snap(self, options: Options) -> Steps:
        """Select the object that the user's own selection means."""
        pixels = yield from documents.selected_pixels(self._object.document_id)
        found = _prompt_of(pixels, documents.size_of(documents.front(self._object.document_id)))
        if found is None:
            raise nothing_selected()
        yield
        yield from self.select(prompt_of_selection(found), options)

    def make(self, answers: Tuple[Selection, ...], options: Options) -> Steps:
        """Make the mask or the layers of these answers, and be done with them."""
        yield from self._write(answers, options)
        self._object.drop_all()
        self._stage("")

    def remove_background(self, document_id: str, shown: Shown, options: Options, edge: str) -> Steps:
        """Hide all of the active layer but the object that the verbs' window would take; one undo step."""
        outputs.check_has_background(documents.front(document_id))
        mask = yield from find_object(self._answering, document_id, shown, options, is_sky=False)
        yield from make_mask(document_id, options.source, mask, edge, self._answering.start, self._stage)
        self._stage("")

    def refine(self, document_id: str, way: str, options: Options) -> Steps:
        """Change what is selected in one of `refining.WAYS`; one undo step."""
        it, start = self._object, self._answering.start
        before = documents.selection_digest(documents.front(document_id))
        points = it.prompt.points if it.is_in(documents.front(document_id)) else ()
        pixels = yield from refined(document_id, options.source, way, points, start, self._stage)
        self._stage("writing")
        selection = yield from selecting.selection_of(pixels)
        if documents.selection_digest((yield from documents.settled(document_id))) != before:
            raise Refusal(_("The selection was changed meanwhile, so it stays as it is now; try again."))
        yield from self._answering.selecting(select(selection, document_id))
        self.written = documents.selection_digest(documents.front(document_id))
        self._stage("")

    def clear(self, options: Options) -> Steps:
        """Select what was selected before the object was begun."""
        it = self._object
        if options.output == "selection":
            document = yield from documents.settled(it.document_id)
            if it.answer is not None or documents.selection_digest(document) != it.began_with:
                yield from self._answering.selecting(select(it.before, it.document_id))
            self.written = it.digest()
        it.drop()
        self._stage("")

    def _write(self, answers: Tuple[Selection, ...], options: Options) -> Steps:
        self._stage(_MAKING.get(options.output, "layering"))
        it = self._object
        yield from write(answers, it.document_id, it.base, it.operation, options)
        self._stage("")


def _prompt_of(pixels: SelectedPixels | None, size: Size) -> SelectionPrompt | None:
    """Return the prompt that a selection means; None where nothing is selected."""
    if pixels is None:
        return None
    origin = (float(pixels.area[0]), float(pixels.area[1]))
    return prompt_from_selection(pixels.mask, pixels.size, image_size=size, origin=origin)
