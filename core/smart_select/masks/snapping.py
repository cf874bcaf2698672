"""A rough outline snapped to the photo's edges, without a change of what is meant.

Whoever draws a lasso says which object, and about where it ends. So what lies well inside stays inside, what
lies well outside stays outside. In a band along the drawn line the photo's colours and edges say where the
outline is (`colour_cut`), and the model has a voice where it sees the same object there.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from smart_select.masks.colour_cut import ColourCut, cells_of
from smart_select.masks.edges import EdgeGuide
from smart_select.masks.grid import Region
from smart_select.masks.parts import keep_touching
from smart_select.masks.shaping import feather, grow, invert
from smart_select.values import SOLID, Mask, Photo, bounding_box

_REACH: Final = 0.1
"""Half width of the band, as a share of the side of a square as large as the outline."""
_LEAST_REACH_PX: Final = 3.0
_SAME_OBJECT: Final = 0.8
"""From this overlap (IoU) on a model's mask is of the object that was meant."""
_DRAWN, _SEEN = np.float32(3.0), np.float32(1.0)
"""Log-odds of what was drawn, far from its line, and of what the model saw."""
_SOFTNESS: Final = 0.35
"""Deviation of the drawn line from what was meant, in reaches."""
_FIRM_FROM: Final = 0.98
_SIDE: Final = 512
"""Cells along the longer side, where the band is laid out."""


def snap(rough: Mask, photo: Photo, masks: Sequence[Mask]) -> Mask:
    """Return the H×W mask of what `rough` (H×W uint8) was drawn around on an H×W×3 photo.

    `masks` are a model's answers to it; the one that overlaps most is asked, if it overlaps enough.
    """
    inside = rough >= SOLID
    area = int(np.count_nonzero(inside))
    if not area:
        return rough
    reach_px = max(_LEAST_REACH_PX, _REACH * area**0.5)
    overlaps = [_overlap(inside, mask) for mask in masks]
    same = bool(overlaps) and max(overlaps) >= _SAME_OBJECT
    part = _surroundings(inside, reach_px)
    seen = np.ascontiguousarray(masks[int(np.argmax(overlaps))][part]) if same else None
    result = np.zeros_like(rough)
    result[part] = _snapped(np.ascontiguousarray(rough[part]), photo[part], seen, reach_px)
    return keep_touching(result, rough)


def _snapped(rough: Mask, photo: Photo, seen: Mask | None, reach_px: float) -> Mask:
    """Return the h×w mask in the part of a picture that the outline may come to lie in."""
    surely_in, surely_out = _band(rough >= SOLID, reach_px)
    found = _found(rough, photo, seen, reach_px)
    return np.where(surely_out, np.uint8(0), np.where(surely_in, np.uint8(255), found))


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


def _found(rough: Mask, photo: Photo, seen: Mask | None, reach_px: float) -> Mask:
    """Return the h×w mask whose outline is where, near the drawn one, the photo's is."""
    cells = cells_of(photo)
    cut = ColourCut.of(cells)
    line = _votes(feather(rough, reach_px * _SOFTNESS), cut.shape)
    logits = line * _DRAWN
    if seen is not None:
        logits += _votes(seen, cut.shape) * _SEEN
    firm = np.where(np.abs(line) > _FIRM_FROM, np.sign(line), 0).astype(np.int8)
    return EdgeGuide.on(cells, photo).soft_mask(cut.outline(logits, firm))


def _surroundings(inside: NDArray[np.bool_], reach_px: float) -> Region:
    """Return the part of the picture that the outline may come to lie in, and what is around it."""
    margin = int(reach_px * 1.5) + 2
    area = bounding_box(inside)
    assert area is not None, "there is an outline"
    x0, y0, x1, y1 = area
    return slice(max(0, y0 - margin), y1 + margin), slice(max(0, x0 - margin), x1 + margin)


def _votes(mask: Mask, shape: tuple[int, int]) -> NDArray[np.float32]:
    """Return −1 (outside) … +1 (inside) for the cells of a grid."""
    shares = np.asarray(Image.fromarray(mask).resize((shape[1], shape[0]), Image.Resampling.BOX), np.float32)
    return np.asarray(shares / np.float32(127.5) - 1)
