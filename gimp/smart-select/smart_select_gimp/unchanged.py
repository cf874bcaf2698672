"""Pixels that a change has left alone, told apart with the standard library alone."""

from __future__ import annotations

from typing import Final

from smart_select_plugin.wire.values import Buffer

_PART_BYTES: Final = 3 << 20
_ALL_OR_NOTHING: Final = bytes(255 * (value > 0) for value in range(256))


def unchanged_kept(before: Buffer, changed: Buffer, rewritten: Buffer) -> bytes:
    """Return `rewritten` where `changed` differs from `before`, and `before` elsewhere.

    All are RGB bytes of one size; `rewritten` is `changed` in other colours. Beside the result it takes
    some megabytes.
    """
    result = bytearray(before)
    for start in range(0, len(before), _PART_BYTES):
        part = slice(start, start + _PART_BYTES)
        result[part] = _of_part(before[part], changed[part], rewritten[part])
    return bytes(result)


def _of_part(before: Buffer, changed: Buffer, rewritten: Buffer) -> bytes:
    length = len(before)
    was, new = (int.from_bytes(pixels, "little") for pixels in (before, rewritten))
    differs = (was ^ int.from_bytes(changed, "little")).to_bytes(length, "little").translate(_ALL_OR_NOTHING)
    channels = (int.from_bytes(differs[channel::3], "little") for channel in range(3))
    one = (next(channels) | next(channels) | next(channels)).to_bytes(length // 3, "little")
    mask = bytearray(length)
    for channel in range(3):
        mask[channel::3] = one
    where = int.from_bytes(mask, "little")
    return (was ^ ((was ^ new) & where)).to_bytes(length, "little")
