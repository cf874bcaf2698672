"""What goes into and comes out of the protocol. Image pixels: origin top-left, pixel centres at +0.5."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

U8 = NDArray[np.uint8]
Bool = NDArray[np.bool_]
Floats = NDArray[np.float32]
Click = tuple[float, float, int]
"""x, y, and 1 wanted / 0 not wanted."""
Box = tuple[float, float, float, float]
"""x0, y0, x1, y1; the far sides exclusive."""

INSIDE, UNKNOWN = 255, 128
"""Values of a photograph's mask; 0 is outside. What is unknown counts neither way."""


@dataclass(frozen=True, eq=False)
class Sample:
    """One object of one photograph: image u8 [H,W,3], mask u8 [H,W] (255 object, 0 not, 128 unlabelled)."""

    name: str
    label: str
    image: U8
    mask: U8

    @property
    def target(self) -> Bool:
        """Object pixels, bool [H,W]."""
        return np.equal(self.mask, INSIDE)

    @property
    def known(self) -> Bool:
        """Pixels that count, bool [H,W]."""
        return np.not_equal(self.mask, UNKNOWN)


@dataclass(frozen=True, eq=False)
class Answer:
    """Candidates of one call: logits f32 [K,h,w] over the whole image, any h and w; scores f32 [K]."""

    logits: Floats
    scores: Floats


Segment = Callable[[Sequence[Click], Box | None, Floats | None], Answer]
"""Clicks, a box, the logits chosen last on the same object (None: a new object) → an answer."""

Prepare = Callable[[U8], Segment]
"""An engine: what it does once per photograph, and the function that answers on it."""


def as_answer(mask: Bool) -> Answer:
    """Return a hard mask as a single candidate."""
    return Answer(np.where(mask, np.float32(8), np.float32(-8))[np.newaxis], np.ones(1, np.float32))
