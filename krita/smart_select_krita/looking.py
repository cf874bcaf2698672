"""The pixels of what the docker looks at, all of them, as the worker takes them; jobs.

What a click is asked about is read smaller, by `picture_reading`.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any, Callable, Generator, Iterator, NamedTuple, Tuple

from smart_select_krita import bgra, documents
from smart_select_krita.colour_spaces import SRGB, Read, Space, convert, fill, strips, unseen
from smart_select_krita.failures import DocumentGone, layers_changed, no_label, no_layer, picture_changed
from smart_select_krita.geometry import Area, Size
from smart_select_krita.jobs import batched
from smart_select_krita.labelled import merged
from smart_select_krita.watching import Glance, Watching

Stage = Callable[[str], None]
"""Is told what is being done, as in `smart_select_plugin.stages`."""


class Seen(NamedTuple):
    """RGB bytes of an area, and its opacity, None where all is opaque; and in what space it was.

    `read` gives the document's own pixels, by the document's coordinates. `glance` is what `watching` saw
    before the first of them was read: what is done while they are read may be in some of them only.
    """

    area: Area
    colours: bytearray
    opacity: bytes | None
    space: Space
    read: Read
    watching: Watching
    glance: Glance


class Looks(NamedTuple):
    """By what a document is known to be the same still: its size, and the ids of the layers that matter."""

    size: Size
    layers: Tuple[str, ...]

    @classmethod
    def of(cls, document: Any, source: str) -> Looks:
        """Return those of a document; raises Refusal where there is nothing of `source` to look at."""
        layers = documents.layers_of(document, source)
        if source != "visible" and not layers:
            raise no_label() if documents.is_label(source) else no_layer()
        ids = map(documents.node_id, (documents.active_layer(document), *layers))
        return cls(documents.size_of(document), tuple(ids))

    def check(self, document: Any, source: str) -> None:
        """Raise DocumentGone or Refusal where a document does not look like this any more."""
        if documents.size_of(document) != self.size:
            raise DocumentGone
        if Looks.of(document, source) != self:
            raise layers_changed()


def look(
    document_id: str, source: str, stage: Stage, area: Area | None = None
) -> Generator[None, None, Seen]:
    """Read an area of the document in front, or all of it; a job. Raises Refusal, DocumentGone."""
    stage("reading")
    document = documents.front(document_id)
    area = area or (0, 0, *documents.size_of(document))
    shown = (yield from merged(document_id, source, area)) if documents.is_label(source) else None
    document = documents.front(document_id)
    Looks.of(document, source)
    space = Space.of(documents.layers_of(document, source)[0] if source == "layer" else document)
    read = _reader(document_id, source, shown)
    watching = Watching()
    glance = watching.glance(document, source)
    del document
    colours, opacity = yield from _read_srgb(read, area, space)
    return Seen(area, colours, opacity, space, read, watching, glance)


def check_unchanged(document_id: str, source: str, stage: Stage, seen: Seen) -> Generator[None, None, None]:
    """Raise Refusal where the picture has other pixels than were `seen`; a job. Raises as `look`, too.

    They are read again only where Krita has done, undone or redone something since: what that was, as another
    selection, it does not tell.
    """
    document = yield from documents.settled(document_id)
    now = seen.watching.glance(document, source)
    del document
    if now == seen.glance and now.history is not None:
        return
    again = yield from look(document_id, source, stage, seen.area)
    if (again.colours, again.opacity, again.space) != (seen.colours, seen.opacity, seen.space):
        raise picture_changed()


def _reader(document_id: str, source: str, shown: Any) -> Read:
    """Return what gives the picture's own pixels; wrappers are not kept from one event to the next."""

    def read(x: int, y: int, width: int, height: int) -> Any:
        if shown is not None:
            return shown.pixelData(x, y, width, height)
        document = documents.front(document_id)
        if source != "layer":
            return document.pixelData(x, y, width, height)
        layer = documents.active_layer(document)
        if layer is None:
            raise layers_changed()
        return layer.projectionPixelData(x, y, width, height)

    return read


def _read_srgb(read: Read, area: Area, space: Space) -> Generator[None, None, tuple[bytearray, bytes | None]]:
    """Return RGB bytes and the opacity, None where all is opaque; a job."""
    left, top = area[:2]
    size = (area[2] - left, area[3] - top)
    colours, opacity = bytearray(3 * size[0] * size[1]), bytearray(size[0] * size[1])

    def own(x: int, y: int, width: int, height: int) -> Any:
        return read(left + x, top + y, width, height)

    with ExitStack() as kept:
        read_srgb: Read = own
        if not space.is_srgb:
            copy = kept.enter_context(unseen(size, space))
            yield from fill(copy, own, size)
            read_srgb = yield from convert(copy, SRGB)

        def steps() -> Iterator[None]:
            for x0, y0, x1, y1 in strips((0, 0, *size)):
                pixels = bytes(read_srgb(x0, y0, x1 - x0, y1 - y0))
                first, last = y0 * size[0], y1 * size[0]
                colours[3 * first : 3 * last] = bgra.rgb_of(pixels)
                opacity[first:last] = pixels[3::4]
                yield

        yield from batched(steps())
    solid = opacity.count(255) == len(opacity)
    yield
    return colours, None if solid else bytes(opacity)
