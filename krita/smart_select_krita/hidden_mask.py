"""Hangs a mask below a layer and takes it away again, without an undo step.

`Node.setChildNodes` is the one call of libkis that can. From Krita 5.3 on it takes all children out and puts
the given ones in. Before, it takes only the first one out and puts the given ones behind the rest; there,
masks go round in a circle until all is in order. It is never used on a layer that has layers in it.
"""

from __future__ import annotations

from typing import Any, List

from smart_select_krita import documents
from smart_select_krita.failures import Refusal
from smart_select_plugin.translation import _


class HiddenMask:
    """A mask that is in the document until `take_away`; raises Refusal where there is no layer."""

    def __init__(self, document: Any, mask: Any) -> None:
        self._mask = mask
        self._parent = _layer_without_layers(document)
        self._takes_all = _takes_all(document)
        children = self._parent.childNodes()
        self._order = _ids(children)
        self._parent.setChildNodes([*(children if self._takes_all else children[:1]), mask])

    def take_away(self) -> None:
        """Leave the layer as it was. Whatever happened meanwhile, nothing of ours stays behind."""
        children, ours = self._parent.childNodes(), documents.node_id(self._mask)
        if ours not in _ids(children):
            return
        if any(str(child.type()) not in documents.MASKS for child in children):
            self._mask.remove()  # somebody was quick and has put a layer in; that costs an undo step
        elif self._takes_all:
            self._parent.setChildNodes([child for child in children if documents.node_id(child) != ours])
        else:
            self._turn_until([ours], len(children))
            self._parent.setChildNodes([])
            self._turn_until(self._order, len(children))

    def _turn_until(self, beginning: List[str], turns: int) -> None:
        for _turn in range(turns):
            children = self._parent.childNodes()
            if _ids(children)[: len(beginning)] == beginning:
                return
            self._parent.setChildNodes(children[:1])


def _takes_all(document: Any) -> bool:
    """Tell which of the two this Krita does, by a group that is in no document."""
    group = document.createGroupLayer("")
    group.setChildNodes([document.createGroupLayer(""), document.createGroupLayer("")])
    group.setChildNodes([])
    return not group.childNodes()


def _layer_without_layers(document: Any) -> Any:
    """Return a layer that has at most masks in it: best one without any, best of all the active one."""
    active = documents.active_layer(document)
    layers = [node for node in documents.all_nodes(document) if str(node.type()) not in documents.MASKS]
    if active is not None:
        layers.insert(0, active)
    for node in layers:
        if not node.childNodes():
            return node
    for node in layers:
        if all(str(child.type()) in documents.MASKS for child in node.childNodes()):
            return node
    raise Refusal(_("The picture has no layer; add one in the Layers docker and try again."))


def _ids(nodes: Any) -> List[str]:
    return [documents.node_id(node) for node in nodes]
