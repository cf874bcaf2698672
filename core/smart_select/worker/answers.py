"""The newest answers, so that a mask of one is refined with what the model said, and not by itself alone.

A host keeps masks, as selections, and sends pixels and a mask when something is to be made of them. Whose
mask that is can be seen from both: it is, nearly, one that was answered, and the picture looks the same.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from smart_select.masks.grid import thumbnail
from smart_select.matting.trimap import share_of, touched_up
from smart_select.values import Logits, Mask, Photo
from smart_select.worker.places import Place

_KEPT: Final = 32
"""A pointer that rests over a preview asks for answers, too; between a click and a verb may be many of them.
Some 6 MB in all."""
_SAME: Final = 0.9
"""Sum of the lesser ÷ sum of the greater opacities, from which on a mask is an answer's: enlarged, with a
finer edge, or touched up."""
_NEAR: Final = 0.8
"""The same for a mask that may have been drawn over, grown or shrunk since."""
_LOOK_SIDE: Final = 96
"""So fine, because of a large picture only the part round a small object may be sent."""
_SAME_LOOK: Final = 16.0
"""Mean difference of the object's colours, in 8-bit levels: copies of one picture differ by up to 4, of parts
by up to 11, and other pictures by more than 30."""
_FULL: Final = np.float32(255)
_SURELY_NOT: Final = -20.0


@dataclass(frozen=True, eq=False)
class _Answer:
    """`share` (h×w, 0…255) is how much of each cell of `logits` is selected, `look` the picture's."""

    share: NDArray[np.uint8]
    logits: NDArray[np.float16]
    look: Photo


class Answers:
    """The newest answers, a few of them. For one thread."""

    def __init__(self) -> None:
        self._answers: deque[_Answer] = deque(maxlen=_KEPT)

    def remember(self, mask: Mask, logits: Logits, look: Photo) -> None:
        """Keep what a model said (h×w logits over the picture) with an H×W mask; `look` is `look_of` it."""
        share = _levels(share_of(mask, logits.shape))
        self._answers.appendleft(_Answer(share, logits.astype(np.float16), look))

    def logits_of(self, mask: Mask, photo: Photo, place: Place | None = None) -> Logits | None:
        """Return the logits of the answer, or of the several together, that a mask is; None where it is none.

        `photo` (H×W×3) and the mask may be larger or smaller than what was answered about, and at a `place`
        in it (None: all of it), which the logits are of. Where the mask was touched up since, its own inside
        and outside are what is sure.
        """
        place = place or Place.whole(mask)
        answer = self._answer_of(mask, photo, place, _SAME)
        if answer is None:
            return None
        grid = place.cells_under(mask.shape, answer.logits.shape)
        logits = place.cut(answer.logits.astype(np.float32), mask.shape, grid, beyond=_SURELY_NOT)
        before = place.cut(answer.share, mask.shape, grid)
        return touched_up(logits, before / _FULL, share_of(mask, grid))

    def mask_near(self, mask: Mask, photo: Photo, place: Place | None = None) -> Mask | None:
        """Return the answer, or the several together, that an H×W mask is roughly, coarse; None for none."""
        place = place or Place.whole(mask)
        answer = self._answer_of(mask, photo, place, _NEAR)
        return None if answer is None else place.cut(answer.share, mask.shape, mask.shape)

    def _answer_of(self, mask: Mask, photo: Photo, place: Place, least: float) -> _Answer | None:
        """Return what a mask is at least so like to."""
        shares = {
            shape: _levels(place.shares(mask, shape))
            for shape in {answer.logits.shape for answer in self._answers}
        }
        within = [one for one in self._answers if _part_within(one.share, shares[one.logits.shape]) >= least]
        if not within:
            return None
        look = _Look(mask, photo, place)
        within = [answer for answer in within if look.is_of(answer.look)]
        answer = max(within, key=lambda one: _likeness(one.share, shares[one.logits.shape]), default=None)
        if answer is None:
            return None
        if _likeness(answer.share, shares[answer.logits.shape]) < least:
            answer = _together(within)
        return answer if _likeness(answer.share, shares[answer.logits.shape]) >= least else None


class _Look:
    """What H×W×3 pixels at a place show where the mask is; beside it a host may have cleared the picture."""

    def __init__(self, mask: Mask, photo: Photo, place: Place) -> None:
        seen = place.seen(mask.shape)
        self._sent, self._place = mask[seen].shape, place.begun_at(seen)
        self._grid = self._place.cells_under(self._sent, (_LOOK_SIDE, _LOOK_SIDE))
        self._weight = share_of(mask[seen], self._grid)
        self._stamp = thumbnail(photo[seen], (self._grid[1], self._grid[0])).astype(np.int16)

    def is_of(self, look: Photo) -> bool:
        """Whether the stamp of a whole picture shows the same there."""
        difference = np.abs(self._stamp - self._place.cut(look, self._sent, self._grid)).mean(axis=2)
        return bool((difference * self._weight).sum() <= _SAME_LOOK * self._weight.sum())


def look_of(photo: Photo) -> Photo:
    """Return an H×W×3 picture as a square stamp."""
    return thumbnail(photo, (_LOOK_SIDE, _LOOK_SIDE))


def _levels(share: NDArray[np.float32]) -> NDArray[np.uint8]:
    return np.asarray(np.rint(share * _FULL), np.uint8)


def _together(answers: Sequence[_Answer]) -> _Answer:
    """Return several objects as one answer: what each adds to the newer ones."""
    whole = answers[0]
    for answer in answers[1:]:
        is_new = answer.share.shape == whole.share.shape and _part_within(answer.share, whole.share) < _SAME
        if is_new:
            share, logits = np.maximum(answer.share, whole.share), np.maximum(answer.logits, whole.logits)
            whole = _Answer(share, logits, whole.look)
    return whole


def _part_within(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """Return which part of the first lies within the second, 0…1."""
    total = int(one.sum(dtype=np.int64))
    return int(np.minimum(one, other).sum(dtype=np.int64)) / total if total else 0.0


def _likeness(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    greater = int(np.maximum(one, other).sum(dtype=np.int64))
    return int(np.minimum(one, other).sum(dtype=np.int64)) / greater if greater else 0.0
