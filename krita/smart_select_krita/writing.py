"""Writes an answer into the document as what the user wants it to become."""

from __future__ import annotations

from typing import Any, Final, Generator

from smart_select_krita import app, documents, outputs, selecting
from smart_select_krita.documents import SelectedPixels
from smart_select_krita.geometry import Area
from smart_select_krita.options import Options
from smart_select_plugin.wire.values import Selection

_MODES: Final = ("add", "subtract", "intersect")
_LOOKS: Final = 40
"""How often to look for a selection that Krita writes in a thread of its own."""


def operation_now(options: Options) -> str:
    """Return the operation: the chosen one, or that of Krita's own selection tools."""
    if options.operation != "krita":
        return options.operation
    for mode in _MODES:
        found = app.action(f"selection_tool_mode_{mode}")
        if found is not None and found.isChecked():
            return mode
    return "replace"


def write(
    answer: Selection, document_id: str, base: Any, operation: str, options: Options
) -> Generator[None, None, None]:
    """Make a selection, mask or layer of an answer that is not empty; a job. Raises Refusal.

    A selection is combined with `base`, what was selected before the object was begun, or None.
    """
    assert answer.area is not None
    selection = selecting.selection_of(SelectedPixels(answer.area, bytes(answer.mask)))
    selection = selecting.softened(selection, options.grow, options.feather)
    document = documents.front(document_id)
    if options.output == "selection":
        whole = selecting.combined(base, selection, operation)
        before = documents.selection_digest(document)
        yield from selecting.show_selection(document_id, whole)
        for _ in range(_LOOKS):
            document = documents.active(document_id)
            if document is None or documents.selection_digest(document) != before:
                break
            yield
    elif options.output == "transparency mask":
        outputs.add_transparency_mask(document, selection)
    elif options.output == "selection mask":
        outputs.add_selection_mask(document, selection)
    else:
        area = _bounds(selection, answer)
        yield from outputs.add_cut_out_layer(document_id, selection, area, options.source)


def _bounds(selection: Any, answer: Selection) -> Area:
    """Return where a selection is, inside the picture; growing may have carried it beyond."""
    width, height = answer.full_size
    x0, y0 = int(selection.x()), int(selection.y())
    x1, y1 = x0 + int(selection.width()), y0 + int(selection.height())
    return max(0, x0), max(0, y0), min(width, x1), min(height, y1)
