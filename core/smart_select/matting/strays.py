"""What the outline got wrong and a plain background gives away: hairs that fly out of the band, gaps within.

Where the background near by has about one colour (a studio's wall, a sky, a green screen), a pixel that has
another colour is not background, whatever the outline says, and one of that very colour is not the object.
Such pixels are asked again. Where the background is lively its own spread is large, and nothing is found.
"""

import numpy as np
from numpy.typing import NDArray

from smart_select.masks.components import connected_components
from smart_select.masks.grid import box_mean, enlarge_part
from smart_select.matting.sides import NOISE, RADIUS, Side, cells
from smart_select.values import Photo

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]

_UNLIKE, _LIKE = np.float32(40.0), np.float32(9.0)
"""Squared deviations from which on a pixel is not of a side, and up to which it may be."""
_THICKEST = 9
"""Pixels: whatever is wider is not a strand but another thing."""
_LEAST_GAP = 4
"""Pixels of 3×3 that must look like background: one alone is noise."""
_LEAST_SHARE = np.float32(0.1)
"""Opacity from which on a pixel may be of a strand."""
_REACH = 40
"""Pixels around the band in which strands are looked for."""


def find_strays(photo: Photo, known: NDArray[np.int8]) -> NDArray[np.int8]:
    """Return which pixels of an h×w×3 picture are likely not what they are taken for: +1 more, −1 less.

    `known` is +1 inside, −1 outside, 0 unknown. Strands (+1) are found outside, where they hang together with
    what is unknown; gaps (−1) inside and in what is unknown.
    """
    found = np.zeros(known.shape, np.int8)
    area = _surroundings(known == 0)
    if area is None:
        return found
    part, sides = photo[area].astype(np.float32).transpose(2, 0, 1), known[area]
    behind = Side.of(part, sides < 0)
    if behind is None or not behind.is_plain_anywhere:
        return found
    away, plain = behind.deviation(part), behind.plain()
    like_behind = plain & (away < _LIKE)
    front = Side.of(part, (sides > 0) & ~like_behind)
    if front is None:
        return found
    strands = without_thick((sides < 0) & (away > _UNLIKE) & plain & _mixed(part, front, behind))
    gaps = (sides >= 0) & like_behind & (front.deviation(part) > _UNLIKE)
    # A white cup before a white wall has gaps only; nothing is to be learnt there.
    gaps &= (_neighbours(gaps) >= _LEAST_GAP) & _rare(gaps & (sides > 0), sides > 0)
    wrong = wider(touching(strands, sides == 0) | (gaps & (sides > 0)), 5)
    found[area] = (wrong & (sides < 0)).astype(np.int8) - ((wrong & (sides > 0)) | gaps)
    return found


def _mixed(pixels: Floats, front: Side, behind: Side) -> Bools:
    """Return which of 3×h×w pixels may be a mixture of both sides' colours, not one of some third thing."""
    own, others = front.means(), behind.means()
    step = own - others
    share = ((pixels - others) * step).sum(axis=0) / ((step * step).sum(axis=0) + 1)
    share = np.clip(share, 0, 1)
    missed = ((pixels - others - share * step) ** 2).sum(axis=0)
    return np.asarray((missed < _UNLIKE * (NOISE + front.spread() * share)) & (share > _LEAST_SHARE))


def _rare(picture: Bools, among: Bools) -> Bools:
    """Return where fewer than half of the pixels `among` around are set."""
    both = cells(np.stack([picture, among]).astype(np.float32))
    near = box_mean(both, RADIUS)
    rare = (near[0] <= near[1] * np.float32(0.5)).astype(np.float32)
    everywhere = slice(0, picture.shape[0]), slice(0, picture.shape[1])
    shape = picture.shape[0], picture.shape[1]
    return np.asarray(enlarge_part(rare[np.newaxis], shape, everywhere)[0] > 0.5)


def _surroundings(unknown: Bools) -> tuple[slice, slice] | None:
    rows, columns = (np.flatnonzero(unknown.any(axis=axis)) for axis in (1, 0))
    if not rows.size:
        return None
    return (
        slice(max(0, int(rows[0]) - _REACH), int(rows[-1]) + _REACH + 1),
        slice(max(0, int(columns[0]) - _REACH), int(columns[-1]) + _REACH + 1),
    )


def without_thick(picture: Bools) -> Bools:
    """Return the picture without all that is _THICKEST pixels wide or wider."""
    thick = ~wider(~picture, _THICKEST)
    return np.asarray(picture & ~wider(thick, _THICKEST + 4))


def wider(picture: Bools, size: int) -> Bools:
    """Return where some of the size×size pixels around each are set; beyond the border nothing is."""
    for axis in (0, 1):
        reached = 0
        while reached < size // 2:
            step = min(2 * reached + 1, size // 2 - reached)
            picture = _shifted_both_ways(picture, step, axis)
            reached += step
    return picture


def _shifted_both_ways(picture: Bools, step: int, axis: int) -> Bools:
    here, there = (slice(None),) * axis + (slice(step, None),), (slice(None),) * axis + (slice(None, -step),)
    wider = picture.copy()
    wider[here] |= picture[there]
    wider[there] |= picture[here]
    return wider


def _neighbours(picture: Bools) -> Floats:
    """Return how many of the 3×3 pixels around each are set."""
    mean = box_mean(picture.astype(np.float32)[np.newaxis], 1)[0]
    return np.asarray(mean * 9 + np.float32(0.5))


def touching(picture: Bools, others: Bools) -> Bools:
    """Return the parts of a picture that hang together with `others`."""
    parts = connected_components(picture)
    touched = np.zeros(parts.count + 1, bool)
    touched[np.unique(parts.labels[wider(others, 5)])] = True
    touched[0] = False
    return np.asarray(touched[parts.labels])
