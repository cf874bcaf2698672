"""The one photo that the page works on, and what has been selected in it."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from smart_select.errors import NothingSelected
from smart_select.photo.compositing import cut_out
from smart_select.photo.reading import LoadedPhoto
from smart_select.photo.writing import PNG, encode_picture
from smart_select.trying.asking import Earlier, Question
from smart_select.trying.newest import NewestWins
from smart_select.trying.refusing import AnswerGone, PhotoGone
from smart_select.trying.views import View, pack, small_mask, view_of
from smart_select.values import Candidate, Embedding, Photo, Prediction, Prompt

_KEPT_ANSWERS: Final = 40
"""Each holds logits alone, 0.8 MB with SAM 2; as many steps as the page takes back."""


class Selecting(Protocol):
    """The part of `smart_select.engine.Engine` that the page needs."""

    def encode(self, image: Photo, /) -> Embedding:
        """Return what the encoder makes of an H×W×3 uint8 sRGB picture."""

    def predict(self, embedding: Embedding, prompt: Prompt, /) -> Prediction:
        """Return the decoder's answer to a prompt."""


@dataclass(frozen=True, eq=False)
class OpenPhoto:
    """A photo on the desk; `answers` are kept by their numbers, the oldest first."""

    number: int
    name: str
    photo: LoadedPhoto
    view: View
    embedding: Future[Embedding] = field(default_factory=Future)
    answers: OrderedDict[int, tuple[Candidate, ...]] = field(default_factory=OrderedDict)

    def record(self) -> dict[str, Any]:
        """Return what the page is told; sizes are [width, height] in pixels."""
        return {
            "photo": self.number,
            "name": self.name,
            "size": self.photo.size,
            "view": self.view.size,
        }


class Desk:
    """Opens photos and answers questions about the newest. Safe to use from several threads."""

    def __init__(self, engine: Selecting, find_subject: Callable[[Selecting, Embedding], Prediction]) -> None:
        self._engine = engine
        self._find_subject = find_subject
        self._lock = threading.Lock()
        self._encoding = threading.Lock()
        self._open: OpenPhoto | None = None
        self._numbers = 0
        self._lane = NewestWins(self._answer)

    @property
    def is_asked(self) -> bool:
        """Whether a question waits for the one before it."""
        return self._lane.is_waiting

    def open(self, photo: LoadedPhoto, name: str) -> OpenPhoto:
        """Put a photo in the place of the one before; it is encoded in the background."""
        view = view_of(photo)
        opened = OpenPhoto(self._next_number(), name, photo, view)
        with self._lock:
            self._open = opened
        threading.Thread(target=self._encode, args=(opened,), name="encode", daemon=True).start()
        return opened

    def photo(self, number: int) -> OpenPhoto:
        """Return the open photo; raise PhotoGone when it isn't that one."""
        opened = self._open
        if opened is None or opened.number != number:
            raise PhotoGone
        return opened

    def wait_until_ready(self, number: int) -> None:
        """Return when the photo is encoded; raise what the encoder raised, or PhotoGone."""
        self.photo(number).embedding.result()

    def answer(self, question: Question) -> bytes:
        """Return a packed record and mask (`views.pack`), at the size of the photo's view.

        The record: number of the answer (0: not kept), the candidates' scores from part to whole, the index
        of the one that is shown, and its share of the picture. Raises Superseded when a newer question came,
        PhotoGone, AnswerGone, NothingSelected, and what the engine raises.
        """
        self.photo(question.photo)
        return self._lane.ask(question)

    def mask_file(self, number: int, which: Earlier) -> bytes:
        """Return the mask at the photo's own size as PNG. Raises PhotoGone, AnswerGone."""
        return encode_picture(_candidate(self.photo(number), which).mask, PNG)

    def cut_out_file(self, number: int, which: Earlier) -> bytes:
        """Return the object on transparent ground at the photo's own size as PNG, as `mask_file`."""
        opened = self.photo(number)
        mask = _candidate(opened, which).mask
        return encode_picture(cut_out(opened.photo.colours, mask, opened.photo.alpha), PNG)

    def close(self) -> None:
        """Take no more questions."""
        self._lane.close()

    def _encode(self, opened: OpenPhoto) -> None:
        # One after the other, and not at all for a photo that was replaced while it waited.
        with self._encoding:
            if self._open is not opened:
                opened.embedding.set_exception(PhotoGone())
                return
            try:
                opened.embedding.set_result(self._engine.encode(opened.photo.pixels))
            except BaseException as error:  # handed on to whoever waits
                opened.embedding.set_exception(error)

    def _answer(self, question: Question) -> bytes:
        opened = self.photo(question.photo)
        if question.shown is not None:
            number, index = question.shown.answer, question.shown.index
            candidates = _kept(opened, number)
        else:
            prediction = self._predict(opened, question)
            candidates, index = prediction.candidates, prediction.best_index
            number = self._keep(opened, candidates) if question.kept else 0
        if index >= len(candidates):
            raise AnswerGone
        shown = _fresh(candidates[index])
        if not shown.area:
            raise NothingSelected
        width, height = opened.photo.size
        record = {
            "answer": number,
            "scores": [round(float(candidate.score), 4) for candidate in candidates],
            "index": index,
            "share": shown.area / (width * height),
        }
        return pack(record, small_mask(shown.mask, opened.view.size))

    def _predict(self, opened: OpenPhoto, question: Question) -> Prediction:
        embedding = opened.embedding.result()
        if question.subject:
            return self._find_subject(self._engine, embedding)
        earlier = question.previous
        previous = None if earlier is None else _candidate(opened, earlier)
        return self._engine.predict(
            embedding, Prompt(points=question.points, box=question.box, previous=previous)
        )

    def _keep(self, opened: OpenPhoto, candidates: tuple[Candidate, ...]) -> int:
        number = self._next_number()
        with self._lock:
            opened.answers[number] = candidates
            while len(opened.answers) > _KEPT_ANSWERS:
                opened.answers.popitem(last=False)
        return number

    def _next_number(self) -> int:
        with self._lock:
            self._numbers += 1
            return self._numbers


def _kept(opened: OpenPhoto, answer: int) -> tuple[Candidate, ...]:
    found = opened.answers.get(answer)
    if found is None:
        raise AnswerGone
    return found


def _candidate(opened: OpenPhoto, which: Earlier) -> Candidate:
    candidates = _kept(opened, which.answer)
    if which.index >= len(candidates):
        raise AnswerGone
    return _fresh(candidates[which.index])


def _fresh(candidate: Candidate) -> Candidate:
    """Return a candidate that keeps its mask for as long as itself: kept answers must not hold one each."""
    return Candidate(candidate.logits, candidate.score, candidate.render)
