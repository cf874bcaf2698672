"""What becomes of an answer besides a selection: masks and layers, each one undo step of Krita's own."""

from __future__ import annotations

from typing import Any, Final, Generator, Iterator, Sequence, Tuple

from smart_select_krita import documents
from smart_select_krita.alpha import cut_out
from smart_select_krita.failures import Refusal, layers_changed, no_layer
from smart_select_krita.geometry import Area, Size
from smart_select_krita.jobs import batched
from smart_select_krita.labelled import merged
from smart_select_plugin.translation import _

_STRIP_PIXELS: Final = 50_000


def check(document: Any, output: str) -> None:
    """Raise Refusal where this output can't be made in the document, before any work is done for it."""
    if output == "transparency mask":
        _maskable_layer(document)
    elif output == "selection mask":
        _changeable_layer(document)
    elif output != "selection":
        check_usable(place(document)[0])


def check_has_background(document: Any) -> None:
    """Raise Refusal where the active layer can't have its background hidden by a mask."""
    layer = _maskable_layer(document)
    if str(layer.type()) == "filterlayer":
        raise Refusal(
            _(
                "The layer “{name}” is a filter and has no background; "
                "choose the layer that the object is on.",
                name=layer.name(),
            )
        )


def add_transparency_mask(document_id: str, selection: Any) -> Generator[None, None, None]:
    """Show only what is selected of the active layer, and destroy nothing; a job.

    Raises Refusal, DocumentGone.
    """
    document = yield from documents.settled(document_id)
    layer = _maskable_layer(document)
    mask = document.createTransparencyMask(_("Object"))
    mask.setSelection(selection)
    add(layer, mask, None)


def add_selection_mask(document_id: str, selection: Any) -> Generator[None, None, None]:
    """Keep the selection with the active layer, as a local selection mask; a job.

    Raises Refusal, DocumentGone.
    """
    document = yield from documents.settled(document_id)
    layer = _changeable_layer(document)
    mask = document.createSelectionMask(_("Object"))
    mask.setSelection(selection)
    add(layer, mask, None)


def add_cut_out_layers(
    document_id: str, selections: Sequence[Any], source: str
) -> Generator[None, None, None]:
    """Put what is selected on new layers above the active one, one for each selection; below all stays whole.

    Pixels come as they are in the document, whatever its colours: those of what is looked at. Several layers
    come in a group, and so are one undo step, too. A job; raises Refusal, DocumentGone.
    """
    shown = None
    if documents.is_label(source):
        size = documents.size_of(documents.front(document_id))
        shown = yield from merged(document_id, source, _around([_bounds(it, size) for it in selections]))
    layers = []
    for number, selection in enumerate(selections, 1):
        layers.append((yield from _cut_out_layer(document_id, selection, source, shown)))
        if len(selections) > 1:
            layers[-1].setName(_("Object {number}", number=number))
        yield
    document = yield from documents.settled(document_id)
    parent, above = place(document)
    check_usable(parent)
    below = name_above(document)
    if len(layers) == 1:
        new = layers[0]
        new.setName(_("{layer}: object", layer=below))
    else:
        new = document.createGroupLayer(_("{layer}: objects", layer=below))
        new.setChildNodes(layers)
    add(parent, new, above)


def _cut_out_layer(document_id: str, selection: Any, source: str, shown: Any) -> Generator[None, None, Any]:
    document = documents.front(document_id)
    layer = documents.active_layer(document)
    new = document.createNode("", "paintlayer")
    if source == "layer":
        if layer is None:
            raise no_layer()
        new.setOpacity(layer.opacity())
        if (layer.colorModel(), layer.colorDepth()) != (new.colorModel(), new.colorDepth()):
            new.setColorSpace(layer.colorModel(), layer.colorDepth(), layer.colorProfile())
    layer_id = documents.node_id(layer)
    area = _bounds(selection, documents.size_of(document))

    def strips() -> Iterator[None]:
        for strip in _strips(area):
            _copy(_read(document_id, source, layer_id, shown), selection, strip, new)
            yield

    yield from batched(strips())
    return new


def _read(document_id: str, source: str, layer_id: str, shown: Any) -> Any:
    """Return what gives pixels; wrappers of the document's are not kept from one event to the next."""
    document = documents.front(document_id)
    if source != "layer":
        return (document if shown is None else shown).pixelData
    layer = documents.active_layer(document)
    if documents.node_id(layer) != layer_id:
        raise layers_changed()
    return layer.projectionPixelData


def _copy(read: Any, selection: Any, strip: Area, new: Any) -> None:
    x0, y0, x1, y1 = strip
    place = x0, y0, x1 - x0, y1 - y0
    mask = bytes(selection.pixelData(*place))
    if mask.count(0) == len(mask):
        return
    pixels = bytearray(bytes(read(*place)))
    cut_out(pixels, mask, str(new.colorDepth()))
    # Up to Krita 5.2 it returns nothing at all.
    if new.setPixelData(bytes(pixels), *place) is False:
        raise Refusal(_("The pixels could not be copied to a new layer; try a transparency mask instead."))


def _strips(area: Area) -> Iterator[Area]:
    x0, y0, x1, y1 = area
    rows = max(1, _STRIP_PIXELS // max(1, x1 - x0))
    for top in range(y0, y1, rows):
        yield x0, top, x1, min(top + rows, y1)


def _bounds(selection: Any, size: Size) -> Area:
    """Return where a selection is, inside the picture."""
    x0, y0 = int(selection.x()), int(selection.y())
    x1, y1 = x0 + int(selection.width()), y0 + int(selection.height())
    return max(0, x0), max(0, y0), min(size[0], x1), min(size[1], y1)


def _around(areas: Sequence[Area]) -> Area:
    """Return the smallest area that all of these are in."""
    lefts, tops, rights, bottoms = zip(*areas)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _changeable_layer(document: Any) -> Any:
    layer = documents.active_layer(document)
    if layer is None:
        raise no_layer()
    check_usable(layer)
    return layer


def _maskable_layer(document: Any) -> Any:
    layer = _changeable_layer(document)
    if str(layer.type()) == "grouplayer" and layer.passThroughMode():
        raise Refusal(
            _(
                "The group “{name}” passes through, so Krita would not show its mask; "
                "turn Pass Through off and try again.",
                name=layer.name(),
            )
        )
    return layer


def place(document: Any) -> Tuple[Any, Any]:
    """Return where a new layer goes: the node that it will be in, and the one below it (None: none is)."""
    above = documents.active_layer(document) or documents.top_layer(document)
    return (above.parentNode() if above is not None else document.rootNode()), above


def name_above(document: Any) -> str:
    """Return the name of what a new layer goes above of: of a layer, or of the document without one."""
    above = place(document)[1]
    return str((above if above is not None else document).name())


def check_usable(node: Any) -> None:
    """Raise Refusal for a layer or group that is locked or hidden, or lies in one that is."""
    while node is not None:
        if node.locked():
            raise Refusal(_("The layer “{name}” is locked; unlock it and try again.", name=node.name()))
        if not node.visible():
            raise Refusal(_("The layer “{name}” is hidden; show it and try again.", name=node.name()))
        node = node.parentNode()


def add(parent: Any, child: Any, above: Any) -> None:
    """Put a node above another one (None: at the bottom), as one undo step; raises Refusal."""
    if parent is None or not parent.addChildNode(child, above):
        raise Refusal(_("Krita did not take the new layer; choose another place in the Layers docker."))
