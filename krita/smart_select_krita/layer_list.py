"""Krita's own list of layers, asked to “select opaque” for a layer that need not be the active one.

It is what Ctrl+click on a thumbnail in the Layers docker does. See docs/adr/0015.
"""

from __future__ import annotations

from typing import Any, Final

from smart_select_krita import app
from smart_select_krita.qt import Qt, QtCore, QtWidgets

_SELECT_OPAQUE: Final = 0x0100 + 9
"""KisNodeModel::SelectOpaqueRole (Qt::UserRole + 9), the same in Krita 5.2, 5.3 and 6.0."""

_REPLACE: Final = 0
"""Krita's SELECTION_REPLACE."""


def select_opaque(name: str) -> bool:
    """Select what is opaque in the layer of this name; return whether the list knows such a layer.

    What follows runs in Krita's own time: the selection is there a little later.
    """
    for model in _models():
        index = _find(model, name)
        if index is not None:
            model.setData(index, _REPLACE, _SELECT_OPAQUE)
            return True
    return False


def _models() -> Any:
    """Yield the model of the list, and then the one behind it that no filter hides layers from."""
    window = app.active_window()
    docker = window.qwindow().findChild(QtWidgets.QDockWidget, "KisLayerBox") if window is not None else None
    for view in docker.findChildren(QtWidgets.QTreeView) if docker is not None else ():
        model = view.model()
        while model is not None:
            yield model
            model = model.sourceModel() if isinstance(model, QtCore.QAbstractProxyModel) else None


def _find(model: Any, name: str) -> Any:
    waiting = [QtCore.QModelIndex()]
    while waiting:
        parent = waiting.pop(0)
        for row in range(model.rowCount(parent)):
            index = model.index(row, 0, parent)
            if index.data(Qt.ItemDataRole.DisplayRole) == name:
                return index
            waiting.append(index)
    return None
