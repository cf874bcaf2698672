"""Writes a selection the way Krita itself does: marching ants and one undo step.

`Document.setSelection` gives neither. So the selection goes into a selection mask, Krita's own “Select
Opaque” reads it, and the mask goes again. docs/adr/0015 tells how this was found.
"""

from __future__ import annotations

import secrets
import sys
import time
from typing import Any, Final, Generator, Iterator

from smart_select_krita import app, documents, layer_list
from smart_select_krita.failures import Refusal
from smart_select_krita.hidden_mask import HiddenMask
from smart_select_krita.jobs import batched
from smart_select_krita.selected_pixels import SelectedPixels
from smart_select_plugin.translation import _

_LISTED_S: Final = 3.0
_STRIP_PIXELS: Final = 1_000_000


def selection_of(pixels: SelectedPixels) -> Generator[None, None, Any]:
    """Return Krita's selection of these pixels; a job."""
    x0, y0, _x1, _y1 = pixels.area
    width, height = pixels.size
    # Krita reads as many bytes as it is told, without looking how many there are.
    if len(pixels.mask) != width * height:
        raise ValueError(f"{len(pixels.mask)} bytes are not {width}×{height} pixels")
    selection = sys.modules["krita"].Selection()
    rows = max(1, _STRIP_PIXELS // width)

    def strips() -> Iterator[None]:
        for top in range(0, height, rows):
            end = min(top + rows, height)
            strip = bytes(pixels.mask[top * width : end * width])
            selection.setPixelData(strip, x0, y0 + top, width, end - top)
            yield

    yield from batched(strips())
    return selection


def show_selection(document_id: str, selection: Any) -> Generator[None, None, None]:
    """Make `selection` (None: nothing) the document's, as one undo step; a job that yields while it waits.

    Raises Refusal, and then the document is as it was. Krita finishes the selection in its own time: the
    bytes are there a little later.
    """
    document = yield from documents.settled(document_id)
    if selection is None or selection.width() < 1 or selection.height() < 1:
        if documents.selection_area(document) is not None:
            app.trigger("deselect")
        return
    name = f"Smart Select {secrets.token_hex(6)}"
    mask = document.createSelectionMask(name)
    mask.setSelection(selection)
    hidden = HiddenMask(document, mask)
    try:
        yield from _select_when_listed(document_id, name)
    finally:
        hidden.take_away()


def _select_when_listed(document_id: str, name: str) -> Generator[None, None, None]:
    """Krita's list of layers learns of a new one when the event loop has run, not before."""
    deadline = time.monotonic() + _LISTED_S
    while True:
        yield from documents.settled(document_id)
        if layer_list.select_opaque(name):
            return
        if time.monotonic() > deadline:
            raise Refusal(_("Krita did not take the selection; open the Layers docker once and try again."))
        yield
