"""The object's own colours in a soft edge, freed from the background that shines through.

They are found coarsely for all of the soft edge at once (`two_layers`), then in tiles along it. Where the
object is translucent over a wide area, they are made even (`even_colours`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import product

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from smart_select.masks.grid import Region
from smart_select.matting.even_colours import (
    EvenColours,
    is_translucent,
    rim,
    rim_side,
    sharp_rim,
    wide_share,
    without_feathers,
)
from smart_select.matting.two_layers import liveliness, pyramid, refined, shrunk
from smart_select.values import Mask, Photo

Floats = NDArray[np.float32]

_WIDE_STEPS, _WIDE_STIFFNESS = 16, np.float32(1 / 3)
"""For the colours of what is translucent over a wide area: there is nothing but smoothness to go by, and what
changes is the background sooner than the object."""
_TILE, _HALO = 224, 48
"""Pixels: a tile, and what is seen around it."""
_WHOLE_SIDE = 256
"""Cells along the longer side of a first, coarse solution that sees all of the soft edge at once: glass lets
the background through everywhere, and the nearest clear view of it may lie beyond a tile."""
_MARGIN = 8
"""One of so many parts of the soft edge's longer side is seen around it."""
_BAND_PIXELS = 1 << 19
_RIMS = 6
"""Squares of a rim, one above the other, that are seen at once at least."""

Area = tuple[int, int, int, int]
"""x0, y0, x1, y1 in whole pixels, the far sides exclusive."""


def foreground_colours(photo: Photo, alpha: Mask, area: Area | None = None) -> Photo:
    """Return h×w×3 uint8: the object's colours in `area` (None: everywhere) of an H×W×3 photo.

    `alpha` is the H×W matte. Pixels of opacity 255 keep the photo's colours, those of 0 have the photo's too.
    Works in tiles along the soft edge: needs little beside the result.
    """
    height, width = alpha.shape
    x0, y0, x1, y1 = area or (0, 0, width, height)
    result = photo[y0:y1, x0:x1].copy()
    whole = _Whole.of(photo, alpha)
    for region in _tiles(alpha, (slice(y0, y1), slice(x0, x1))):
        rows, columns = region
        target = result[rows.start - y0 : rows.stop - y0, columns.start - x0 : columns.stop - x0]
        np.copyto(target, _tile_colours(photo, alpha, whole, region))
    return result


class ForegroundColours:
    """The same, found once and kept for tiles along the soft edge only."""

    def __init__(self, photo: Photo, alpha: Mask) -> None:
        """Find all of them; arrays are the caller's and are not changed."""
        self._photo = photo
        whole = _Whole.of(photo, alpha)
        self._tiles = {
            (region[0].start // _TILE, region[1].start // _TILE): _tile_colours(photo, alpha, whole, region)
            for region in _tiles(alpha, (slice(0, alpha.shape[0]), slice(0, alpha.shape[1])))
        }

    def part(self, rows: slice, columns: slice) -> Photo:
        """Return h×w×3 of a region; not to be written to."""
        part = self._photo[rows, columns]
        height, width = part.shape[:2]
        is_copy = False
        for row, column in product(
            range(rows.start // _TILE, -(-(rows.start + height) // _TILE)),
            range(columns.start // _TILE, -(-(columns.start + width) // _TILE)),
        ):
            tile = self._tiles.get((row, column))
            if tile is None:
                continue
            if not is_copy:
                part, is_copy = part.copy(), True
            top, left = row * _TILE - rows.start, column * _TILE - columns.start
            bottom, right = min(top + tile.shape[0], height), min(left + tile.shape[1], width)
            first_row, first_column = max(top, 0), max(left, 0)
            part[first_row:bottom, first_column:right] = tile[
                first_row - top : bottom - top, first_column - left : right - left
            ]
        return part


@dataclass(frozen=True, eq=False)
class _Whole:
    """A coarse solution for `area` of a picture, in cells of `cell` pixels a side; front and back 3×h×w.

    `even` are the colours of what is translucent over a wide area, None without any.
    """

    area: Area
    cell: float
    front: Floats
    back: Floats
    even: EvenColours | None

    @classmethod
    def of(cls, photo: Photo, alpha: Mask) -> "_Whole | None":
        """Solve for all soft pixels and what is around them; None where there are none."""
        height, width = alpha.shape
        rows, columns = np.zeros(height, bool), np.zeros(width, bool)
        for band in _bands(alpha):
            soft = (alpha[band] > 0) & (alpha[band] < 255)
            rows[band] = soft.any(axis=1)
            columns |= soft.any(axis=0)
        if not rows.any():
            return None
        (y0, y1), (x0, x1) = (
            (int(along[0]), int(along[-1]) + 1) for along in map(np.flatnonzero, (rows, columns))
        )
        margin = max(_HALO, max(y1 - y0, x1 - x0) // _MARGIN)
        area = max(0, x0 - margin), max(0, y0 - margin), min(width, x1 + margin), min(height, y1 + margin)
        size = area[2] - area[0], area[3] - area[1]
        cell = max(1.0, max(size) / _WHOLE_SIDE)
        shape = max(1, round(size[1] / cell)), max(1, round(size[0] / cell))
        part = slice(area[1], area[3]), slice(area[0], area[2])
        colours, share = _copy(photo[part], shape), _copy(alpha[part], shape)
        start = np.full((3, 1, 1), 0.5, np.float32)
        levels = pyramid(*shape)
        front, back = refined(colours, share, levels, start, start)
        wide = wide_share(_copy(alpha[part], shape, is_translucent), share, cell)
        if wide is not None:
            side = rim_side(cell)
            rims, sharp = (
                _copy(alpha[part], shape, partial(seen, side=side), _RIMS * side) for seen in (rim, sharp_rim)
            )
            wide = without_feathers(wide, rims, sharp)
            wide *= liveliness(shrunk(colours, shape).transpose(2, 0, 1), shrunk(share, shape))
        if wide is None or not wide.any():
            return cls(area, cell, front, back, None)
        own, _ = refined(colours, share, levels, start, start, _WIDE_STEPS, _WIDE_STIFFNESS)
        return cls(area, cell, front, back, EvenColours.of(own, share, wide, cell))

    def around(self, region: Region, shape: tuple[int, int]) -> tuple[Floats, Floats]:
        """Return front and back of a region of the picture, enlarged to `shape` (rows, columns)."""
        planes = self._enlarged(np.concatenate([self.front, self.back]), region, shape)
        return planes[:3], planes[3:]

    def evened(self, front: Floats, pixels: Photo, share: Mask, region: Region) -> Floats:
        """Return a region's front 3×h×w, with even colours where it is translucent over a wide area."""
        if self.even is None:
            return front
        planes = self._enlarged(self.even.planes, region, share.shape)
        return EvenColours(planes).over(front, shrunk(pixels, share.shape), shrunk(share, share.shape))

    def _enlarged(self, planes: Floats, region: Region, shape: tuple[int, ...]) -> Floats:
        x0, y0, x1, y1 = self.area
        height, width = self.front.shape[1:]
        across, down = width / (x1 - x0), height / (y1 - y0)
        rows, columns = region
        left, right = (np.clip((x - x0) * across, 0, width) for x in (columns.start, columns.stop))
        top, bottom = (np.clip((y - y0) * down, 0, height) for y in (rows.start, rows.stop))
        box = float(left), float(top), float(right), float(bottom)
        size = shape[1], shape[0]
        return np.stack(
            [
                np.asarray(Image.fromarray(plane).resize(size, Image.Resampling.BILINEAR, box=box))
                for plane in planes
            ]
        )


def _tiles(alpha: Mask, area: Region) -> Iterator[Region]:
    """Yield the tiles of a region that have soft pixels."""
    rows, columns = area
    for top, left in product(range(rows.start, rows.stop, _TILE), range(columns.start, columns.stop, _TILE)):
        tile = slice(top, min(top + _TILE, rows.stop)), slice(left, min(left + _TILE, columns.stop))
        if ((alpha[tile] > 0) & (alpha[tile] < 255)).any():
            yield tile


def _tile_colours(photo: Photo, alpha: Mask, whole: "_Whole | None", region: Region) -> Photo:
    """Return h×w×3 uint8: the object's colours in soft pixels, the photo's elsewhere."""
    assert whole is not None, "a tile has soft pixels"
    rows, columns = region
    # Within the first solution's area, so that every pixel seen has a place there.
    around = (
        slice(max(whole.area[1], rows.start - _HALO), min(rows.stop + _HALO, whole.area[3])),
        slice(max(whole.area[0], columns.start - _HALO), min(columns.stop + _HALO, whole.area[2])),
    )
    inner = (
        slice(max(rows.start, around[0].start), min(rows.stop, around[0].stop)),
        slice(max(columns.start, around[1].start), min(columns.stop, around[1].stop)),
    )
    share = alpha[around]
    levels = pyramid(share.shape[0], share.shape[1])
    first = next((at for at, shape in enumerate(levels) if share.shape[0] / shape[0] >= whole.cell), -1)
    levels = levels[: first + 1] if first >= 0 else levels
    front, _ = refined(photo[around], share, levels, *whole.around(around, levels[-1]))
    front = whole.evened(front, photo[around], share, around)
    result = photo[region].copy()
    soft = (alpha[inner] > 0) & (alpha[inner] < 255)
    found = front[
        :,
        inner[0].start - around[0].start : inner[0].stop - around[0].start,
        inner[1].start - around[1].start : inner[1].stop - around[1].start,
    ]
    target = result[
        inner[0].start - rows.start : inner[0].stop - rows.start,
        inner[1].start - columns.start : inner[1].stop - columns.start,
    ]
    target[soft] = np.rint(found.transpose(1, 2, 0)[soft] * 255).astype(np.uint8)
    return result


def _copy(
    values: NDArray[np.uint8],
    shape: tuple[int, int],
    seen_as: Callable[[NDArray[np.uint8]], NDArray[np.uint8]] = np.ascontiguousarray,
    rows_at_once: int = 1,
) -> NDArray[np.uint8]:
    """Return h×w(×3) bytes shrunk to `shape` (rows, columns), as `seen_as` sees so many rows at once.

    In bands, since Pillow copies its input.
    """
    narrow = np.empty((len(values), shape[1], *values.shape[2:]), np.uint8)
    for rows in _bands(values, rows_at_once):
        image = Image.fromarray(seen_as(values[rows]))
        narrow[rows] = np.asarray(image.resize((shape[1], image.height), Image.Resampling.BOX))
    return np.asarray(Image.fromarray(narrow).resize((shape[1], shape[0]), Image.Resampling.BOX))


def _bands(values: NDArray[np.uint8], rows_at_once: int = 1) -> Iterator[slice]:
    height, width = values.shape[:2]
    step = rows_at_once * max(1, _BAND_PIXELS // max(width * rows_at_once, 1))
    for top in range(0, height, step):
        yield slice(top, min(top + step, height))
