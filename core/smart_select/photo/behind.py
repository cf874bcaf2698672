"""What lies behind an object: seen where the mask lets it through, and guessed smoothly where it does not.

A soft edge shows colour I = α·F + (1−α)·B. With the object's own colours F, what is left, I − α·F, is the
background times its share, and carries none of the object. Where F or α are wrong it does, the more so the
more opaque the object is, so that the clearest view near by counts most. What the object hides is filled in
from around it, so that a lens blur does not see a hole there.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from smart_select.values import Mask, Photo

Planes: TypeAlias = NDArray[np.float32]
"""h×w×4: red, green and blue, each times the weight, and the weight 0…1."""

Front: TypeAlias = Callable[[slice, slice], Photo]
"""Returns the object's own colours h×w×3 in some rows and columns; they are not written to."""

Colours: TypeAlias = NDArray[np.float32]
"""h×w×3, 0…255 or linear 0…1."""

_FILL_SIDE: Final = 256
"""Cells along the longer side of the filling, which is smooth anyway."""
_GUARD_PER_SIDE: Final = 1 / 2500
"""Pixels this near to the object, as a share of the longer side, are not asked: masks are rarely so exact."""
_GUARD_PER_REACH: Final = 1 / 12
"""Nor more of them than this share of what a blur reaches: they are shown as what is guessed there."""
_CLEAREST: Final = 6
"""Power of how clear a view is beside the clearest near by: through a net one looks between its threads,
through glass, which is the same everywhere, at all of it."""
_IMPOSSIBLE: Final = np.float32(12.0)
"""Levels beyond black and white at which an unmixed colour counts 1/e: its opacity or the object's colour is
wrong."""
_NO_HIGHLIGHT: Final = 225
"""No unmixed colour is taken for brighter, unless it is seen or no view near by is clear: lenses make much of
white (`kernels.Lens`)."""
_NOTHING: Final = 1e-6
_BAND_PIXELS: Final = 1 << 19


@dataclass(frozen=True, eq=False)
class Behind:
    """The background of one picture; arrays are the caller's and are not changed.

    `colours` H×W×3 and `mask` H×W uint8; `alpha` the picture's own, None when opaque; `foreground` the
    object's colours, or None for the photo's. `decode` are 256 values, of which a colour's is taken:
    it may turn sRGB into light. `fill` is h×w×3 in decoded values, `clearest` h×w the least mask value in and
    next to each of its cells, `block` their side in pixels.
    """

    colours: Photo
    mask: Mask
    alpha: Mask | None
    foreground: Front | None
    decode: NDArray[np.float32]
    guard_px: int
    block: int
    clearest: Mask
    fill: Colours

    @classmethod
    def of(
        cls,
        colours: Photo,
        mask: Mask,
        alpha: Mask | None,
        foreground: Front | None,
        decode: NDArray[np.float32],
        reach_px: int,
    ) -> Self:
        """Look at the whole picture once, in bands, for the filling; `reach_px` is how far a blur looks."""
        longer = max(mask.shape)
        block = max(1, math.ceil(longer / _FILL_SIDE))
        empty = np.zeros((1, 1, 3), np.float32)
        guard_px = min(math.ceil(longer * _GUARD_PER_SIDE), int(reach_px * _GUARD_PER_REACH))
        clearest = _clearest(mask, block)
        seen = cls(colours, mask, alpha, foreground, decode, guard_px, block, clearest, empty)
        height, width = mask.shape
        means = [
            _telling(block_means(seen._shares(slice(top, min(top + block, height)), slice(0, width)), block))
            for top in range(0, height, block)
        ]
        return replace(seen, fill=_pulled_and_pushed(np.concatenate(means)))

    def cells(self, rows: slice, columns: slice, block: int) -> Colours:
        """Return the background's colours in means of block×block pixels; rows and columns are in cells.

        Cells beyond the picture's border hold what the outermost have.
        """
        height, width = self.mask.shape
        row_count, column_count = math.ceil(height / block), math.ceil(width / block)
        top, bottom = max(0, rows.start), min(rows.stop, row_count)
        left, right = max(0, columns.start), min(columns.stop, column_count)
        seen = slice(left * block, min(right * block, width))
        # A band at a time: wide blurs take few cells, but a cell's pixels are many.
        step = max(1, _BAND_PIXELS // max(1, (seen.stop - seen.start) * block))
        bands = [
            slice(first * block, min(min(first + step, bottom) * block, height))
            for first in range(top, bottom, step)
        ]
        means = np.concatenate([_telling(block_means(self._shares(band, seen), block)) for band in bands])
        hidden = 1 - means[..., 3:]
        found = means[..., :3]
        if hidden.max() > 0:
            box = left * block, top * block, min(right * block, width), min(bottom * block, height)
            found = found + hidden * self._filling(box, means.shape[:2])
        margins = ((top - rows.start, rows.stop - bottom), (left - columns.start, columns.stop - right))
        return np.pad(found, (*margins, (0, 0)), mode="edge")

    def _shares(self, rows: slice, columns: slice) -> Planes:
        """Return a part's background times its weight, and the weight."""
        part = self.colours[rows, columns]
        mask = self.mask[rows, columns]
        planes = np.empty((*mask.shape, 4), np.float32)
        around = self.mask[
            max(0, rows.start - self.guard_px) : rows.stop + self.guard_px,
            max(0, columns.start - self.guard_px) : columns.stop + self.guard_px,
        ]
        if not around.any():
            weight = np.ones(mask.shape, np.float32)
            planes[..., :3] = self.decode[part]
        elif around.min() == 255:
            return np.zeros((*mask.shape, 4), np.float32)
        else:
            weight = (255 - self._guarded(rows, columns)).astype(np.float32) / np.float32(255)
            seen, trust = _unmixed(part, mask, self._front(rows, columns), self._clearest_near(rows, columns))
            planes[..., :3] = self.decode[seen]
            weight *= trust
        if self.alpha is not None:
            weight = weight * (self.alpha[rows, columns].astype(np.float32) / np.float32(255))
        planes[..., :3] *= weight[..., None]
        planes[..., 3] = weight
        return planes

    def _front(self, rows: slice, columns: slice) -> Photo | None:
        return None if self.foreground is None else self.foreground(rows, columns)

    def _clearest_near(self, rows: slice, columns: slice) -> Mask:
        """Return the least mask value near each pixel."""
        down, across = (np.arange(part.start, part.stop) // self.block for part in (rows, columns))
        near: Mask = self.clearest[down[:, None], across]
        return near

    def _guarded(self, rows: slice, columns: slice) -> Mask:
        """Return the greatest mask value within a few pixels."""
        reach = self.guard_px
        top, left = max(0, rows.start - reach), max(0, columns.start - reach)
        greatest = self.mask[top : rows.stop + reach, left : columns.stop + reach]
        for axis in (0, 1):
            source = greatest
            greatest = source.copy()
            length = source.shape[axis]
            for step in range(1, min(reach, length - 1) + 1):
                ahead, behind = [slice(None)] * 2, [slice(None)] * 2
                ahead[axis], behind[axis] = slice(step, None), slice(0, length - step)
                a, b = tuple(ahead), tuple(behind)
                np.maximum(greatest[a], source[b], out=greatest[a])
                np.maximum(greatest[b], source[a], out=greatest[b])
        first_row, first_column = rows.start - top, columns.start - left
        height, width = self.mask[rows, columns].shape
        return greatest[first_row : first_row + height, first_column : first_column + width]

    def _filling(self, box: tuple[int, int, int, int], shape: tuple[int, ...]) -> Colours:
        """Return the filling of a part of the picture (in pixels), enlarged to `shape` (rows, columns)."""
        rows, columns = self.fill.shape[:2]
        # The last cells may be cut off by the border, but lie where whole ones would.
        source = (
            box[0] / self.block,
            box[1] / self.block,
            min(box[2] / self.block, columns),
            min(box[3] / self.block, rows),
        )
        return enlarged(self.fill, source, (shape[1], shape[0]))


def block_means(planes: Planes, block: int) -> Planes:
    """Average block×block pixels of h×w×k; the last ones may be cut off by the border."""
    if block == 1:
        return planes
    for axis in (0, 1):
        length = planes.shape[axis]
        starts = np.arange(0, length, block)
        counts = np.diff(np.append(starts, length)).astype(np.float32)
        planes = np.add.reduceat(planes, starts, axis=axis)
        planes /= counts[:, None, None] if axis == 0 else counts[:, None]
    return planes


def _telling(means: Planes) -> Planes:
    """Return cells with more weight: with little, one says little of what is there; with half, all."""
    weight = means[..., 3:]
    return np.asarray(means * (np.minimum(1, 2 * weight) / np.maximum(weight, _NOTHING)), np.float32)


def enlarged(
    values: NDArray[np.float32], box: tuple[float, float, float, float], size: tuple[int, int]
) -> NDArray[np.float32]:
    """Return the part `box` (x0, y0, x1, y1 in cells) of h×w×3 values, scaled to `size`; neighbours count."""
    channels = [
        Image.fromarray(np.ascontiguousarray(values[..., channel])).resize(
            size, Image.Resampling.BICUBIC, box=box
        )
        for channel in range(values.shape[2])
    ]
    return np.stack([np.asarray(channel) for channel in channels], axis=-1)


def _clearest(mask: Mask, block: int) -> Mask:
    """Return h×w: the least mask value in block×block pixels and the cells next to them."""
    height, width = mask.shape
    bands = [
        np.minimum.reduceat(mask[top : top + block].min(axis=0), np.arange(0, width, block))
        for top in range(0, height, block)
    ]
    return np.asarray(Image.fromarray(np.stack(bands)).filter(ImageFilter.MinFilter(3)))


def _unmixed(
    part: Photo, mask: Mask, front: Photo | None, clearest: Mask
) -> tuple[Photo, NDArray[np.float32]]:
    """Return the background's colour (I − α·F)/(1−α), the photo's where α is 0, and how far to trust it, 0…1.

    `clearest` h×w are the least mask values near by.
    """
    trust = np.ones(mask.shape, np.float32)
    if front is None:
        return part, trust
    soft = (mask > 0) & (mask < 255)
    share = mask[soft].astype(np.float32)
    seen = part[soft]
    behind = (seen * np.float32(255) - share[:, None] * front[soft]) / (255 - share[:, None])
    excess = np.maximum(np.maximum(behind - 255, -behind).max(axis=1, initial=0), 0)
    clear = (255 - share) / (255 - clearest[soft].astype(np.float32))
    trust[soft] = clear**_CLEAREST * np.exp(-np.square(excess / _IMPOSSIBLE))
    unmixed = part.copy()
    brightest = np.minimum(_NO_HIGHLIGHT + clearest[soft].astype(np.uint16), 255)[:, None]
    unmixed[soft] = np.clip(np.rint(behind), 0, np.maximum(seen, brightest)).astype(np.uint8)
    return unmixed, trust


def _pulled_and_pushed(planes: Planes) -> Colours:
    """Return h×w×3 without holes: each cell its own colour as far as it has weight, else a coarser mean's.

    S. Gortler et al.: The Lumigraph, 1996, section 3.4.
    """
    weight = planes[..., 3:]
    if min(planes.shape[:2]) <= 1 and max(planes.shape[:2]) <= 2:
        total = planes.sum(axis=(0, 1))
        colour = total[:3] / total[3] if total[3] > _NOTHING else np.zeros(3, np.float32)
        coarser = np.broadcast_to(colour, (*planes.shape[:2], 3)).astype(np.float32)
    else:
        small = _pulled_and_pushed(_telling(block_means(planes, 2)))
        height, width = planes.shape[:2]
        coarser = enlarged(small, (0, 0, width / 2, height / 2), (width, height))
    return np.asarray(planes[..., :3] + (1 - np.minimum(weight, 1)) * coarser, np.float32)
