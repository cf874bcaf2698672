"""A second look at a small object: the model sees the object's surroundings alone, at the photo's own pixels.

A model sees a photo at its own input size (SAM 2: 1024×1024) and answers on 256×256 cells. An object that is
a twentieth of a 24-megapixel photo wide is a dozen cells wide; cut out and encoded by itself it has ten times
as many. It costs an encode, so it is worth while only where the model has not seen the photo's pixels.
"""

import math
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from smart_select.values import SOLID, Area, Candidate, Mask, Photo, Point, Prompt, Size

Look: TypeAlias = Callable[[Photo, Prompt], Candidate]
"""Encodes a picture, answers a prompt on it and returns the best candidate."""

_MODEL_SIDE_PX: Final = 1024
_MARGIN: Final = 0.35
"""Of the object's longer side: models want to see what is around."""
_MARGIN_CELLS: Final = 4
"""Of 256 along the photo's longer side: so far the first answer may have missed the object's end."""
_WORTH: Final = 2.0
"""How many times finer the second look must be."""
_SAME_OBJECT: Final = 0.6
"""IoU from which on the second answer is taken to be about the same object."""


def detail_area(box: Area, size: Size) -> Area:
    """Return what to look at again for an object with this bounding box in a photo of `size`."""
    of_object, of_cells = _MARGIN * max(box[2] - box[0], box[3] - box[1]), _MARGIN_CELLS * max(size) / 256
    margin = math.ceil(max(of_object, of_cells))
    return (
        max(0, box[0] - margin),
        max(0, box[1] - margin),
        min(size[0], box[2] + margin),
        min(size[1], box[3] + margin),
    )


def pays(area: Area, size: Size) -> bool:
    """Whether a second look at `area` shows the model twice as much or more, along the longer side."""
    seen = min(1.0, _MODEL_SIDE_PX / max(size))
    will_see = min(1.0, _MODEL_SIDE_PX / max(area[2] - area[0], area[3] - area[1]))
    return will_see >= _WORTH * seen


def look_again(photo: Photo, rough: NDArray[np.bool_], points: Sequence[Point], look: Look) -> Mask | None:
    """Return the H×W mask that the model draws on this picture alone; None where it means something else.

    `photo` is the area's H×W×3 pixels, `rough` what is selected so far in it, `points` are in its pixels.
    """
    if not rough.any():
        return None
    inside = [(x, y, label) for x, y, label in points if 0 <= x < rough.shape[1] and 0 <= y < rough.shape[0]]
    mask = look(photo, Prompt(points=inside, mask=rough)).mask
    solid = mask >= SOLID
    union = np.count_nonzero(solid | rough)
    return mask if np.count_nonzero(solid & rough) >= _SAME_OBJECT * union else None


def detailed_mask(
    candidate: Candidate, photo: Photo, points: Sequence[Point], look: Look, *, always: bool
) -> Mask:
    """Return the candidate's H×W mask, drawn anew by a second look where that pays (or `always`).

    `photo` (H×W×3) is the whole picture, `points` are the prompt's, in its pixels.
    """
    height, width = photo.shape[:2]
    box = candidate.bounding_box
    if box is None:
        return candidate.mask
    area = detail_area(box, (width, height))
    if not (always or pays(area, (width, height))):
        return candidate.mask
    x0, y0, x1, y1 = area
    part = slice(y0, y1), slice(x0, x1)
    moved = [(x - x0, y - y0, label) for x, y, label in points]
    finer = look_again(np.ascontiguousarray(photo[part]), candidate.mask[part] >= SOLID, moved, look)
    if finer is None:
        return candidate.mask
    mask = np.zeros_like(candidate.mask)
    mask[part] = finer
    return mask
