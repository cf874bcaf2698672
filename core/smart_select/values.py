"""The values that cross Smart Select's boundaries; all frozen.

Coordinates are image pixels: origin top-left, x to the right, pixel centres at +0.5, so an image of
width W spans 0…W. Sizes are (width, height); arrays are H×W(×3), as numpy and Pillow keep them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from smart_select.errors import PromptInvalid

Point: TypeAlias = tuple[float, float, int]
"""x, y and a label: 1 = wanted, 0 = not wanted."""

Box: TypeAlias = tuple[float, float, float, float]
"""x0, y0, x1, y1 with x0 < x1 and y0 < y1."""

Area: TypeAlias = tuple[int, int, int, int]
"""x0, y0, x1, y1 in whole pixels, the far sides exclusive."""

Size: TypeAlias = tuple[int, int]
"""Width, height."""

Photo: TypeAlias = NDArray[np.uint8]
"""H×W×3, RGB in sRGB."""

Mask: TypeAlias = NDArray[np.uint8]
"""H×W, 0 = outside … 255 = inside."""

Logits: TypeAlias = NDArray[np.float32]
"""h×w at the decoder's resolution; above 0 is inside."""

SOLID = 128
"""From this mask value on a pixel counts as selected, in areas and bounding boxes."""


def bounding_box(mask: Mask | NDArray[np.bool_]) -> Area | None:
    """Return the smallest area with all of an H×W mask that is not 0, or None where all of it is."""
    rows, columns = np.flatnonzero(mask.max(axis=1)), np.flatnonzero(mask.max(axis=0))
    if not rows.size:
        return None
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


@dataclass(frozen=True, eq=False)
class Candidate:
    """One answer of the decoder: what was meant might be the eye, the face or the person.

    `logits` are as the model gave them; `score` is the model's own estimate of the mask's IoU. The mask at
    the image's resolution is computed at first use and kept.
    """

    logits: Logits
    score: float
    render: Callable[[Logits], Mask] = field(repr=False)

    @cached_property
    def mask(self) -> Mask:
        """H×W soft mask at the image's own resolution."""
        mask = self.render(self.logits)
        mask.flags.writeable = False
        return mask

    @cached_property
    def area(self) -> int:
        """Number of selected image pixels."""
        return int(np.count_nonzero(self.mask >= SOLID))

    @cached_property
    def bounding_box(self) -> Area | None:
        """The smallest area with all selected pixels, or None when none is selected."""
        return bounding_box(self.mask >= SOLID)


@dataclass(frozen=True, eq=False)
class Prediction:
    """What the decoder answered to one prompt: candidates from part to whole, and the best of them."""

    candidates: tuple[Candidate, ...]
    best_index: int

    @property
    def best(self) -> Candidate:
        """The candidate to show first."""
        return self.candidates[self.best_index]


@dataclass(frozen=True, eq=False)
class Prompt:
    """What is to be selected, in image pixels; at least one part must be given.

    `mask` is a rough mask (H×W bool or uint8, at the image's size). `previous` is the candidate (or its
    logits) that this prompt corrects: the answer stays with it instead of jumping to another object. A coarse
    model sees it, too, but chooses anew at a second click.
    """

    points: Iterable[Point] = ()
    box: Box | None = None
    mask: NDArray[Any] | None = None
    previous: Candidate | Logits | None = None

    def __post_init__(self) -> None:
        """Bring points and box to tuples of numbers; raise PromptInvalid when they are something else."""
        try:
            points = tuple((float(x), float(y), _whole(label)) for x, y, label in self.points)
        except (TypeError, ValueError, OverflowError) as error:
            raise PromptInvalid("Points are given as (x, y, label), three numbers each.") from error
        object.__setattr__(self, "points", points)
        if self.box is not None:
            try:
                x0, y0, x1, y1 = (float(side) for side in self.box)
            except (TypeError, ValueError, OverflowError) as error:
                raise PromptInvalid("A box is given as (x0, y0, x1, y1), four numbers.") from error
            object.__setattr__(self, "box", (x0, y0, x1, y1))

    @property
    def previous_logits(self) -> Logits | None:
        """The logits to feed back, wherever they came from."""
        return self.previous.logits if isinstance(self.previous, Candidate) else self.previous


def _whole(label: float) -> int:
    if label != int(label):
        raise ValueError(label)
    return int(label)


@dataclass(frozen=True, eq=False)
class Embedding:
    """What the encoder made of one photo: keep it and every further click costs only the decoder.

    `tensors` are the decoder's image inputs by name (float32). `photo` is the picture itself (H×W×3), which
    the mask's edges are drawn by; it is not part of what the caches store. `model` names the encoder's bytes
    and preprocessing; a prediction with another model is refused.
    """

    tensors: Mapping[str, NDArray[np.float32]]
    photo: Photo = field(repr=False)
    model: str

    @property
    def size(self) -> Size:
        """Width and height of the photo in pixels."""
        height, width = self.photo.shape[:2]
        return width, height
