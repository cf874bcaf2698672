"""What the embedded model answers to a box around a scene's object."""

from dataclasses import dataclass

import numpy as np

import smart_select as ss
from accuracy.edges.scenes import Scene
from smart_select.masks.grid import over_photo
from smart_select.values import Logits, Mask


@dataclass(frozen=True, eq=False)
class Answer:
    """The best candidate's mask u8 [H,W], and its logits over the photo."""

    mask: Mask
    logits: Logits


def answer_to_box(engine: ss.Engine, scene: Scene) -> Answer:
    """Ask an engine for the object by the box around all that is at least half opaque."""
    rows, columns = (np.flatnonzero((scene.alpha > 0.5).any(axis=axis)) for axis in (1, 0))
    box = float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1)
    embedding = engine.encode(scene.photo)
    best = engine.predict(embedding, ss.Prompt(box=box)).best
    return Answer(best.mask, over_photo(best.logits, engine.covered(embedding.size)))
