"""A box grows to what is wanted beside it, and to nothing else."""

from smart_select_plugin.whole_box import whole_box


def test_it_holds_what_is_wanted_and_not_what_is_not() -> None:
    assert whole_box((10, 10, 30, 30), [(5, 20, 1), (20, 40, 1), (90, 90, 0)]) == (5, 10, 30, 40)
    assert whole_box((10, 10, 30, 30), []) == (10, 10, 30, 30)
    assert whole_box(None, [(5, 20, 1)]) is None


def test_a_box_without_an_inside_gets_none() -> None:
    assert whole_box((30, 30, 10, 10), []) == (30, 30, 10, 10)
