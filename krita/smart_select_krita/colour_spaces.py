"""Pixels of one colour space in another, by Krita's own conversion.

A layer that is converted becomes an undo step of its document, whether it is in it or not. So pixels go
through a document of their own that nobody sees, which Krita converts in threads of its own.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import Any, Callable, Final, Generator, Iterator, NamedTuple

from smart_select_krita import app, documents
from smart_select_krita.failures import Refusal
from smart_select_krita.geometry import Area, Size
from smart_select_krita.jobs import batched
from smart_select_plugin.translation import _

Read = Callable[[int, int, int, int], Any]
"""Takes left, top, width and height, returns pixels."""

_STRIP_PIXELS: Final = 200_000
_PATIENCE_S: Final = 30.0
_PATIENCE_S_A_MEGAPIXEL: Final = 2.0
"""How long Krita may take; it needs about a tenth of it on a slow computer."""


class Space(NamedTuple):
    """Krita's names of a colour space."""

    model: str
    depth: str
    profile: str

    @classmethod
    def of(cls, thing: Any) -> Space:
        """Return that of a document or layer."""
        return cls(str(thing.colorModel()), str(thing.colorDepth()), str(thing.colorProfile()))

    @property
    def is_srgb(self) -> bool:
        """Tell whether its pixels are 8-bit sRGB as they are."""
        return (self.model, self.depth) == ("RGBA", "U8") and "srgb" in self.profile.lower()


SRGB: Final = Space("RGBA", "U8", "sRGB-elle-V2-srgbtrc.icc")


@contextmanager
def unseen(size: Size, space: Space) -> Iterator[Any]:
    """Give a document without a window, and close it afterwards."""
    document = app.krita().createDocument(*size, "", *space, 72.0)
    if document is None:
        raise Refusal(_("There is not enough memory for a copy of the picture; close others and try again."))
    document.setBatchmode(True)
    try:
        yield document
    finally:
        document.setModified(False)
        document.close()


def fill(document: Any, read: Read, size: Size) -> Generator[None, None, None]:
    """Give a document of one layer these pixels, of its own colour space; a job."""
    layer = document.topLevelNodes()[0]

    def steps() -> Iterator[None]:
        for x0, y0, x1, y1 in strips((0, 0, *size)):
            place = x0, y0, x1 - x0, y1 - y0
            layer.setPixelData(bytes(read(*place)), *place)
            yield

    yield from batched(steps())


def convert(
    document: Any, space: Space, clock: Callable[[], float] = time.monotonic
) -> Generator[None, None, Read]:
    """Convert a document of one layer, and return what reads its pixels then; a job.

    Raises Refusal where that takes Krita so long that it has to be taken for stuck.
    """
    width, height = documents.size_of(document)
    deadline = clock() + _PATIENCE_S + _PATIENCE_S_A_MEGAPIXEL * width * height / 1e6
    document.setColorSpace(*space)
    while not (Space.of(document)[:2] == space[:2] and documents.is_settled(document)):
        if clock() > deadline:
            raise Refusal(
                _(
                    "Krita did not convert the colours in time, so nothing was done; "
                    "save your work and try again."
                )
            )
        yield
    layer = document.topLevelNodes()[0]
    return lambda *place: layer.pixelData(*place)


def sampled(read: Read, size: Size, step: int) -> Read:
    """Return what reads every `step`-th pixel across and down, whatever pixels are made of."""
    if step == 1:
        return read

    def rows(x: int, y: int, columns: int, count: int) -> Iterator[bytes]:
        width = min(columns * step, size[0] - x * step)
        for row in range(y, y + count):
            pixels = bytes(read(x * step, row * step, width, 1))
            pixel = len(pixels) // width
            chosen = bytearray(pixel * columns)
            for part in range(pixel):
                chosen[part::pixel] = pixels[part :: pixel * step]
            yield bytes(chosen)

    return lambda *place: b"".join(rows(*place))


def strips(area: Area) -> Iterator[Area]:
    """Cut an area into strips that are read in some milliseconds."""
    x0, y0, x1, y1 = area
    rows = max(1, _STRIP_PIXELS // max(1, x1 - x0))
    for top in range(y0, y1, rows):
        yield x0, top, x1, min(top + rows, y1)
