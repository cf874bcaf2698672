"""What becomes of an answer besides a selection: masks and layers, each one undo step of Krita's own."""

from __future__ import annotations

from typing import Any, Final, Iterator

from smart_select_krita import documents
from smart_select_krita.alpha import cut_out
from smart_select_krita.failures import Refusal
from smart_select_krita.geometry import Area

_NAME: Final = "Smart Select"


def add_transparency_mask(document: Any, selection: Any) -> None:
    """Show only what is selected of the active layer, and destroy nothing. Raises Refusal."""
    layer = _changeable_layer(document)
    mask = document.createTransparencyMask(_NAME)
    mask.setSelection(selection)
    _add(layer, mask, None)


def add_selection_mask(document: Any, selection: Any) -> None:
    """Keep the selection with the active layer, as a local selection mask. Raises Refusal."""
    layer = _changeable_layer(document)
    mask = document.createSelectionMask(_NAME)
    mask.setSelection(selection)
    _add(layer, mask, None)


def add_cut_out_layer(document_id: str, selection: Any, area: Area, source: str) -> Iterator[None]:
    """Put the selected pixels on a new layer above the active one; the layers below stay whole.

    Pixels come as they are in the document, whatever its colours. A job; raises Refusal.
    """
    x0, y0, x1, y1 = area
    width, height = x1 - x0, y1 - y0
    document = documents.front(document_id)
    layer = documents.active_layer(document)
    new = document.createNode(_NAME, "paintlayer")
    if source == "layer":
        if layer is None:
            raise Refusal("No layer is active; choose one in the Layers docker.")
        data = layer.projectionPixelData(x0, y0, width, height)
        if (layer.colorModel(), layer.colorDepth()) != (new.colorModel(), new.colorDepth()):
            new.setColorSpace(layer.colorModel(), layer.colorDepth(), layer.colorProfile())
    else:
        data = document.pixelData(x0, y0, width, height)
    pixels = bytearray(bytes(data))
    mask = bytes(selection.pixelData(x0, y0, width, height))
    yield from cut_out(pixels, mask, width, str(new.colorDepth()))
    document = documents.front(document_id)
    # Up to Krita 5.2 it returns nothing at all.
    if new.setPixelData(bytes(pixels), x0, y0, width, height) is False:
        raise Refusal("The pixels could not be copied to a new layer; try a transparency mask instead.")
    layer = documents.active_layer(document)
    parent = layer.parentNode() if layer is not None else document.rootNode()
    _add(parent, new, layer)


def _changeable_layer(document: Any) -> Any:
    layer = documents.active_layer(document)
    if layer is None:
        raise Refusal("No layer is active; choose one in the Layers docker.")
    if layer.locked():
        raise Refusal(f"The layer “{layer.name()}” is locked; unlock it and try again.")
    return layer


def _add(parent: Any, child: Any, above: Any) -> None:
    if parent is None or not parent.addChildNode(child, above):
        raise Refusal("Krita did not take the new layer; choose another place in the Layers docker.")
