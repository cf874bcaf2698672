"""One encode and one click with the embedded model, timed, on a picture that nothing can miss."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from time import perf_counter
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from smart_select.errors import SmartSelectError
from smart_select.values import SOLID, Embedding, Photo, Prediction, Prompt

_WIDTH: Final = 640
_HEIGHT: Final = 480

_log = logging.getLogger(__name__)


class Selecting(Protocol):
    """The part of an engine that a click needs."""

    def encode(self, image: Photo, /) -> Embedding:
        """Return what the encoder makes of an H×W×3 uint8 sRGB picture."""

    def predict(self, embedding: Embedding, prompt: Prompt, /) -> Prediction:
        """Return the decoder's answer to a prompt."""


@dataclass(frozen=True)
class Trial:
    """How a click with the embedded model went; `problem` is empty when it went well."""

    load_s: float = 0.0
    encode_s: float = 0.0
    click_s: float = 0.0
    overlap: float = 0.0
    problem: str = ""


def try_click(load: Callable[[], Selecting]) -> Trial:
    """Time one encode and one click of the model that `load` opens."""
    photo, disk = _photo()
    marks = [perf_counter()]
    try:
        engine = load()
        marks.append(perf_counter())
        embedding = engine.encode(photo)
        marks.append(perf_counter())
        prediction = engine.predict(embedding, Prompt(points=[(_WIDTH / 2, _HEIGHT / 2, 1)]))
        masks = [candidate.mask >= SOLID for candidate in prediction.candidates]
        marks.append(perf_counter())
    except ImportError as error:
        _log.warning("The engine can't be loaded.")
        _log.debug("in full", exc_info=True)  # which names files
        reason = str(error).strip().partition("\n")[0]
        return Trial(problem=f"a part of it can't be loaded ({reason}); install Smart Select again.")
    except SmartSelectError as error:
        _log.warning("The trial click failed: %s.", type(error).__name__)
        _log.debug("in full", exc_info=True)  # which may name files
        return Trial(problem=str(error))
    load_s, encode_s, click_s = (round(end - start, 4) for start, end in pairwise(marks))
    overlap = max(float((mask & disk).sum() / max((mask | disk).sum(), 1)) for mask in masks)
    return Trial(load_s, encode_s, click_s, round(overlap, 3))


def _photo() -> tuple[Photo, NDArray[np.bool_]]:
    y, x = np.mgrid[:_HEIGHT, :_WIDTH]
    disk = np.hypot(x + 0.5 - _WIDTH / 2, y + 0.5 - _HEIGHT / 2) < _HEIGHT / 4
    photo = np.where(disk[..., None], np.array([200, 60, 40]), np.array([60, 110, 70]))
    return photo.astype(np.uint8), disk
