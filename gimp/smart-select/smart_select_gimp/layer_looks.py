"""What the layers were like when a prompt was given: whether its places still are where they were then.

Painting is no matter: the points still lie on the same things. But where a layer was moved, scaled, mirrored
or turned, they lie on others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, List, Mapping, Tuple

from smart_select_plugin.wire.values import Area

SIDE: Final = 8
"""Cells along a side of a look: enough to tell which way up it is."""
_CLEARLY: Final = 2
"""Turned, it has to fit better by this factor: much that is painted is as like one way round as the other."""


@dataclass(frozen=True)
class LayerLook:
    """A layer's area in the image, and how light its cells are, row by row; none where that is unknown.

    The longer side has up to SIDE of them, `columns` are in a row.
    """

    area: Area
    cells: bytes = b""
    columns: int = 0


Looks = Tuple[Tuple[int, LayerLook], ...]
"""Layers by the numbers that they keep in a file."""


def are_elsewhere(then: Looks, now: Mapping[int, LayerLook]) -> bool:
    """Whether one of the layers that are left from then lies elsewhere or another way round."""
    return any(number in now and _is_elsewhere(look, now[number]) for number, look in then)


def _is_elsewhere(then: LayerLook, now: LayerLook) -> bool:
    if then.area != now.area:
        return True
    if not now.cells or (len(then.cells), then.columns) != (len(now.cells), now.columns):
        return False
    is_square = now.area[2] - now.area[0] == now.area[3] - now.area[1]
    upright = _difference(then.cells, now.cells)
    turned = min(_difference(then.cells, cells) for cells in _turned(now, is_square=is_square))
    return upright > _CLEARLY * max(turned, len(now.cells))


def _turned(look: LayerLook, *, is_square: bool) -> List[bytes]:
    """Return the cells in every other way round that keeps the area."""
    cells, columns = look.cells, look.columns
    mirrored = b"".join(cells[start : start + columns][::-1] for start in range(0, len(cells), columns))
    found = [mirrored, mirrored[::-1], cells[::-1]]
    if is_square:
        across = b"".join(cells[column::columns] for column in range(columns))
        lying = b"".join(mirrored[column::columns] for column in range(columns))
        found += [across, across[::-1], lying, lying[::-1]]
    return found


def _difference(one: bytes, other: bytes) -> int:
    return sum(abs(a - b) for a, b in zip(one, other))
