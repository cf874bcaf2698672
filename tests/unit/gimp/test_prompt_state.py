from smart_select_gimp.ask import Ask
from smart_select_gimp.panel.prompt_state import PromptState
from smart_select_plugin.selection_prompt import RoughMask
from smart_select_plugin.wire.values import Selection

EMPTY = PromptState()


def test_clicks_add_up_and_can_be_taken_back_one_by_one() -> None:
    one = EMPTY.with_point(1.5, 2.5, wanted=True, previous=None)
    two = one.with_point(3.5, 4.5, wanted=False, previous=None)
    assert two.points == ((1.5, 2.5, 1), (3.5, 4.5, 0))
    assert two.undone() == one
    assert one.undone().is_empty
    assert EMPTY.undone() is EMPTY


def test_start_over_can_be_taken_back_too() -> None:
    one = EMPTY.with_point(1, 2, wanted=True, previous=None)
    assert one.cleared().is_empty
    assert one.cleared().undone() == one


def test_a_box_starts_another_object_and_has_its_corners_in_order() -> None:
    state = EMPTY.with_point(1, 2, wanted=True, previous=None).with_box((9, 8, 3, 4))
    assert state.box == (3, 4, 9, 8)
    assert state.points == ()


def test_a_wanted_click_beside_the_box_asks_anew_and_one_within_corrects() -> None:
    answer = Selection((10, 10), None, b"", (1.0,), 1, b"", (0, 0))
    state = EMPTY.with_box((0, 0, 10, 10))
    for x, wanted in ((5, True), (50, False)):
        corrected = state.with_point(x, 5, wanted=wanted, previous=answer)
        assert corrected.previous is answer
    more = state.with_point(50, 5, wanted=True, previous=answer)
    assert more.previous is None
    assert more.box == state.box  # as it was drawn: without the click, it is that again
    assert more.with_point(40, 5, wanted=True, previous=answer).previous is answer


def test_a_click_is_found_near_the_pointer_at_any_zoom() -> None:
    state = EMPTY.with_point(100, 100, wanted=True, previous=None)
    assert state.point_at(104, 100, scale=1.0) == 0
    assert state.point_at(120, 100, scale=1.0) is None
    assert state.point_at(104, 100, scale=8.0) is None
    assert state.without_point(0).points == ()


def test_anchors_of_a_path_come_and_go_as_clicks() -> None:
    clicked = EMPTY.with_point(1, 1, wanted=True, previous=None)
    one = clicked.with_anchors([(5, 5)], [], wanted=True)
    two = one.with_anchors([(9, 9)], [], wanted=False)
    assert two.points == ((1, 1, 1), (5, 5, 1), (9, 9, 0))
    assert two.with_anchors([], [(5, 5)], wanted=True).points == ((1, 1, 1), (9, 9, 0))


def test_an_anchor_that_goes_and_was_no_click_changes_nothing() -> None:
    clicked = EMPTY.with_point(1, 1, wanted=True, previous=None)
    assert clicked.with_anchors([], [(1, 1), (7, 7)], wanted=True) is clicked
    assert clicked.cleared().with_anchors([], [(1, 1)], wanted=True).is_empty


def test_a_drawn_selection_is_kept_in_image_pixels() -> None:
    ask = Ask(((1, 2, 1),), (0, 0, 4, 4), RoughMask((1, 1, 2, 2), 1, 1, b"\1"))
    state = EMPTY.drawn(ask, (10, 20))
    assert state.points == ((11, 22, 1),)
    assert state.box == (10, 20, 14, 24)
    assert state.rough == RoughMask((11, 21, 12, 22), 1, 1, b"\1")


def test_a_subject_is_corrected_by_clicks_and_is_still_the_subject() -> None:
    subject = EMPTY.of_subject()
    corrected = subject.with_point(3, 4, wanted=False, previous=None)
    assert corrected.subject
    assert corrected.points == ((3, 4, 0),)
    assert not corrected.without_subject().subject
    assert not corrected.with_box((0, 0, 5, 5)).subject
