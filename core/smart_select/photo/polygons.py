"""Outlines with few points, grouped into polygons with holes."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from smart_select.photo.outlines import Ring, signed_area, trace_rings

DEFAULT_TOLERANCE_PX: Final = 1.0
"""Enough to turn the stairs of a slanting edge into one line."""

_LEAST_TOLERANCE_PX: Final = 0.1


@dataclass(frozen=True, eq=False)
class Polygon:
    """One connected piece: `outline` clockwise on the screen, `holes` counter-clockwise, in pixels."""

    outline: Ring
    holes: tuple[Ring, ...]

    def coordinates(self) -> list[list[list[float]]]:
        """Return GeoJSON's order of rings, the outline first and then the holes, as lists of [x, y]."""
        return [ring.tolist() for ring in (self.outline, *self.holes)]


def trace_polygons(inside: NDArray[np.bool_], *, tolerance_px: float = DEFAULT_TOLERANCE_PX) -> list[Polygon]:
    """Return the polygons of an H×W mask, largest first.

    Points are left out as long as no outline moves by more than `tolerance_px`, and pieces or holes smaller
    than `tolerance_px` squared go; 0 keeps the exact edges of the pixels. Each ring is simplified by itself,
    so two that run within a tolerance of each other may come to cross.
    """
    rings = trace_rings(inside)
    areas = [signed_area(ring) for ring in rings]
    owners = _owners(rings, areas, row_length=inside.shape[1] + 1)
    holes: dict[int, list[Ring]] = {}
    for ring, area, owner in zip(rings, areas, owners, strict=True):
        if area < 0 and -area >= tolerance_px**2:
            holes.setdefault(owner, []).append(_thinned(ring, area, tolerance_px))
    polygons = [
        Polygon(_thinned(ring, area, tolerance_px), tuple(holes.get(index, ())))
        for index, (ring, area) in enumerate(zip(rings, areas, strict=True))
        if area > 0 and area >= tolerance_px**2
    ]
    return sorted(polygons, key=lambda polygon: -signed_area(polygon.outline))


def simplify(ring: Ring, tolerance_px: float) -> Ring:
    """Return the ring without the points that lie within `tolerance_px` of the line between kept ones.

    Douglas and Peucker's way, from the two points of the ring that lie about farthest apart.
    """
    if tolerance_px <= 0 or len(ring) <= 3:
        return ring
    start = int(np.argmax(np.square(ring - ring.mean(axis=0)).sum(axis=1)))
    closed = np.concatenate([ring[start:], ring[: start + 1]])
    opposite = int(np.argmax(np.square(closed - closed[0]).sum(axis=1)))
    keep = np.zeros(len(closed) - 1, bool)
    keep[[0, opposite]] = True
    pending = [(0, opposite), (opposite, len(closed) - 1)]
    while pending:
        first, last = pending.pop()
        if last - first < 2:
            continue
        distances = _distances(closed[first + 1 : last], closed[first], closed[last])
        farthest = int(np.argmax(distances))
        if distances[farthest] > tolerance_px:
            middle = first + 1 + farthest
            keep[middle] = True
            pending += [(first, middle), (middle, last)]
    return closed[:-1][keep]


def _thinned(ring: Ring, area: float, tolerance_px: float) -> Ring:
    """Simplify, but a whisker one pixel wide less than others, because the tolerance would swallow it."""
    while tolerance_px > _LEAST_TOLERANCE_PX:
        simple = simplify(ring, tolerance_px)
        if signed_area(simple) * np.sign(area) > abs(area) / 2:
            return simple
        tolerance_px /= 2
    return ring


def _distances(points: Ring, start: NDArray[np.float64], end: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the distances of points from the segment between start and end."""
    line = end - start
    length = float(np.dot(line, line))
    share = np.clip((points - start) @ line / length, 0, 1) if length else np.zeros(len(points))
    return np.asarray(np.linalg.norm(points - start - share[:, None] * line, axis=1))


def _owners(rings: list[Ring], areas: list[float], *, row_length: int) -> list[int]:
    """Return for each ring the index of its piece's outline: its own for an outline, the one around for a
    hole.

    Just left of a hole's leftmost side is its own piece. Going on to the left, the first edge is that piece's
    outline, or another of its holes, which reaches farther left and so has been decided before.
    """
    owners = list(range(len(rings)))
    holes = [index for index, area in enumerate(areas) if area < 0]
    if not holes:
        return owners
    places, edge_rings = _vertical_steps(rings, row_length)
    for hole in sorted(holes, key=lambda index: float(rings[index][:, 0].min())):
        x, y = rings[hole].T
        row = int(y[x == x.min()].min())
        before = np.searchsorted(places, row * row_length + int(x.min())) - 1
        owners[hole] = owners[int(edge_rings[before])]
    return owners


def _vertical_steps(rings: list[Ring], row_length: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the pixel steps that outlines go down or up (row · row_length + x, in order) and their rings."""
    places, whose = [], []
    for index, ring in enumerate(rings):
        corners = ring.astype(np.int64)
        following = np.roll(corners, -1, axis=0)
        vertical = corners[:, 0] == following[:, 0]
        x, start, end = corners[vertical, 0], corners[vertical, 1], following[vertical, 1]
        lengths = np.abs(end - start)
        within = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        rows = np.repeat(np.minimum(start, end), lengths) + within
        places.append(rows * row_length + np.repeat(x, lengths))
        whose.append(np.full(len(rows), index))
    place, owner = np.concatenate(places), np.concatenate(whose)
    order = np.argsort(place)
    return place[order], owner[order]
