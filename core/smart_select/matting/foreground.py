"""The object's own colours in a soft edge, freed from the background that shines through.

T. Germer, T. Uelwer, S. Conrad, S. Harmeling: Fast Multi-Level Foreground Estimation, 2020: at each level of
a pyramid, foreground F and background B minimise (α·F + (1−α)·B − I)² + Σ (ε + ω·|α − α'|)·(|F − F'|² +
|B − B'|²) over the four neighbours, by a few Jacobi steps that start from the level above.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from smart_select.masks.grid import Region
from smart_select.values import Mask, Photo

Floats = NDArray[np.float32]

_REGULAR, _GRADIENT = np.float32(1e-3), np.float32(0.1)
"""ε and ω: neighbours have like colours, the more so where the opacity changes."""
_COARSE_STEPS, _FINE_STEPS = 30, 4
_SMALL_SIDE = 32
"""Levels up to this side take _COARSE_STEPS."""
_TILE, _HALO = 224, 48
"""Pixels: a tile, and what is seen around it."""
_WHOLE_SIDE = 256
"""Cells along the longer side of a first, coarse solution that sees all of the soft edge at once: glass lets
the background through everywhere, and the nearest clear view of it may lie beyond a tile."""
_MARGIN = 8
"""One of so many parts of the soft edge's longer side is seen around it."""
_BAND_PIXELS = 1 << 19
_ALONE = 0.98
"""Opacity from which on, and of which the rest up to which, a pixel shows one side alone."""
_LEAST_ALONE = 16
_FLAT = np.float32(2e-4)
"""Squared change between neighbours that the camera's noise makes, in colours of 0…1."""
_STIFFEST = 16.0
_SIDES = ((0, 1), (0, -1), (1, 0), (-1, 0))

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
    """A coarse solution for `area` of a picture, in cells of `cell` pixels a side; front and back 3×h×w."""

    area: Area
    cell: float
    front: Floats
    back: Floats

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
        front, back = _refine(colours, share, _levels(*shape), start, start)
        return cls(area, cell, front, back)

    def around(self, region: Region, shape: tuple[int, int]) -> tuple[Floats, Floats]:
        """Return front and back of a region of the picture, enlarged to `shape` (rows, columns)."""
        x0, y0, x1, y1 = self.area
        height, width = self.front.shape[1:]
        across, down = width / (x1 - x0), height / (y1 - y0)
        rows, columns = region
        left, right = (np.clip((x - x0) * across, 0, width) for x in (columns.start, columns.stop))
        top, bottom = (np.clip((y - y0) * down, 0, height) for y in (rows.start, rows.stop))
        box = float(left), float(top), float(right), float(bottom)
        planes = [
            np.asarray(Image.fromarray(plane).resize(shape[::-1], Image.Resampling.BILINEAR, box=box))
            for plane in (*self.front, *self.back)
        ]
        return np.stack(planes[:3]), np.stack(planes[3:])


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
    levels = _levels(share.shape[0], share.shape[1])
    first = next((at for at, shape in enumerate(levels) if share.shape[0] / shape[0] >= whole.cell), -1)
    levels = levels[: first + 1] if first >= 0 else levels
    front, _ = _refine(photo[around], share, levels, *whole.around(around, levels[-1]))
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


def _levels(height: int, width: int) -> list[tuple[int, int]]:
    """Return the shapes of a pyramid, from the given one to a single pixel."""
    levels = [(height, width)]
    while max(levels[-1]) > 1:
        levels.append((max(1, (levels[-1][0] + 1) // 2), max(1, (levels[-1][1] + 1) // 2)))
    return levels


def _refine(
    photo: Photo, alpha: Mask, levels: list[tuple[int, int]], front: Floats, back: Floats
) -> tuple[Floats, Floats]:
    """Return colours 3×h×w, refined through `levels` from the last to the first, which front and back fit."""
    for shape in reversed(levels):
        pixels = _shrunk(photo, shape).transpose(2, 0, 1)
        share = _shrunk(alpha, shape)
        rows = np.arange(shape[0])[:, np.newaxis] * front.shape[1] // shape[0]
        columns = np.arange(shape[1]) * front.shape[2] // shape[1]
        front, back = front[:, rows, columns], back[:, rows, columns]
        steps = _COARSE_STEPS if max(shape) <= _SMALL_SIDE else _FINE_STEPS
        front, back = _relax(pixels, share, front, back, steps, _stiffness(pixels, share))
    return front, back


def _stiffness(pixels: Floats, share: Floats) -> np.float32:
    """Return how much less the background's colours may differ from their neighbours' than the object's.

    By how rough either is where it is seen alone: what a soft edge shows of grain belongs to the rougher one.
    """
    changes = np.square(pixels[:, :, 1:] - pixels[:, :, :-1]).sum(axis=0)
    least, most = np.minimum(share[:, 1:], share[:, :-1]), np.maximum(share[:, 1:], share[:, :-1])
    front, back = changes[least > _ALONE], changes[most < 1 - _ALONE]
    if min(front.size, back.size) < _LEAST_ALONE:
        return np.float32(1)
    ratio = (front.mean() + _FLAT) / (back.mean() + _FLAT)
    return np.float32(np.clip(ratio, 1 / _STIFFEST, _STIFFEST))


def _copy(values: NDArray[np.uint8], shape: tuple[int, int]) -> NDArray[np.uint8]:
    """Return h×w(×3) bytes shrunk to `shape` (rows, columns); in bands, since Pillow copies its input."""
    narrow = np.empty((len(values), shape[1], *values.shape[2:]), np.uint8)
    for rows in _bands(values):
        image = Image.fromarray(np.ascontiguousarray(values[rows]))
        narrow[rows] = np.asarray(image.resize((shape[1], image.height), Image.Resampling.BOX))
    return np.asarray(Image.fromarray(narrow).resize((shape[1], shape[0]), Image.Resampling.BOX))


def _bands(values: NDArray[np.uint8]) -> Iterator[slice]:
    height, width = values.shape[:2]
    step = max(1, _BAND_PIXELS // max(width, 1))
    for top in range(0, height, step):
        yield slice(top, min(top + step, height))


def _shrunk(values: NDArray[np.uint8], shape: tuple[int, int]) -> Floats:
    image = Image.fromarray(np.ascontiguousarray(values)).resize((shape[1], shape[0]), Image.Resampling.BOX)
    return np.asarray(image, np.float32) / np.float32(255)


def _relax(
    pixels: Floats, share: Floats, front: Floats, back: Floats, steps: int, stiffness: np.float32
) -> tuple[Floats, Floats]:
    """Take `steps` Jacobi steps; a border's missing neighbour is the pixel itself."""
    weights = [_REGULAR + _GRADIENT * np.abs(share - _moved(share, side)) for side in _SIDES]
    total = np.sum(weights, axis=0)
    rest = 1 - share
    for _ in range(steps):
        near_front = sum((w * _moved(front, side) for w, side in zip(weights, _SIDES, strict=True))) / total
        near_back = sum((w * _moved(back, side) for w, side in zip(weights, _SIDES, strict=True))) / total
        # The 2×2 system per pixel has the identity plus a rank-one matrix: it is inverted in closed form.
        missing = pixels - share * near_front - rest * near_back
        missing /= total + share * share + rest * rest / stiffness
        front = np.clip(near_front + share * missing, 0, 1)
        back = np.clip(near_back + rest / stiffness * missing, 0, 1)
    return front, back


def _moved(planes: Floats, side: tuple[int, int]) -> Floats:
    """Return …×h×w planes in which each pixel has its neighbour's value."""
    moved = planes.copy()
    if side == (0, 1):
        moved[..., :-1] = planes[..., 1:]
    elif side == (0, -1):
        moved[..., 1:] = planes[..., :-1]
    elif side == (1, 0):
        moved[..., :-1, :] = planes[..., 1:, :]
    else:
        moved[..., 1:, :] = planes[..., :-1, :]
    return moved
