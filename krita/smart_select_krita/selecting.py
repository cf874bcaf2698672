"""Writes a selection the way Krita itself does: marching ants and one undo step.

`Document.setSelection` gives neither. So the selection goes into a selection mask, Krita's own “Select
Opaque” reads it, and the mask goes again. It hangs below a layer that has no children, the only place where
libkis can add and remove it without an undo step of its own. docs/adr/0015 tells how this was found.
"""

from __future__ import annotations

import secrets
import sys
import time
from typing import Any, Final, Iterator

from smart_select_krita import app, documents, layer_list
from smart_select_krita.documents import SelectedPixels
from smart_select_krita.failures import Refusal
from smart_select_krita.log import log

_LISTED_S: Final = 3.0


def selection_of(pixels: SelectedPixels) -> Any:
    """Return Krita's selection of these pixels."""
    x0, y0, _, _ = pixels.area
    width, height = pixels.size
    # Krita reads as many bytes as it is told, without looking how many there are.
    if len(pixels.mask) != width * height:
        raise ValueError(f"{len(pixels.mask)} bytes are not {width}×{height} pixels")
    selection = sys.modules["krita"].Selection()
    selection.setPixelData(pixels.mask, x0, y0, width, height)
    return selection


def softened(selection: Any, grow: int, feather: int) -> Any:
    """Grow (or shrink, below zero) and then feather a selection of our own, by pixels."""
    if grow > 0:
        selection.grow(grow, grow)
    elif grow < 0:
        selection.shrink(-grow, -grow, False)
    if feather > 0:
        selection.feather(feather)
    return selection


def combined(base: Any, new: Any, operation: str) -> Any:
    """Return `new` combined with `base`, a selection or None, by Krita's own arithmetic. Raises Refusal."""
    if operation == "replace" or (base is None and operation == "add"):
        return new
    if base is None:
        raise Refusal(f"Nothing is selected, so there is nothing to {operation}; choose Replace or Add.")
    result = base.duplicate()
    getattr(result, operation)(new)
    return result


def selection_now(document: Any) -> Any:
    """Return a copy of what is selected, or None."""
    return document.selection().duplicate() if documents.selection_area(document) is not None else None


def show_selection(document_id: str, selection: Any) -> Iterator[None]:
    """Make `selection` (None: nothing) the document's, as one undo step; a job that yields while it waits.

    Raises Refusal, and then the document is as it was. Krita finishes the selection in its own time: the
    bytes are there a little later.
    """
    document = documents.front(document_id)
    if selection is None or selection.width() < 1 or selection.height() < 1:
        if documents.selection_area(document) is not None:
            app.trigger("deselect")
        return
    name = f"Smart Select {secrets.token_hex(6)}"
    mask = document.createSelectionMask(name)
    mask.setSelection(selection)
    parent = _childless_layer(document)
    if parent is not None:
        parent.setChildNodes([mask])
    else:
        log.info("no layer without children: the selection takes three undo steps")
        parent = documents.active_layer(document) or document.topLevelNodes()[0]
        parent.addChildNode(mask, None)
    try:
        yield from _select_when_listed(name)
    finally:
        # Whatever happened meanwhile, nothing of ours stays behind.
        if documents.is_only_child(parent, mask):
            parent.setChildNodes([])
        elif documents.node_id(mask) in map(documents.node_id, parent.childNodes()):
            mask.remove()


def _select_when_listed(name: str) -> Iterator[None]:
    """Krita's list of layers learns of a new one when the event loop has run, not before."""
    deadline = time.monotonic() + _LISTED_S
    while not layer_list.select_opaque(name):
        if time.monotonic() > deadline:
            raise Refusal("Krita did not take the selection; open the Layers docker once and try again.")
        yield


def _childless_layer(document: Any) -> Any:
    """Return a layer that has neither masks nor layers in it, the active one if it is such a one."""
    active = documents.active_layer(document)
    if active is not None and not active.childNodes():
        return active
    for node in documents.all_nodes(document):
        if str(node.type()) not in documents.MASKS and not node.childNodes():
            return node
    return None
