"""What is selected, while Krita changes it in a thread of its own."""

import sys
from types import SimpleNamespace

import pytest

from smart_select_krita import documents


@pytest.fixture(autouse=True)
def feathering(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Krita's action that is possible where its tools have a selection."""
    action = SimpleNamespace(possible=False)
    action.isEnabled = lambda: action.possible
    krita = SimpleNamespace(action=lambda name: action if name == "featherselection" else None)
    monkeypatch.setitem(
        sys.modules,
        "krita",
        SimpleNamespace(Krita=SimpleNamespace(instance=lambda: krita)),  # type: ignore[arg-type]
    )
    return action


class Selected:
    def __init__(self, x: int, y: int, width: int, height: int) -> None:
        self._bounds = x, y, width, height

    def x(self) -> int:
        return self._bounds[0]

    def y(self) -> int:
        return self._bounds[1]

    def width(self) -> int:
        return self._bounds[2]

    def height(self) -> int:
        return self._bounds[3]

    def pixelData(self, x: int, y: int, width: int, height: int) -> bytes:  # noqa: N802  (Krita's name)
        return b"\xff" * (width * height)

    def duplicate(self) -> "Selected":
        return Selected(*self._bounds)


class Node:
    def __init__(self, kind: str, *children: "Node", selection: Selected | None = None) -> None:
        self._kind, self._children, self._selection = kind, children, selection

    def type(self) -> str:
        return self._kind

    def parentNode(self) -> object:  # noqa: N802  (Krita's name)
        return self

    def visible(self) -> bool:
        return True

    def childNodes(self) -> list["Node"]:  # noqa: N802  (Krita's name)
        return list(self._children)

    def selection(self) -> Selected | None:
        return self._selection


class Document:
    """Has a selection when it is asked the first time, and none any more the second."""

    def __init__(self, *selections: Selected | None, active: Node | None = None) -> None:
        self._selections = list(selections)
        self._active = active

    def activeNode(self) -> Node | None:  # noqa: N802  (Krita's name)
        return self._active

    def width(self) -> int:
        return 100

    def height(self) -> int:
        return 80

    def selection(self) -> Selected | None:
        return self._selections.pop(0) if self._selections else None


def test_a_selection_that_goes_away_while_it_is_looked_at_is_no_mistake() -> None:
    assert documents.selection_digest(Document(Selected(10, 10, 20, 20)))[0] == (10, 10, 30, 30)
    assert documents.copy_of_selection(Document(Selected(10, 10, 20, 20))) is not None
    assert documents.selection_digest(Document()) == (None, 0)
    assert documents.copy_of_selection(Document()) is None


def test_only_what_lies_in_the_picture_counts() -> None:
    assert documents.selection_area(Document(Selected(-5, -5, 20, 20))) == (0, 0, 15, 15)
    assert documents.selection_area(Document(Selected(90, 70, 50, 50))) == (90, 70, 100, 80)
    assert documents.selection_area(Document(Selected(100, 0, 5, 5))) is None
    assert documents.selection_area(Document(Selected(0, 0, 0, 0))) is None


def test_a_digest_changes_with_the_bounds() -> None:
    first = documents.selection_digest(Document(Selected(10, 10, 20, 20)))
    assert first != documents.selection_digest(Document(Selected(10, 10, 21, 20)))
    assert first == documents.selection_digest(Document(Selected(10, 10, 20, 20)))


def test_an_active_layer_s_own_selection_is_the_one_that_krita_s_tools_change(
    feathering: SimpleNamespace,
) -> None:
    own = Selected(30, 20, 10, 10)
    masks = Node("transparencymask", selection=Selected(0, 0, 9, 9)), Node("selectionmask", selection=own)
    layer = Node("paintlayer", *masks)
    assert documents.selection_area(Document(active=layer)) is None  # there is one, but it is not active
    feathering.possible = True
    assert documents.selection_area(Document(active=layer)) == (30, 20, 40, 30)
    assert documents.selection_digest(Document(active=layer))[0] == (30, 20, 40, 30)
    assert documents.copy_of_selection(Document(active=layer)) is not None
    assert documents.selection_area(Document(Selected(1, 1, 5, 5), active=layer)) == (1, 1, 6, 6)
    assert documents.selection_area(Document(active=Node("paintlayer"))) is None
