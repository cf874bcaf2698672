import pytest

from smart_select_gimp.panel.view import View

FITTED = View.fitted(400, 300, (1000.0, 500.0))


def test_all_of_the_picture_is_seen_in_the_middle() -> None:
    assert FITTED.scale == pytest.approx(0.4)
    assert FITTED.to_view(0, 0) == pytest.approx((0, 50))
    assert FITTED.to_view(1000, 500) == pytest.approx((400, 250))
    assert FITTED.holds(200, 150)
    assert not FITTED.holds(200, 40)


@pytest.mark.parametrize("factor", [1.25, 4.0, 1000.0])
def test_zooming_keeps_what_is_under_the_pointer(factor: float) -> None:
    before = FITTED.to_picture(200, 150)
    assert FITTED.zoomed(factor, 200, 150).to_picture(200, 150) == pytest.approx(before)


def test_it_never_becomes_smaller_than_the_window() -> None:
    assert FITTED.zoomed(0.01, 10, 10) == FITTED


def test_dragging_stops_at_the_edge() -> None:
    near = FITTED.zoomed(10, 200, 150).moved(1e6, 1e6)
    assert near.to_picture(0, 0) == pytest.approx((0, 0))


def test_a_larger_window_shows_all_again_or_keeps_the_middle() -> None:
    assert FITTED.resized(800, 600) == View.fitted(800, 600, (1000.0, 500.0))
    near = FITTED.zoomed(8, 200, 150)
    assert near.resized(800, 600).to_picture(400, 300) == pytest.approx(near.to_picture(200, 150))


def test_on_a_fine_screen_the_same_is_seen_with_more_pixels() -> None:
    near = FITTED.zoomed(3, 200, 150)
    fine = near.on_screen(2)
    assert (fine.width, fine.height) == (800, 600)
    assert fine.to_view(300, 200) == pytest.approx(tuple(2 * at for at in near.to_view(300, 200)))
