"""Masks → outlines along the edges of their pixels.

An outline runs clockwise around what is selected and counter-clockwise around a hole, as seen on the screen,
from corner to corner in whole image coordinates: the square pixel at column 3, row 5 has the outline (3, 5),
(4, 5), (4, 6), (3, 6). Pixels that touch only by a corner belong to different outlines.
"""

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Ring: TypeAlias = NDArray[np.float64]
"""N×2, x and y; the last point is not the first one again."""

_BAND_PIXELS: Final = 1 << 21
_EAST, _SOUTH, _WEST, _NORTH = range(4)


@dataclass(frozen=True, eq=False)
class _Corners:
    """Where an outline turns: position, direction of arrival and direction of departure."""

    x: NDArray[np.int64]
    y: NDArray[np.int64]
    arrive: NDArray[np.int8]
    depart: NDArray[np.int8]


def trace_rings(inside: NDArray[np.bool_]) -> list[Ring]:
    """Return all outlines of an H×W mask, holes among them (their `signed_area` is negative)."""
    corners = _find_corners(inside)
    following = _next_corners(corners).tolist()
    points = np.stack([corners.x, corners.y], axis=1).astype(np.float64)
    rings = []
    visited = bytearray(len(following))
    for first in range(len(following)):
        if visited[first]:
            continue
        chain = []
        current = first
        while not visited[current]:
            visited[current] = 1
            chain.append(current)
            current = following[current]
        rings.append(points[chain])
    return rings


def signed_area(ring: Ring) -> float:
    """Return the area inside a ring in pixels: positive around what is selected, negative around a hole."""
    x, y = ring[:, 0], ring[:, 1]
    return float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2


def _find_corners(inside: NDArray[np.bool_]) -> _Corners:
    """Look at the 2×2 pixels around every grid point, band by band."""
    height, width = inside.shape
    band = max(1, _BAND_PIXELS // (width + 1))
    found = []
    for top in range(0, height + 1, band):
        bottom = min(top + band, height + 1)
        rows = inside[max(top - 1, 0) : min(bottom, height)]
        rows = np.pad(rows, ((int(top == 0), int(bottom == height + 1)), (1, 1)))
        found += _corners_in_band(rows, top)
    x, y, arrive, depart = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return _Corners(x, y, arrive, depart)


def _corners_in_band(
    rows: NDArray[np.bool_], top: int
) -> list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int8], NDArray[np.int8]]]:
    nw, ne, sw, se = rows[:-1, :-1], rows[:-1, 1:], rows[1:, :-1], rows[1:, 1:]
    # An edge has what is selected on its right-hand side, so an edge to the east lies above a selected pixel.
    arriving = (sw & ~nw, nw & ~ne, ne & ~se, se & ~sw)
    departing = (se & ~ne, sw & ~se, nw & ~sw, ne & ~nw)
    saddle = (nw & se & ~ne & ~sw) | (ne & sw & ~nw & ~se)
    found = []
    for arrive in range(4):
        right, left = (arrive + 1) % 4, (arrive + 3) % 4
        # At a saddle the outline turns right, around the pixel it came along; that keeps the two pixels
        # apart.
        for depart, where in (
            (right, arriving[arrive] & departing[right]),
            (left, arriving[arrive] & departing[left] & ~saddle),
        ):
            y, x = np.nonzero(where)
            directions = [np.full(len(x), direction, np.int8) for direction in (arrive, depart)]
            found.append((x.astype(np.int64), y.astype(np.int64) + top, directions[0], directions[1]))
    return found


def _next_corners(corners: _Corners) -> NDArray[np.int64]:
    """Pair departures with arrivals: edges of one direction on one line never overlap, so order decides."""
    following = np.empty(len(corners.x), np.int64)
    for direction in (_EAST, _SOUTH, _WEST, _NORTH):
        along, across = (corners.x, corners.y) if direction in (_EAST, _WEST) else (corners.y, corners.x)
        departs = np.flatnonzero(corners.depart == direction)
        arrives = np.flatnonzero(corners.arrive == direction)
        departs = departs[np.lexsort((along[departs], across[departs]))]
        arrives = arrives[np.lexsort((along[arrives], across[arrives]))]
        following[departs] = arrives
    return following
