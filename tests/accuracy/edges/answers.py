"""What a model answers to a box around an object."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

import smart_select as ss
from smart_select.masks.grid import over_photo
from smart_select.values import Logits, Mask, Photo


@dataclass(frozen=True, eq=False)
class Answer:
    """The best candidate's mask u8 [H,W], and its logits over the photo."""

    mask: Mask
    logits: Logits


def answer_to_box(engine: ss.Engine, photo: Photo, wanted: NDArray[np.bool_]) -> Answer:
    """Ask an engine for the object of an H×W×3 photo by the box around all that is `wanted`, bool [H,W]."""
    rows, columns = (np.flatnonzero(wanted.any(axis=axis)) for axis in (1, 0))
    box = float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1)
    embedding = engine.encode(photo)
    best = engine.predict(embedding, ss.Prompt(box=box)).best
    return Answer(best.mask, over_photo(best.logits, engine.covered(embedding.size)))
