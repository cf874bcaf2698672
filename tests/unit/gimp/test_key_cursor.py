import pytest

from smart_select_gimp.panel.key_cursor import moved
from smart_select_gimp.panel.view import View

FITTED = View.fitted(400, 300, (1000.0, 500.0))
ZOOMED = FITTED.zoomed(4.0, 200, 150)


def test_an_arrow_moves_the_pointer_over_the_picture() -> None:
    view, at = moved(FITTED, (200, 150), "Right", 8)
    assert view == FITTED
    assert at == (208, 150)
    assert moved(FITTED, (200, 150), "Up", 1)[1] == (200, 149)


def test_it_stays_on_the_picture() -> None:
    view, at = FITTED, (200.0, 150.0)
    for _press in range(100):
        view, at = moved(view, at, "Up", 8)
    assert view == FITTED
    assert at == (200, 50)
    assert view.holds(*at)


@pytest.mark.parametrize("key", ["Left", "Right", "Up", "Down"])
def test_at_the_edge_of_the_view_the_picture_moves_so_that_all_of_it_is_reached(key: str) -> None:
    view, at = ZOOMED, (200.0, 150.0)
    for _press in range(1000):
        view, at = moved(view, at, key, 8)
        assert view.holds(*at)
    x, y = view.to_picture(*at)
    reached = {"Left": x, "Right": 1000 - x, "Up": y, "Down": 500 - y}[key]
    assert 0 <= reached <= 1 / view.scale + 0.01
