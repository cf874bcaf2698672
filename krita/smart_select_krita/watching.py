"""Tells whether a document still looks as it did when it was read; Krita tells nobody of changed pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, List, Tuple

from smart_select_krita import app, documents
from smart_select_krita.qt import QtWidgets, is_deleted

_SAMPLED_ROWS: Final = 24


@dataclass(frozen=True)
class Glance:
    """What was seen of a document at one moment. Equal ones look the same if `history` is not None.

    `history` has how often something was done, undone or redone, and the place in the list of it; None where
    nobody could tell. `sample` stands for what changes without an undo step: some rows, layers shown and
    hidden, the time of an animation.
    """

    history: Tuple[int, int] | None
    sample: int


class Watching:
    """Follows Krita's own list of undo steps, in the History docker, which is filled anew with each of them.

    That holds for strokes that Krita joins into one step, and where it forgets the oldest ones.
    """

    def __init__(self) -> None:
        self._list: Any = None
        self._changes = 0

    def glance(self, document: Any, source: str) -> Glance:
        """Look at the document in front, `source` of it as in `documents.layers_of`; some milliseconds."""
        return Glance(self.history(), _sample(document, source))

    def history(self) -> Tuple[int, int] | None:
        """Return what changes with each undo step in the window in front; None where nobody can tell."""
        window = app.active_window()
        docker = window.qwindow().findChild(QtWidgets.QDockWidget, "History") if window is not None else None
        view = docker.findChild(QtWidgets.QListView) if docker is not None else None
        if view is None or view.model() is None:
            return None
        steps = view.model()
        if steps is not self._list:
            self._follow(steps)
        return self._changes, int(view.currentIndex().row())

    def _follow(self, steps: Any) -> None:
        if self._list is not None and not is_deleted(self._list):
            self._list.modelReset.disconnect(self._count)
        self._list = steps
        self._count()
        steps.modelReset.connect(self._count)

    def _count(self) -> None:
        self._changes += 1


def is_one_step_later(now: Tuple[int, int] | None, before: Tuple[int, int] | None) -> bool:
    """Tell whether exactly one step was done between these two."""
    return now is not None and before is not None and now[1] == before[1] + 1


def _sample(document: Any, source: str) -> int:
    width, height = documents.size_of(document)
    layers = documents.layers_of(document, source)
    readers = [layer.projectionPixelData for layer in layers] or [document.pixelData]
    rows = max(3, _SAMPLED_ROWS // len(readers))
    parts: List[Any] = [width, height, document.currentTime()]
    if source != "layer":
        parts.extend(map(_way_of_showing, documents.all_nodes(document)))
    for read in readers:
        for number in range(rows):
            y = (2 * number + 1) * height // (2 * rows)
            parts.append(bytes(read(0, y, width, 1)))
    return hash(tuple(parts))


def _way_of_showing(layer: Any) -> Tuple[Any, ...]:
    """Return how a layer is laid upon the layers below."""
    return layer.visible(), layer.opacity(), layer.blendingMode(), layer.inheritAlpha()
