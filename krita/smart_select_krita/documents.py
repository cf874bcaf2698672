"""What we ask a Krita document: who it is, what is selected, which layer is active."""

from __future__ import annotations

import time
from typing import Any, Final, Generator, Iterable, Iterator, List, Tuple

from smart_select_krita import app
from smart_select_krita.failures import DocumentGone, Refusal
from smart_select_krita.geometry import Area, Size
from smart_select_krita.jobs import batched
from smart_select_krita.selected_pixels import SelectedPixels
from smart_select_plugin.translation import _

MASKS = ("transparencymask", "selectionmask", "filtermask", "transformmask", "colorizemask")
_STRIP_PIXELS: Final = 1_000_000
SETTLED_S: Final = 30.0
"""How long Krita may be busy with a picture, as with a filter on all of it, before we give up."""


def identity(document: Any) -> str:
    """Return what tells this document from all others for as long as it is open; "" for none.

    Krita makes a new wrapper at each question, so wrappers can't be compared.
    """
    root = document.rootNode() if document is not None else None
    return str(root.uniqueId().toString()) if root is not None else ""


def active(expected: str) -> Any:
    """Return the document in front if it is the expected one, else None."""
    document = app.active_document()
    return document if document is not None and expected and identity(document) == expected else None


def front(expected: str) -> Any:
    """Return the document in front if it is the expected one; raises Refusal, DocumentGone."""
    document = active(expected)
    if document is None:
        if not is_open(expected):
            raise DocumentGone
        raise Refusal(_("The picture is not in front any more; go back to it and try again."))
    return document


def is_open(expected: str) -> bool:
    """Tell whether there still is such a document, in front or not."""
    return any(identity(document) == expected for document in app.krita().documents())


def is_settled(document: Any) -> bool:
    """Tell whether Krita has done all that it was told to do in the document."""
    if not document.tryBarrierLock():
        return False
    document.unlock()
    return True


def settled(expected: str) -> Generator[None, None, Any]:
    """Return the document in front when Krita is done with what it does in it; a job.

    Krita's own calls would wait for that, and its window with them. Raises Refusal, DocumentGone.
    """
    deadline = time.monotonic() + SETTLED_S
    while True:
        document = front(expected)
        if is_settled(document):
            return document
        if time.monotonic() > deadline:
            raise Refusal(_("Krita is busy with the picture; wait until it is done and try again."))
        yield


def size_of(document: Any) -> Size:
    """Return width and height in pixels."""
    return int(document.width()), int(document.height())


def node_id(node: Any) -> str:
    """Return what tells this layer from all others; "" for none."""
    return str(node.uniqueId().toString()) if node is not None else ""


def active_layer(document: Any) -> Any:
    """Return the active layer, that of the mask when a mask is active, or None.

    The picture's own selection is a mask, too, where Krita shows it in the list of layers; it has no layer.
    """
    node = document.activeNode()
    while node is not None and str(node.type()) in MASKS:
        node = node.parentNode()
    return node if node is not None and node.parentNode() is not None else None


def top_layer(document: Any) -> Any:
    """Return the uppermost layer, or None."""
    layers = [node for node in document.topLevelNodes() if str(node.type()) not in MASKS]
    return layers[-1] if layers else None


def layers_of(document: Any, source: str) -> List[Any]:
    """Return the layers that are looked at, the lowest first; none for all that is visible.

    `source` is "visible", "layer" for the active one, or "label N" for the visible ones with Krita's colour
    label N. A group stands for what is in it.
    """
    if source == "visible":
        return []
    if source == "layer":
        layer = active_layer(document)
        return [layer] if layer is not None else []
    return list(_labelled(document.topLevelNodes(), int(source.split()[1])))


def _labelled(nodes: Any, label: int) -> Iterator[Any]:
    for node in nodes:
        if not node.visible() or str(node.type()) in MASKS:
            continue
        if int(node.colorLabel()) == label:
            yield node
        else:
            yield from _labelled(node.childNodes(), label)


def is_label(source: str) -> bool:
    """Tell whether what is looked at are the layers with a colour label."""
    return source.startswith("label ")


def all_nodes(document: Any) -> Iterator[Any]:
    """Yield all layers and masks, parents first."""
    yield from all_below(document.topLevelNodes())


def all_below(nodes: Iterable[Any]) -> Iterator[Any]:
    """Yield these layers and masks and all that is in them, parents first."""
    waiting: List[Any] = list(nodes)
    while waiting:
        node = waiting.pop(0)
        yield node
        waiting.extend(node.childNodes())


def selection_in_use(document: Any) -> Any:
    """Return the selection that Krita's own tools change in the document in front, or None.

    It is the picture's, unless the active layer has an active selection mask of its own. libkis tells only of
    the first, and not which masks are active. But where the picture has none, and Krita would feather one all
    the same, it is a mask's.
    """
    selection = document.selection()
    if _area_of(selection, size_of(document)) is not None:
        return selection
    layer = active_layer(document) if app.is_possible("featherselection") else None
    for mask in layer.childNodes() if layer is not None else ():
        if str(mask.type()) == "selectionmask" and mask.visible():
            own = mask.selection()
            if _area_of(own, size_of(document)) is not None:
                return own
    return selection


def selection_area(document: Any) -> Area | None:
    """Return the bounds of what is selected inside the image; None where nothing is."""
    return _area_of(selection_in_use(document), size_of(document))


def _area_of(selection: Any, size: Size) -> Area | None:
    """Krita deselects in a thread of its own: a selection asked for twice may be gone the second time."""
    if selection is None:
        return None
    left, top = int(selection.x()), int(selection.y())
    x0, y0 = max(0, left), max(0, top)
    x1 = min(size[0], left + int(selection.width()))
    y1 = min(size[1], top + int(selection.height()))
    return (x0, y0, x1, y1) if x1 > x0 and y1 > y0 else None


def copy_of_selection(document: Any) -> Any:
    """Return a copy of what is selected, or None."""
    selection = selection_in_use(document)
    return selection.duplicate() if _area_of(selection, size_of(document)) is not None else None


def selected_pixels(expected: str) -> Generator[None, None, SelectedPixels | None]:
    """Return the selection inside the image; None for nothing. A job; raises as `front` does."""
    area = selection_area(front(expected))
    if area is None:
        return None
    x0, y0, x1, y1 = area
    width = x1 - x0
    rows = max(1, _STRIP_PIXELS // width)
    mask = bytearray(width * (y1 - y0))

    def steps() -> Iterator[None]:
        for y in range(y0, y1, rows):
            height = min(rows, y1 - y)
            selection = selection_in_use(front(expected))
            if selection is not None:
                strip = bytes(selection.pixelData(x0, y, width, height))
                mask[(y - y0) * width : (y - y0 + height) * width] = strip
            yield

    yield from batched(steps())
    return SelectedPixels(area, mask)


def selection_digest(document: Any) -> Tuple[Area | None, int]:
    """Return a value that mostly changes when the selection does; cheap enough for a timer.

    It has the bounds, and stands for up to fifteen rows of pixels in them.
    """
    selection = selection_in_use(document)
    area = _area_of(selection, size_of(document))
    if area is None:
        return None, 0
    x0, y0, x1, y1 = area
    rows = [bytes(selection.pixelData(x0, y, x1 - x0, 1)) for y in range(y0, y1, max(1, (y1 - y0) // 8))]
    return area, hash(tuple(rows))
