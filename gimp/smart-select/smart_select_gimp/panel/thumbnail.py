"""A mask at the preview's size."""

from __future__ import annotations

from typing import List, Optional

from smart_select_plugin.wire.values import Area, Buffer, Size


def thumbnail(area: Optional[Area], mask: Buffer, full_size: Size, size: Size) -> bytes:
    """Return the mask of a whole picture at `size`, sampled; `mask` covers `area` of `full_size` pixels."""
    width, height = size
    if area is None:
        return bytes(width * height)
    across = _samples(area[0], area[2], full_size[0], width)
    down = _samples(area[1], area[3], full_size[1], height)
    stride = area[2] - area[0]
    view = memoryview(mask)
    empty = bytes(width)
    lines: List[bytes] = []
    before, after = bytes(across.first), bytes(width - across.first - len(across.sources))
    pick = across.sources
    for row in range(height):
        index = row - down.first
        if 0 <= index < len(down.sources):
            start = down.sources[index] * stride
            source = bytes(view[start : start + stride])
            lines.append(before + bytes(map(source.__getitem__, pick)) + after)
        else:
            lines.append(empty)
    return b"".join(lines)


class _Samples:
    """Which samples of a side lie in an area, and what they read."""

    def __init__(self, first: int, sources: List[int]) -> None:
        self.first = first
        self.sources = sources


def _samples(start: int, end: int, whole: int, count: int) -> _Samples:
    positions = [(2 * index + 1) * whole // (2 * count) for index in range(count)]
    inside = [
        (index, position - start) for index, position in enumerate(positions) if start <= position < end
    ]
    return _Samples(inside[0][0] if inside else 0, [source for _, source in inside])
