"""All layers with one colour label, merged by Krita itself: blending modes, opacity, groups, filters.

Krita can copy a document in memory, and shares the pixels with the copy, which is in no list of open
documents and has no window. In it, everything without the label is hidden; what it then shows is what is
looked at, and what is cut out.
"""

from __future__ import annotations

from typing import Any, Final, Generator, Iterator, List, Set

from smart_select_krita import documents
from smart_select_krita.failures import DocumentGone, no_label
from smart_select_krita.geometry import Area
from smart_select_krita.jobs import batched

_TILE: Final = 256


def merged(document_id: str, source: str, area: Area) -> Generator[None, None, Any]:
    """Return a copy of the document in front that shows only the layers of `source` in this area; a job.

    `source` is "label N". Only jobs hold the copy: it is gone with the last of them. Raises Refusal,
    DocumentGone.
    """
    document = yield from documents.settled(document_id)
    copy = document.clone()
    if copy is None:
        raise DocumentGone
    yield
    chosen = set(map(documents.node_id, documents.layers_of(copy, source)))
    if not chosen:
        raise no_label()
    yield from batched(_drawn_anew(copy, _hide_others(copy.rootNode(), chosen), area))
    return copy


def _hide_others(group: Any, chosen: Set[str]) -> List[Any]:
    """Hide all layers in a group but the chosen ones and the groups that these are in.

    Return the groups in which a layer was hidden, inner ones first.
    """
    changed, hidden = [], False
    for node in group.childNodes():
        if not node.visible() or str(node.type()) in documents.MASKS or documents.node_id(node) in chosen:
            continue
        if any(documents.node_id(inner) in chosen for inner in documents.all_below(node.childNodes())):
            changed += _hide_others(node, chosen)
        else:
            node.setVisible(False)
            hidden = True
    return [*changed, group] if hidden else changed


def _drawn_anew(copy: Any, groups: List[Any], area: Area) -> Iterator[None]:
    """Have Krita merge these groups of the copy again, a tile at a time.

    Hiding layers does not do it, and what redraws everything keeps the window waiting until all is done. But
    a layer whose blending mode is set has what is below and above it merged again, be it hidden or not.
    """
    for group in groups:
        tile = copy.createNode("", "paintlayer")
        pixel = len(bytes(tile.pixelData(0, 0, 1, 1)))
        tile.setPixelData(b"\x01" * (pixel * _TILE * _TILE), 0, 0, _TILE, _TILE)
        tile.setVisible(False)
        group.addChildNode(tile, None)
        for y in range(area[1], area[3], _TILE):
            for x in range(area[0], area[2], _TILE):
                tile.move(x, y)
                tile.setBlendingMode("normal")
                yield
