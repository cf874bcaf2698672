import pytest

from smart_select_gimp.frames import Frame, frame_of


def test_a_photograph_that_is_small_enough_is_looked_at_as_it_is() -> None:
    assert frame_of((451, 300), (0, 0, 451, 300)) == Frame(0, 0, 451, 300, 1)


@pytest.mark.parametrize(("width", "step"), [(2048, 1), (2049, 2), (4096, 2), (6000, 4), (12000, 8)])
def test_large_ones_are_halved_until_they_fit(width: int, step: int) -> None:
    frame = frame_of((width, 100), (0, 0, width, 100))
    assert frame is not None
    assert frame.step == step
    assert 1024 <= frame.columns <= 2048


def test_whole_squares_cover_all_of_it() -> None:
    frame = frame_of((4099, 3001), (0, 0, 4099, 3001))
    assert frame is not None
    assert frame.step == 4
    assert frame.size == (1025, 751)
    assert frame.full_size == (4100, 3004)


def test_only_what_lies_on_the_canvas_belongs_to_it() -> None:
    assert frame_of((400, 450), (-20, -30, 492, 482)) == Frame(0, 0, 400, 450, 1)
    assert frame_of((700, 640), (100, 60, 612, 572)) == Frame(100, 60, 512, 512, 1)
    assert frame_of((100, 100), (200, 0, 300, 100)) is None


def test_squares_are_counted_from_the_items_corner() -> None:
    frame = frame_of((4000, 4000), (-3, -5, 6000, 6000))
    assert frame is not None
    assert frame.step == 2
    assert ((frame.left + 3) % 2, (frame.top + 5) % 2) == (0, 0)
    assert frame.left <= 0
    assert frame.left + frame.full_size[0] >= 4000


def test_prompts_and_answers_change_sides() -> None:
    frame = Frame(100, 60, 512, 512, 1)
    assert frame.points_within([(110.5, 70.5, 1)]) == ((10.5, 10.5, 1),)
    assert frame.box_within((110, 70, 120, 80)) == (10, 10, 20, 20)
    assert frame.box_within(None) is None
    assert frame.area_in_image((10, 10, 20, 20)) == (110, 70, 120, 80)
