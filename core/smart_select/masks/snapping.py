"""A rough outline snapped to the photo's edges, without a change of what is meant.

Whoever draws a lasso says which object, and about where it ends. So what lies well inside stays inside, what
lies well outside stays outside, and only in a band along the drawn line does the model, or where it sees
another object there the photo alone, say where the edge is.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from smart_select.masks.depth import inner_points
from smart_select.masks.edges import EdgeGuide
from smart_select.masks.parts import keep_connected
from smart_select.masks.shaping import feather, grow, invert
from smart_select.values import SOLID, Mask, Photo

_REACH: Final = 0.1
"""Half width of the band, as a share of the side of a square as large as the outline."""
_LEAST_REACH_PX: Final = 3.0
_SAME_OBJECT: Final = 0.6
"""From this overlap (IoU) on a model's mask is of the object that was meant."""
_SIDE: Final = 512
"""Cells along the longer side, where the band is laid out."""
_CELLS_PER_REACH: Final = 1.5
_SURE: Final = 6.0


def snap(rough: Mask, photo: Photo, masks: Sequence[Mask]) -> Mask:
    """Return the H×W mask of what `rough` (H×W uint8) was drawn around on an H×W×3 photo.

    `masks` are a model's answers to it; the one that overlaps most is asked, if it overlaps enough.
    """
    inside = rough >= SOLID
    area = int(np.count_nonzero(inside))
    if not area:
        return rough
    reach_px = max(_LEAST_REACH_PX, _REACH * area**0.5)
    surely_in, surely_out = _band(inside, reach_px)
    overlaps = [_overlap(inside, mask) for mask in masks]
    if overlaps and max(overlaps) >= _SAME_OBJECT:
        drawn = masks[int(np.argmax(overlaps))]
    else:
        drawn = _by_photo(rough, photo, reach_px)
    result = np.where(surely_out, np.uint8(0), np.where(surely_in, np.uint8(255), drawn))
    return keep_connected(result, inner_points(inside, 64))


def _band(inside: NDArray[np.bool_], reach_px: float) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return where it is further than `reach_px` inside, and outside, of an outline."""
    height, width = inside.shape
    scale = min(1.0, _SIDE / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = np.asarray(Image.fromarray(inside).convert("L").resize(size, Image.Resampling.BOX))
    reach = reach_px * scale
    wider, narrower = grow(small, reach), grow(small, -reach)
    nearest = Image.Resampling.NEAREST
    return (
        np.asarray(Image.fromarray(narrower).resize((width, height), nearest)) >= SOLID,
        np.asarray(Image.fromarray(invert(wider)).resize((width, height), nearest)) >= SOLID,
    )


def _overlap(inside: NDArray[np.bool_], mask: Mask) -> float:
    found = mask >= SOLID
    union = int(np.count_nonzero(inside | found))
    return np.count_nonzero(inside & found) / union if union else 0.0


def _by_photo(rough: Mask, photo: Photo, reach_px: float) -> Mask:
    """Return the mask with its edge moved, by less than the reach, to where the photo has one."""
    height, width = rough.shape
    cell = max(1.0, reach_px / _CELLS_PER_REACH)
    grid = max(2, round(height / cell)), max(2, round(width / cell))
    soft = feather(rough, reach_px / 2)
    shares = np.asarray(Image.fromarray(soft).resize((grid[1], grid[0]), Image.Resampling.BOX), np.float32)
    logits = (shares / np.float32(255) * 2 - 1) * np.float32(_SURE)
    return EdgeGuide.of(photo, (1.0, 1.0), grid).soft_mask(logits)
