from smart_select_krita.geometry import ImagePoint
from smart_select_krita.prompts import Prompt, candidate_name, prompt_of_selection
from smart_select_plugin.selection_prompt import prompt_from_selection


def test_points_correct_the_subject_and_taken_back_leave_it() -> None:
    subject = Prompt(subject=True)
    prompt = subject.with_point(ImagePoint(3, 4), wanted=False)
    assert prompt.points == ((3, 4, 0),)
    assert prompt.is_enough
    assert prompt.without_point(0) == subject


def test_what_is_not_wanted_alone_is_not_enough() -> None:
    assert not Prompt(points=((1, 1, 0),)).is_enough
    assert Prompt(points=((1, 1, 0), (2, 2, 1))).is_enough
    assert Prompt(points=((1, 1, 0),), box=(0, 0, 3, 3)).is_enough


def test_a_point_can_be_taken_back_from_the_middle() -> None:
    prompt = Prompt(points=((1, 1, 1), (2, 2, 0), (3, 3, 1)))
    assert prompt.without_point(1).points == ((1, 1, 1), (3, 3, 1))


def test_points_that_a_drawing_gave_are_told_from_those_clicked() -> None:
    prompt = Prompt(points=((1, 1, 1), (2, 2, 1)), drawn=2).with_point(ImagePoint(3, 3), wanted=False)
    assert prompt.drawn == 2
    assert prompt.without_point(2).drawn == 2
    assert prompt.without_point(0).drawn == 1


def test_a_box_holds_what_is_wanted_beside_it_as_long_as_it_is() -> None:
    prompt = Prompt(box=(10, 10, 20, 20), points=((5, 15, 1), (15, 30, 1), (40, 40, 0)))
    assert prompt.whole_box == (5, 10, 20, 30)
    assert prompt.without_point(1).whole_box == (5, 10, 20, 20)
    assert Prompt(points=((5, 15, 1),)).whole_box is None


def test_an_empty_prompt_asks_nothing() -> None:
    assert not Prompt()
    assert Prompt(subject=True)
    assert Prompt(box=(0, 0, 1, 1))


def test_a_lasso_becomes_a_mask_as_large_as_its_bounds() -> None:
    size = 600
    rows = [bytes(255 if x < y else 0 for x in range(size)) for y in range(size)]
    found = prompt_from_selection(b"".join(rows), (size, size), image_size=(2000, 2000), origin=(100, 50))
    assert found is not None
    prompt = prompt_of_selection(found)
    assert prompt.rough_area is not None
    x0, y0, x1, y1 = prompt.rough_area
    assert len(prompt.rough) == (x1 - x0) * (y1 - y0)
    assert set(bytes(prompt.rough)) == {0, 255}
    middle = (400 - (y0 - 50)) * (x1 - x0)
    assert prompt.rough[middle + 100] == 255
    assert prompt.rough[middle + 500] == 0


def test_the_candidate_in_between_is_named_by_its_number() -> None:
    assert candidate_name("middle", 3) == "2"
    assert candidate_name("middle", 1) == "best"
    assert candidate_name("part", 3) == "part"
