from smart_select_krita.geometry import ImagePoint
from smart_select_krita.history import History
from smart_select_krita.prompts import Prompt

FIRST = Prompt().with_point(ImagePoint(1, 1), wanted=True)
SECOND = FIRST.with_point(ImagePoint(2, 2), wanted=False)


def two_steps() -> History[str]:
    history: History[str] = History(start="empty")
    history.add(FIRST, "one", "after one")
    history.add(SECOND, "two", "after two")
    return history


def test_the_newest_step_is_gone_on_from() -> None:
    assert two_steps().latest() == (SECOND, "two")
    assert History[str]().latest() == (Prompt(), None)


def test_undo_in_krita_takes_the_point_back() -> None:
    history = two_steps()
    assert history.follow("after one")
    assert history.latest() == (FIRST, "one")


def test_undo_of_everything_leaves_no_points() -> None:
    history = two_steps()
    assert history.follow("empty")
    assert history.latest() == (Prompt(), None)


def test_a_selection_of_the_user_s_own_is_no_step_of_ours() -> None:
    history = two_steps()
    assert not history.follow("drawn by hand")
    assert len(history.steps) == 2


def test_steps_that_wrote_nothing_stay() -> None:
    history: History[str] = History(start="empty")
    history.add(FIRST, "one", None)
    assert history.follow("drawn by hand")
    assert history.latest() == (FIRST, "one")


def test_an_answer_is_found_again_by_its_prompt_and_the_way_it_was_asked() -> None:
    history: History[str] = History(start="empty")
    history.add(FIRST, "one", "a", ("tiny",))
    history.add(SECOND, "two", "b", ("tiny",))
    assert history.earlier(FIRST, ("tiny",)) == "one"
    assert history.earlier(FIRST, ("small",)) is None
    assert history.earlier(Prompt(subject=True), ("tiny",)) is None
