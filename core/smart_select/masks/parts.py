"""The parts of a mask and the holes in it: which of them stay.

A part is what hangs together, by sides or corners, with values from SOLID on; its soft edge goes with it.
Works on runs of pixels, not on a picture of labels, so that 100 MP need little memory.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from smart_select.bands import row_bands
from smart_select.masks.components import join_runs
from smart_select.values import SOLID, Mask

_BAND_PIXELS: Final = 1 << 22
_NEARLY_SOLID: Final = 250
"""A hole ends where the mask is this solid, so that filling leaves no ring of its soft edge."""
_TRACE: Final = 4
"""Values below this are nothing that anybody sees."""
_FRINGE_PX: Final = 3
"""How far a part's soft edge reaches where it runs into another part's."""


def drop_specks(mask: Mask, share: float) -> Mask:
    """Return the mask without parts up to `share` (0…1) of the selected area; the largest always stays."""
    parts = _Runs.of(mask, SOLID, 255)
    if not parts.count:
        return mask
    kept = parts.areas > share * parts.areas.sum()
    kept[np.argmax(parts.areas)] = True
    return _keep(mask, parts, kept)


def keep_connected(mask: Mask, places: Sequence[tuple[float, float]]) -> Mask:
    """Return the mask with the parts at `places` (x, y in pixels) only, or the largest where none is hit."""
    parts = _Runs.of(mask, SOLID, 255)
    if not parts.count:
        return mask
    kept = parts.at(places)
    if not kept.any():
        kept[np.argmax(parts.areas)] = True
    return _keep(mask, parts, kept)


def keep_touching(mask: Mask, other: Mask) -> Mask:
    """Return the mask with the parts only that have a pixel with the other mask's parts in common."""
    parts = _Runs.of(mask, SOLID, 255)
    common = _Runs.of(np.minimum(mask, other), SOLID, 255)
    kept = parts.holding(common, np.ones(common.count, np.bool_))
    return _keep(mask, parts, kept)


def fill_holes(mask: Mask, share: float) -> Mask:
    """Return the mask with enclosed holes up to `share` (0…1) of the selected area filled, rims included.

    What touches the picture's border is no hole.
    """
    holes = _Runs.of(mask, 0, _NEARLY_SOLID - 1)
    selected = sum(int(np.count_nonzero(mask[rows] >= SOLID)) for rows in row_bands(mask.shape, _BAND_PIXELS))
    filled = (holes.areas <= share * selected) & ~holes.touch_border()
    if not filled.any():
        return mask
    result = mask.copy()
    holes.paint(result, filled, 255)
    np.copyto(result, 255, where=result >= _NEARLY_SOLID)  # the rims' last steps
    return result


@dataclass(frozen=True, eq=False)
class _Runs:
    """Runs of pixels along rows, in places row·(width+2)+column+1, and whose `part` each is."""

    shape: tuple[int, int]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    part: NDArray[np.int64]
    areas: NDArray[np.int64]

    @classmethod
    def of(cls, mask: Mask, low: int, high: int) -> Self:
        """Find the parts of values low … high."""
        height, width = mask.shape
        row = width + 2
        starts, ends = [], []
        for rows in row_bands(mask.shape, _BAND_PIXELS):
            # One column of False on either side keeps runs of neighbouring rows apart.
            padded = np.zeros((rows.stop - rows.start, row), np.int8)
            padded[:, 1:-1] = (mask[rows] >= low) & (mask[rows] <= high)
            steps = np.diff(padded.ravel(), prepend=np.int8(0))
            starts.append(np.flatnonzero(steps == 1) + rows.start * row)
            ends.append(np.flatnonzero(steps == -1) + rows.start * row)
        first, last = np.concatenate(starts), np.concatenate(ends)
        part = join_runs(first, last, row=row)
        count = int(part.max()) + 1 if len(part) else 0
        areas = np.bincount(part, weights=last - first, minlength=count).astype(np.int64)
        return cls(shape=(height, width), starts=first, ends=last, part=part, areas=areas)

    @property
    def count(self) -> int:
        return len(self.areas)

    def at(self, places: Sequence[tuple[float, float]]) -> NDArray[np.bool_]:
        """Return for each part whether one of the places is on it."""
        hit = np.zeros(self.count, np.bool_)
        height, width = self.shape
        for x, y in places:
            column, row = min(max(int(x), 0), width - 1), min(max(int(y), 0), height - 1)
            place = row * (width + 2) + column + 1
            run = int(np.searchsorted(self.starts, place, side="right")) - 1
            if run >= 0 and place < self.ends[run]:
                hit[self.part[run]] = True
        return hit

    def touch_border(self) -> NDArray[np.bool_]:
        """Return for each part whether it reaches the picture's border."""
        height, width = self.shape
        rows, left, right = self._places()
        outer = (rows == 0) | (rows == height - 1) | (left == 0) | (right == width)
        touching = np.zeros(self.count, np.bool_)
        touching[self.part[outer]] = True
        return touching

    def paint(self, target: Mask, chosen: NDArray[np.bool_], value: int) -> None:
        """Set the chosen parts' pixels of `target`, in place."""
        wanted = chosen[self.part]
        row, left, right = (values[wanted].tolist() for values in self._places())
        for y, x0, x1 in zip(row, left, right, strict=True):
            target[y, x0:x1] = value

    def holding(self, other: "_Runs", chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return for each part whether it holds one of the other's chosen parts, which lie within ours."""
        within = np.searchsorted(self.starts, other.starts[chosen[other.part]], side="right") - 1
        holds = np.zeros(self.count, np.bool_)
        holds[self.part[within]] = True
        return holds

    def _places(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Return each run's row, first column and one past its last."""
        row = self.shape[1] + 2
        return self.starts // row, self.starts % row - 1, self.ends % row - 1


def _keep(mask: Mask, parts: _Runs, kept: NDArray[np.bool_]) -> Mask:
    """Return the mask without the parts that are not kept, and without their soft edges."""
    if kept.all():
        return mask
    result = np.where(mask < _TRACE, np.uint8(0), mask)
    faint = _Runs.of(mask, _TRACE, 255)
    faint.paint(result, ~faint.holding(parts, kept), 0)
    # Where a faint bridge joins a part that goes with one that stays, the bridge is cut near the former.
    going = ~kept & ~_alone(parts, faint, kept)
    rows, left, right = (values[going[parts.part]].tolist() for values in parts._places())
    staying = _near(mask.shape, parts, kept) if rows else None
    for y, x0, x1 in zip(rows, left, right, strict=True):
        assert staying is not None
        area = (
            slice(max(0, y - _FRINGE_PX), y + _FRINGE_PX + 1),
            slice(max(0, x0 - _FRINGE_PX), x1 + _FRINGE_PX),
        )
        np.copyto(result[area], 0, where=~staying[area])
    return result


def _alone(parts: _Runs, faint: _Runs, kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return for each part whether its soft surroundings hold no part that is kept."""
    stays = faint.holding(parts, kept)
    around = faint.part[np.searchsorted(faint.starts, parts.starts, side="right") - 1]
    alone = np.zeros(parts.count, np.bool_)
    alone[parts.part] = ~stays[around]
    return alone


def _near(shape: tuple[int, ...], parts: _Runs, kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return H×W: where a kept part is, or its fringe."""
    near = np.zeros(shape, np.bool_)
    wanted = kept[parts.part]
    rows, left, right = (values[wanted].tolist() for values in parts._places())
    for y, x0, x1 in zip(rows, left, right, strict=True):
        near[max(0, y - _FRINGE_PX) : y + _FRINGE_PX + 1, max(0, x0 - _FRINGE_PX) : x1 + _FRINGE_PX] = True
    return near
