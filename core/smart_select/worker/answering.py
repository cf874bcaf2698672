"""What is computed for each kind of request. One thread calls this, one request after the other."""

import logging
import time
from collections.abc import Callable
from functools import singledispatchmethod

from smart_select.doctor import Report
from smart_select.errors import SmartSelectError
from smart_select.masks.grid import over_photo
from smart_select.models import ModelStatus, load_catalog
from smart_select.paths import log_dir
from smart_select.prompting import chosen
from smart_select.runtime.cancelling import CancelToken
from smart_select.values import Prediction
from smart_select.worker.answers import Answers
from smart_select.worker.composing import compose
from smart_select.worker.inference import Inference, Inferences
from smart_select.worker.lasso import snapped
from smart_select.worker.pictures import Picture, Pictures
from smart_select.worker.refining import refine
from smart_select.worker.speeds import Speeds
from smart_select.worker.translating import (
    check_full_size,
    photo_of,
    prompt_of,
    selection_of,
)
from smart_select.worker.whereabouts import whereabouts
from smart_select_plugin.wire.values import (
    Compose,
    Done,
    Encode,
    Encoded,
    Examine,
    Examined,
    Failed,
    ListModels,
    ModelLine,
    Models,
    PixelsWanted,
    Predict,
    Refine,
    Reply,
    Request,
    Subject,
    Warm,
)

_log = logging.getLogger(__name__)

Tell = Callable[[str], None]
"""Takes the stage that a request has reached."""


Doctor = Callable[[Tell], Report]
"""Looks whether everything works, and tells what it begins with."""


class Answering:
    """The worker's knowledge: models, pictures, and who to ask whether all is well."""

    def __init__(
        self, inferences: Inferences, pictures: Pictures, doctor: Doctor, speeds: Speeds | None = None
    ) -> None:
        self.inferences = inferences
        self.pictures = pictures
        self._doctor = doctor
        self._speeds = speeds or Speeds()
        self._answers = Answers()

    def answer(self, request: Request, token: CancelToken, tell: Tell) -> Reply:
        """Return the reply; what goes wrong is a reply, too."""
        started = time.perf_counter()
        try:
            reply = self._answer(request, token, tell)
        except SmartSelectError as error:
            _log.info("%s failed: %s", type(request).__name__, type(error).__name__)
            _log.debug("%s", error)  # which may name a file
            return Failed(type(error).__name__, str(error))
        except MemoryError:
            _log.warning("%s failed for lack of memory", type(request).__name__)
            return Failed(
                "OutOfMemory",
                "There is not enough memory for this; close other pictures, or choose a smaller model.",
            )
        except Exception as error:  # the one broad catch: a bug must not take the worker down
            _log.error("%s failed unexpectedly: %s", type(request).__name__, whereabouts(error))
            _log.debug("in full", exc_info=True)
            return Failed(
                "Unexpected",
                f"Something unexpected went wrong ({type(error).__name__}); "
                f"the log in {log_dir()} says more, please report it.",
            )
        _log.info("%s took %.3f s", type(request).__name__, time.perf_counter() - started)
        return reply

    @singledispatchmethod
    def _answer(self, request: Request, token: CancelToken, tell: Tell) -> Reply:
        raise TypeError(f"nothing is known about {type(request).__name__}")

    @_answer.register
    def _encode(self, request: Encode, token: CancelToken, tell: Tell) -> Reply:
        started = time.perf_counter()
        check_full_size(request.full_size)
        picture = self.pictures.get(request.picture)
        if picture is None and not len(request.pixels):
            return PixelsWanted(request.picture)
        if picture is None or len(request.pixels):
            picture = Picture(photo_of(request.pixels, request.size), request.full_size)
        model = self._open(request.model, tell)
        from_cache = True
        if request.model not in picture.embeddings:
            tell("encoding")
            begun = time.perf_counter()
            picture.embeddings[request.model], from_cache = model.encode(picture.photo, token)
            if not from_cache:
                self._speeds.measured(request.model, time.perf_counter() - begun)
        self.pictures.put(request.picture, picture)
        return Encoded(from_cache=from_cache, seconds=time.perf_counter() - started, note=model.note)

    @_answer.register
    def _predict(self, request: Predict, token: CancelToken, tell: Tell) -> Reply:
        picture = self.pictures.get(request.picture)
        if picture is None or request.model not in picture.embeddings:
            return PixelsWanted(request.picture)
        model = self._open(request.model, tell)
        prompt = prompt_of(request, picture)
        prediction = model.predict(picture.embeddings[request.model], prompt)
        if request.snap:
            prediction = snapped(prediction, prompt, picture.photo)
            return selection_of(prediction, chosen(prediction, request.candidate), picture.full_size)
        return self._selection_of(prediction, request, picture, model)

    @_answer.register
    def _subject(self, request: Subject, token: CancelToken, tell: Tell) -> Reply:
        picture = self.pictures.get(request.picture)
        if picture is None or request.model not in picture.embeddings:
            return PixelsWanted(request.picture)
        model = self._open(request.model, tell)
        prediction = model.find_subject(picture.embeddings[request.model], token)
        return self._selection_of(prediction, request, picture, model)

    @_answer.register
    def _refine(self, request: Refine, token: CancelToken, tell: Tell) -> Reply:
        model = self._open(request.model, tell)
        tell("drawing")
        return refine(request, model, token)

    @_answer.register
    def _compose(self, request: Compose, token: CancelToken, tell: Tell) -> Reply:
        tell("drawing")
        return compose(request, self._answers)

    @_answer.register
    def _models(self, request: ListModels, token: CancelToken, tell: Tell) -> Reply:
        return Models(tuple(self._line(status) for status in self.inferences.statuses()))

    @_answer.register
    def _warm(self, request: Warm, token: CancelToken, tell: Tell) -> Reply:
        self._open(request.model, tell)
        return Done()

    @_answer.register
    def _examine(self, request: Examine, token: CancelToken, tell: Tell) -> Reply:
        report = self._doctor(tell)
        return Examined(text=report.text(), problems=tuple(report.problems))

    def _selection_of(
        self, prediction: Prediction, request: Predict | Subject, picture: Picture, model: Inference
    ) -> Reply:
        """Return the answer, and remember what the model said for a matte of it."""
        index = chosen(prediction, request.candidate)
        candidate = prediction.candidates[index]
        height, width = picture.photo.shape[:2]
        logits = over_photo(candidate.logits, model.covered((width, height)))
        self._answers.remember(candidate.mask, logits, picture.look)
        return selection_of(prediction, index, picture.full_size)

    def _line(self, status: ModelStatus) -> ModelLine:
        entry = load_catalog().get(status.id)
        return ModelLine(
            id=status.id,
            label=status.label,
            state=str(status.state),
            disk_bytes=status.disk_bytes,
            licence=entry.licence if entry else "",
            download_bytes=entry.download_bytes if entry else 0,
            encode_seconds=self._speeds.of(status.id),
        )

    def _open(self, model: str, tell: Tell) -> Inference:
        if not self.inferences.is_open(model):
            tell("loading")
        return self.inferences.open(model)
