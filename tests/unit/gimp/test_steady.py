from smart_select_gimp.panel.steady import SteadyChange


def test_a_change_is_told_once_it_rests() -> None:
    change = SteadyChange("nothing")
    assert [change.look(text) for text in ("nothing", "a", "b", "b", "b")] == [
        False,
        False,
        False,
        True,
        False,
    ]


def test_what_undo_brings_back_is_not_told_again() -> None:
    change = SteadyChange("nothing")
    assert [change.look(text) for text in ("drawn", "drawn")] == [False, True]
    change.know("snapped")
    looks = ("snapped", "snapped", "drawn", "drawn", "nothing", "nothing")
    assert [change.look(text) for text in looks] == [False] * 6


def test_what_is_of_our_own_making_is_not_told() -> None:
    change = SteadyChange("nothing")
    change.know("ours")
    assert not change.look("ours")


def test_what_is_forgotten_is_told_again() -> None:
    change = SteadyChange("nothing")
    assert [change.look(text) for text in ("drawn", "drawn", "nothing", "nothing")] == [
        False,
        True,
        False,
        False,
    ]
    change.forget("drawn")
    assert [change.look(text) for text in ("drawn", "drawn")] == [False, True]
