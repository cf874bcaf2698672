"""Which of the decoder's answers is shown, and in what order the others follow."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from smart_select.masks.clicks import Clicks
from smart_select.values import Logits

_CLEAR_ROWS = 4
"""A decoder with four rows gives SAM's answer to a clear prompt first, then the three to an ambiguous one."""


@dataclass(frozen=True)
class Choice:
    """`order` names the rows from part to whole (by area); `best` is a position in it."""

    order: tuple[int, ...]
    best: int


def choose(
    logits: NDArray[np.float32],
    scores: NDArray[np.float32],
    clicks: Clicks,
    *,
    ambiguous: bool,
    previous: Logits | None,
    steady: bool = True,
) -> Choice:
    """Order K×h×w masks and pick the best.

    A first prompt takes the model's own estimate of quality, among the masks that answer most clicks once
    there are several. A prompt that corrects `previous` stays with that object: of the masks that answer
    most clicks, the one that overlaps most with it, so a correcting click does not jump elsewhere. Where a
    model's first answers are often wrong as a whole, not `steady`, the overlap only decides between equals:
    the model has seen the previous mask, too, and knows better.
    """
    rows = np.arange(len(logits))
    if len(rows) == _CLEAR_ROWS and ambiguous:
        rows = rows[1:]
    areas = np.array([np.count_nonzero(logits[row] > 0) for row in rows])
    order = rows[np.argsort(areas, kind="stable")]
    if previous is not None:
        overlaps = _overlaps(logits, previous)
        merits: list[NDArray[Any]] = [clicks.agreement(logits)]
        merits += [overlaps, scores] if steady else [scores, overlaps]
    elif len(rows) == _CLEAR_ROWS:
        merits = [rows == 0]
    elif len(clicks.cells) > 1:
        merits = [clicks.agreement(logits), scores]
    else:
        merits = [scores]
    best = max(
        range(len(order)), key=lambda position: tuple(float(merit[order[position]]) for merit in merits)
    )
    return Choice(order=tuple(int(row) for row in order), best=best)


def _overlaps(logits: NDArray[np.float32], previous: Logits) -> NDArray[np.float64]:
    """Return the IoU of each mask with the previous one."""
    masks, before = logits > 0, previous > 0
    shared = (masks & before).sum(axis=(1, 2))
    either = (masks | before).sum(axis=(1, 2))
    return np.asarray(shared / np.maximum(either, 1), np.float64)
