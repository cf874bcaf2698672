from smart_select_krita.geometry import WidgetPoint
from smart_select_krita.gestures import Click, Drag, Gesture


def test_a_hand_that_trembles_has_clicked_where_it_pressed() -> None:
    gesture = Gesture()
    gesture.press(WidgetPoint(10, 10), wanted=False)
    assert gesture.release(WidgetPoint(13, 8)) == Click(WidgetPoint(10, 10), wanted=False)


def test_a_longer_way_is_a_box() -> None:
    gesture = Gesture()
    gesture.press(WidgetPoint(10, 10), wanted=True)
    assert gesture.box_so_far(WidgetPoint(12, 40)) == Drag(WidgetPoint(10, 10), WidgetPoint(12, 40), True)
    assert gesture.release(WidgetPoint(40, 40)) == Drag(WidgetPoint(10, 10), WidgetPoint(40, 40), True)
    assert not gesture.is_going


def test_a_release_without_a_press_means_nothing() -> None:
    gesture = Gesture()
    assert gesture.release(WidgetPoint(1, 1)) is None
    gesture.press(WidgetPoint(1, 1), wanted=True)
    gesture.forget()
    assert gesture.release(WidgetPoint(50, 50)) is None
