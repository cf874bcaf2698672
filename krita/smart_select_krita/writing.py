"""Writes answers into the document as what the user wants them to become."""

from __future__ import annotations

import time
from typing import Any, Final, Generator, List, Sequence

from smart_select_krita import app, documents, outputs, selecting
from smart_select_krita.combining import combined
from smart_select_krita.failures import DocumentGone, nothing_left
from smart_select_krita.options import Options
from smart_select_krita.selected_pixels import SelectedPixels
from smart_select_krita.softening import softened
from smart_select_plugin.wire.values import Selection

_MODES: Final = {"1": "add", "2": "subtract", "3": "intersect"}
"""What Krita's tools do to a selection, as its settings say it: the menu's entries are never checked."""
_LOOKS: Final = 40
"""How often to look for a selection that Krita writes in a thread of its own."""


def operation_now(options: Options) -> str:
    """Return the operation: the chosen one, or that of Krita's own selection tools."""
    if options.operation != "krita":
        return options.operation
    return _MODES.get(app.krita().readSetting("KisToolSelectBase", "selectionAction", "0"), "replace")


def write(
    answers: Sequence[Selection], document_id: str, base: Any, operation: str, options: Options
) -> Generator[None, None, None]:
    """Make a selection, a mask or layers of answers that are not empty; a job. Raises Refusal, DocumentGone.

    Nothing is made where the document is not as large any more as the answers say, as after a crop.
    A selection is combined with `base`, what was selected before the object was begun, or None. A mask and a
    single layer have all objects in them, "layers" one each.
    """
    document = documents.front(document_id)
    _check_size(document, answers)
    outputs.check(document, options.output)
    objects: List[Any] = []
    for answer in answers:
        assert answer.area is not None
        pixels = SelectedPixels(answer.area, bytes(answer.mask))
        pixels = yield from softened(pixels, options.grow, options.feather, answer.full_size)
        objects.append((yield from selecting.selection_of(pixels)))
        yield  # what follows are calls of Krita's that can't be cut
    if not any(selection.width() > 0 and selection.height() > 0 for selection in objects):
        raise nothing_left()
    if options.output != "layers":
        whole = objects[0]
        for selection in objects[1:]:
            whole = yield from combined(whole, selection, "add")
        if options.output == "selection":
            whole = yield from combined(base, whole, operation)
        objects = [whole]
    _check_size((yield from documents.settled(document_id)), answers)
    if options.output == "selection":
        yield from select(objects[0], document_id)
    elif options.output == "transparency mask":
        yield from outputs.add_transparency_mask(document_id, objects[0])
    elif options.output == "selection mask":
        yield from outputs.add_selection_mask(document_id, objects[0])
    else:
        yield from outputs.add_cut_out_layers(document_id, objects, options.source)


def select(selection: Any, document_id: str) -> Generator[None, None, None]:
    """Show a selection, and wait until Krita, which writes it in threads of its own, is done with all of it.

    The selection is known again by its bytes: those of a half-written one would be nobody's.
    """
    before = documents.selection_digest(documents.front(document_id))
    yield from selecting.show_selection(document_id, selection)
    looks, deadline = 0, time.monotonic() + documents.SETTLED_S
    while looks < _LOOKS and time.monotonic() < deadline:
        found = documents.active(document_id)
        if found is None:
            return
        if documents.is_settled(found):
            if documents.selection_digest(found) != before:
                return
            looks += 1
        yield


def _check_size(document: Any, answers: Sequence[Selection]) -> None:
    """Raise DocumentGone where the answers' pixels are elsewhere in the document now."""
    if any(answer.full_size != documents.size_of(document) for answer in answers):
        raise DocumentGone
