"""A picture as a host hands it over."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Final, Optional

from smart_select_plugin.wire.values import Buffer, Size

_HASHED_BYTES: Final = 4 << 20
"""Up to this, hashing takes a few milliseconds; beyond it costs as much as sending the pixels again."""


@dataclass(frozen=True)
class Picture:
    """Pixels of a picture, or of a smaller copy, and a name that changes whenever a pixel does.

    `pixels` are RGB in sRGB, rows from the top, without padding; `size` is theirs, `full_size` the picture's.
    They are not copied: leave them as they are for as long as the picture is in use.
    """

    name: str
    pixels: Buffer = field(repr=False)
    size: Size
    full_size: Size

    @classmethod
    def of(cls, pixels: Buffer, size: Size, *, full_size: Optional[Size] = None, name: str = "") -> Picture:
        """Return a picture; without a `name` it gets one of its content, or one that nothing else has.

        Raises ValueError when `pixels` are not of `size`.
        """
        if len(pixels) != size[0] * size[1] * 3:
            raise ValueError(f"{len(pixels)} bytes are not {size[0]}×{size[1]} pixels of RGB")
        full = full_size or size
        return cls(name or _name_of(pixels, size, full), pixels, size, full)


def _name_of(pixels: Buffer, size: Size, full_size: Size) -> str:
    if len(pixels) > _HASHED_BYTES:
        return secrets.token_hex(16)
    digest = hashlib.sha256(repr((size, full_size)).encode("ascii"))
    digest.update(pixels)
    return digest.hexdigest()
