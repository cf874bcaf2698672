"""New layers, and masks, of what the worker makes of a picture and an object, as jobs.

The picture is what the docker looks at. What is made becomes one layer above the active one, in the
document's colour space, or a mask of the active one; either is one undo step. Where a document has more than
8 bits, or other colours than sRGB, the object's solid pixels are its own all the same.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any, Callable, Generator, Iterator

from smart_select_krita import bgra, documents, outputs, selecting
from smart_select_krita.colour_spaces import SRGB, Read, Space, convert, fill, strips, unseen
from smart_select_krita.effects import fields_of, is_opaque, keeps_object, layer_name
from smart_select_krita.failures import Refusal, no_background, nothing_to_see
from smart_select_krita.geometry import Area, Size
from smart_select_krita.jobs import Asked, batched, waiting
from smart_select_krita.looking import Looks, Seen, Stage, check_unchanged, look
from smart_select_krita.selected_pixels import SelectedPixels, window
from smart_select_krita.verb_settings import VerbSettings
from smart_select_plugin.effects import GroundPicture
from smart_select_plugin.translation import _
from smart_select_plugin.wire.values import Compose, Composed, Request

Ask = Callable[[Request], Asked]


def make_layer(
    document_id: str,
    source: str,
    mask: SelectedPixels,
    settings: VerbSettings,
    ground: GroundPicture | None,
    ask: Ask,
    stage: Stage,
) -> Generator[None, None, None]:
    """Put a layer above the active one with what the worker makes; a job. Raises Refusal, DocumentGone."""
    document = yield from documents.settled(document_id)
    looks = Looks.of(document, source)
    size = looks.size
    outputs.check_usable(outputs.place(document)[0])
    name = layer_name(settings, outputs.name_above(document))
    del document
    seen = yield from look(document_id, source, stage)
    if seen.opacity is not None and not any(seen.opacity):
        raise nothing_to_see(source)
    request = Compose(
        size=size,
        pixels=seen.colours,
        mask=mask.mask,
        mask_area=mask.area,
        alpha=seen.opacity or b"",
        **fields_of(settings, size, 1.0, ground),
    )
    keeps = keeps_object(settings, has_alpha=seen.opacity is not None) and not seen.space.is_srgb
    stage("composing")
    solid = (yield from _matte(seen, mask, settings.edge, size, ask)) if keeps else None
    made = yield from answered(ask(request))
    stage("layering")
    document = yield from documents.settled(document_id)
    looks.check(document, source)
    new = document.createNode(name, "paintlayer")
    if source == "layer":
        # Its blending mode, too, would be nice; but to set that is an undo step of its own.
        new.setOpacity(documents.active_layer(document).opacity())
    target = Space.of(new)
    own = seen.read if solid is not None and target == seen.space else None
    yield from _write(new, made, size, None if is_opaque(settings) else seen.opacity, target, own, solid)
    yield from check_unchanged(document_id, source, stage, seen)
    document = yield from documents.settled(document_id)
    looks.check(document, source)
    parent, above = outputs.place(document)
    outputs.check_usable(parent)
    outputs.add(parent, new, above)


def make_mask(
    document_id: str, source: str, mask: SelectedPixels, edge: str, ask: Ask, stage: Stage
) -> Generator[None, None, None]:
    """Hide all but an object by a transparency mask of the active layer; a job. Raises as `make_layer`.

    How soft the edge becomes, `edge`, is found by what is looked at.
    """
    document = yield from documents.settled(document_id)
    size = documents.size_of(document)
    outputs.check_has_background(document)
    if mask.covers(size):
        raise no_background()
    if edge == "mask":
        source = "visible"  # nothing is looked at
    looks = Looks.of(document, source)
    del document
    if edge != "mask":
        seen = yield from look(document_id, source, stage)
        stage("composing")
        soft = yield from _matte(seen, mask, edge, size, ask)
        mask = mask if soft.is_empty else soft
        stage("masking")
        yield from check_unchanged(document_id, source, stage, seen)
    stage("masking")
    selection = yield from selecting.selection_of(mask)
    looks.check((yield from documents.settled(document_id)), source)
    yield from outputs.add_transparency_mask(document_id, selection)


def _matte(
    seen: Seen, mask: SelectedPixels, edge: str, size: Size, ask: Ask
) -> Generator[None, None, SelectedPixels]:
    """Return the object's mask with its edge as the worker draws it."""
    request = Compose(
        kind="mask", edge=edge, size=size, pixels=seen.colours, mask=mask.mask, mask_area=mask.area
    )
    made = yield from answered(ask(request))
    return SelectedPixels(made.area, bytes(made.pixels))


def _write(
    new: Any,
    made: Composed,
    size: Size,
    opacity: bytes | None,
    target: Space,
    own: Read | None,
    solid: SelectedPixels | None,
) -> Generator[None, None, None]:
    """Give a new layer what was made, in its own colour space; a job."""
    area: Area = made.area
    width, height = area[2] - area[0], area[3] - area[1]

    def read_made(x: int, y: int, columns: int, rows: int) -> bytes:
        first, last = y * width, (y + rows) * width
        if made.channels == 4:
            return bytes(bgra.bgra_of(made.pixels[4 * first : 4 * last]))
        part = None if opacity is None else opacity[first:last]
        return bytes(bgra.with_opacity(made.pixels[3 * first : 3 * last], part))

    with ExitStack() as kept:
        read: Read = read_made
        if not target.is_srgb:
            copy = kept.enter_context(unseen((width, height), SRGB))
            yield from fill(copy, read_made, (width, height))
            read = yield from convert(copy, target)

        def steps() -> Iterator[None]:
            for x0, y0, x1, y1 in strips((0, 0, width, height)):
                pixels = bytearray(bytes(read(x0, y0, x1 - x0, y1 - y0)))
                place = area[0] + x0, area[1] + y0, x1 - x0, y1 - y0
                if own is not None and solid is not None:
                    part = (place[0], place[1], area[0] + x1, area[1] + y1)
                    bgra.put_solid(pixels, bytes(own(*place)), window(solid, part, size))
                if new.setPixelData(bytes(pixels), *place) is False:
                    raise Refusal(
                        _("The pixels could not be copied to a new layer; try a transparency mask instead.")
                    )
                yield

        yield from batched(steps())


def answered(call: Asked) -> Generator[None, None, Composed]:
    """Wait for what is composed, as `jobs.waiting` does."""
    made = yield from waiting(call)
    assert isinstance(made, Composed)
    return made
