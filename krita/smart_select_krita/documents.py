"""What we ask a Krita document: who it is, what is selected, which layer is active."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterator, List, Tuple

from smart_select_krita import app
from smart_select_krita.failures import Refusal
from smart_select_krita.geometry import Area, Size

MASKS = ("transparencymask", "selectionmask", "filtermask", "transformmask", "colorizemask")


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
    """Return the document in front if it is the expected one; raises Refusal."""
    document = active(expected)
    if document is None:
        raise Refusal("The picture is not in front any more; go back to it and try again.")
    return document


def size_of(document: Any) -> Size:
    """Return width and height in pixels."""
    return int(document.width()), int(document.height())


def node_id(node: Any) -> str:
    """Return what tells this layer from all others; "" for none."""
    return str(node.uniqueId().toString()) if node is not None else ""


def active_layer(document: Any) -> Any:
    """Return the active layer, the layer below when a mask is active, or None."""
    node = document.activeNode()
    while node is not None and str(node.type()) in MASKS:
        node = node.parentNode()
    return node


def is_only_child(parent: Any, child: Any) -> bool:
    """Tell whether a layer has this one child and no other."""
    return [node_id(node) for node in parent.childNodes()] == [node_id(child)]


def all_nodes(document: Any) -> Iterator[Any]:
    """Yield all layers and masks, parents first."""
    waiting: List[Any] = list(document.topLevelNodes())
    while waiting:
        node = waiting.pop(0)
        yield node
        waiting.extend(node.childNodes())


@dataclass(frozen=True)
class SelectedPixels:
    """What is selected: one byte a pixel of `area`."""

    area: Area
    mask: bytes

    @property
    def size(self) -> Size:
        """Return width and height."""
        x0, y0, x1, y1 = self.area
        return x1 - x0, y1 - y0


def selection_area(document: Any) -> Area | None:
    """Return the bounds of what is selected inside the image; None where nothing is."""
    selection = document.selection()
    if selection is None:
        return None
    width, height = size_of(document)
    x0, y0 = max(0, int(selection.x())), max(0, int(selection.y()))
    x1 = min(width, int(selection.x()) + int(selection.width()))
    y1 = min(height, int(selection.y()) + int(selection.height()))
    return (x0, y0, x1, y1) if x1 > x0 and y1 > y0 else None


def selected_pixels(document: Any) -> SelectedPixels | None:
    """Return the selection inside the image; None where nothing is selected."""
    area = selection_area(document)
    if area is None:
        return None
    x0, y0, x1, y1 = area
    mask = bytes(document.selection().pixelData(x0, y0, x1 - x0, y1 - y0))
    return SelectedPixels(area, mask)


def selection_digest(document: Any) -> Tuple[Area | None, int]:
    """Return a value that mostly changes when the selection does; cheap enough for a timer.

    It reads up to about a thousand pixels, in rows.
    """
    area = selection_area(document)
    if area is None:
        return None, 0
    x0, y0, x1, y1 = area
    selection = document.selection()
    rows = [bytes(selection.pixelData(x0, y, x1 - x0, 1)) for y in range(y0, y1, max(1, (y1 - y0) // 8))]
    return area, hash(tuple(rows))
