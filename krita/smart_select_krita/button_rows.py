"""Buttons side by side where their words have room, else in rows: no word is cut before it has to be."""

from __future__ import annotations

from typing import Any, List

from smart_select_krita.qt import Qt, QtCore, QtWidgets

_SPACING = 4


def row_of(*widgets: Any) -> Any:
    """Return a layout: each widget as wide as its words need, and a row together as wide as the docker."""
    rows = _Rows()
    for widget in widgets:
        rows.addWidget(widget)
    return rows


class _Rows(QtWidgets.QLayout):
    """Fills one row after the other; the room that is left in one goes to all that is in it."""

    def __init__(self) -> None:
        super().__init__()
        self._items: List[Any] = []

    def addItem(self, item: Any) -> None:  # noqa: N802  (Qt's names, here and below)
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> Any:  # noqa: N802
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> Any:  # noqa: N802
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Any:  # noqa: N802
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        rows = self._rows(width)
        return sum(map(_height, rows)) + _SPACING * max(0, len(rows) - 1)

    def sizeHint(self) -> Any:  # noqa: N802
        return QtCore.QSize(_width(self._shown()), _height(self._shown()))

    def minimumSize(self) -> Any:  # noqa: N802
        widths = [item.minimumSize().width() for item in self._shown()]
        return QtCore.QSize(max(widths, default=0), _height(self._shown()))

    def setGeometry(self, place: Any) -> None:  # noqa: N802
        super().setGeometry(place)
        top = place.top()
        for row in self._rows(place.width()):
            height, left = _height(row), place.left()
            words = [_wanted(item) for item in row]
            room = place.width() - _SPACING * (len(row) - 1)
            for number, item in enumerate(row):
                is_last = number == len(row) - 1
                width = place.left() + place.width() - left if is_last else room * words[number] // sum(words)
                item.setGeometry(QtCore.QRect(left, top, width, height))
                left += width + _SPACING
            top += height + _SPACING

    def _shown(self) -> List[Any]:
        return [item for item in self._items if not item.isEmpty()]

    def _rows(self, width: int) -> List[List[Any]]:
        rows: List[List[Any]] = []
        for item in self._shown():
            if rows and _width([*rows[-1], item]) <= width:
                rows[-1].append(item)
            else:
                rows.append([item])
        return rows


def _wanted(item: Any) -> int:
    """Return how wide its words are; an item's own hint is nothing for what takes any width."""
    return max(1, int(item.widget().sizeHint().width()))


def _width(row: List[Any]) -> int:
    return sum(map(_wanted, row)) + _SPACING * max(0, len(row) - 1)


def _height(row: List[Any]) -> int:
    return max((item.sizeHint().height() for item in row), default=0)
