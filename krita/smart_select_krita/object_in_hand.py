"""The object that is being pointed at: its document, prompts and answers, and what was selected before."""

from __future__ import annotations

from typing import Any, Tuple

from smart_select_krita import documents
from smart_select_krita.geometry import Size
from smart_select_krita.history import History
from smart_select_krita.options import Options
from smart_select_krita.prompts import Prompt
from smart_select_krita.writing import operation_now
from smart_select_plugin.wire.values import Selection


class ObjectInHand:
    """One object after the other of one document.

    `kept` are those that were left with “New object” and become masks or layers together with this one.
    """

    def __init__(self) -> None:
        self.document_id = ""
        self.size: Size = (0, 0)
        """The document's, in which points and masks are."""
        self.before: Any = None
        """What was selected before the object was begun, or None."""
        self.base: Any = None
        """What the object is combined with, or None."""
        self.operation = "replace"
        self.kept: Tuple[History[Selection], ...] = ()
        self._history: History[Selection] = History()

    @property
    def prompt(self) -> Prompt:
        """Return what was asked last."""
        return self._history.latest()[0]

    @property
    def answer(self) -> Selection | None:
        """Return the newest answer."""
        return self._history.latest()[1]

    @property
    def answers(self) -> Tuple[Selection, ...]:
        """Return the answers of all objects, this one last."""
        found = (*(history.latest()[1] for history in self.kept), self.answer)
        return tuple(answer for answer in found if answer is not None)

    @property
    def began_with(self) -> Any:
        """Return the digest of what was selected before the object was begun."""
        return self._history.start

    def is_in(self, document: Any) -> bool:
        """Tell whether the object is in this document (None: in none), and where it was in it.

        After a crop or the like the same pixels are elsewhere.
        """
        return (
            document is not None
            and self.document_id == documents.identity(document)
            and self.size == documents.size_of(document)
        )

    def start(self, document: Any, options: Options) -> None:
        """Begin an object in this document; what is kept stays if it is the same one."""
        if not self.is_in(document):
            self.kept = ()
        self.document_id, self.size = documents.identity(document), documents.size_of(document)
        self._history = History(start=documents.selection_digest(document))
        self.before = self.base = documents.copy_of_selection(document)
        self.operation = operation_now(options)

    def start_again(self, options: Options) -> None:
        """Begin another object instead of this one, whose selection is about to be taken back."""
        self._history = History(start=self.began_with)
        self.base, self.operation = self.before, operation_now(options)

    def take_drawing(self) -> None:
        """Take what is selected for a drawing: it only shows what is meant, and is no part of the result."""
        self.base, self.operation = None, "replace"

    def catch_up(self, document: Any, options: Options) -> None:
        """See whether the user goes on with the object, has undone some of it, or is somewhere else."""
        same = self.is_in(document)
        if same and self._history.steps:
            same = self._history.follow(documents.selection_digest(document))
            if not same:
                self._history = History()
        if not same or not self._history.steps:
            self.start(document, options)

    def follow_undo(self) -> bool:
        """Take back the points whose selection was taken back with Ctrl+Z; return whether there were any."""
        before = len(self._history.steps)
        if not before or not self.is_in(documents.active(self.document_id)):
            return False
        self._history.follow(self.digest())
        return len(self._history.steps) != before

    def earlier(self, prompt: Prompt, options: Options) -> Selection | None:
        """Return the answer that this prompt has had with these options; None where there was none."""
        return self._history.earlier(prompt, _way(options))

    def corrected_by(self, prompt: Prompt) -> Selection | None:
        """Return the answer that this prompt corrects; None where its box holds more than that answer's."""
        step = self._history.newest_before(prompt)
        return step.answer if step is not None and prompt.whole_box == step.prompt.whole_box else None

    def add(self, prompt: Prompt, answer: Selection, digest: Any, options: Options) -> None:
        """Note what was asked, answered and written."""
        self._history.add(prompt, answer, digest, _way(options))

    def keep(self) -> None:
        """Put the object aside with the others."""
        if self.answer is not None:
            self.kept = (*self.kept, self._history)
        self._history = History()

    def take_back(self) -> None:
        """Take the object that was put aside last into the hand again."""
        if self.kept:
            self._history, self.kept = self.kept[-1], self.kept[:-1]

    def drop(self) -> None:
        """Forget this object; those that were put aside stay."""
        self._history = History()
        self.before = self.base = None
        if not self.kept:
            self.document_id = ""

    def drop_all(self) -> None:
        """Forget everything."""
        self.kept = ()
        self.drop()

    def digest(self) -> Any:
        """Return the digest of what is selected now; None where the document is not in front."""
        document = documents.active(self.document_id)
        return documents.selection_digest(document) if document is not None else None


def _way(options: Options) -> Tuple[str, ...]:
    """Return what an answer depends on besides its prompt and the picture."""
    return options.model, options.candidate
