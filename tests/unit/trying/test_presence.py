"""When the server ends by itself."""

from smart_select.trying.presence import RELOAD_S, Presence


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def presence(idle_s: float = 600.0) -> tuple[Presence, Clock]:
    clock = Clock()
    return Presence(idle_s, clock), clock


def test_it_stays_for_a_browser_that_has_not_come_yet_until_it_is_idle() -> None:
    there, clock = presence()
    clock.now += 599
    assert there.reason_to_leave() == ""
    clock.now += 1
    assert there.reason_to_leave() == "Nothing happened for 10 minutes."


def test_it_leaves_when_the_page_was_closed_but_not_when_it_is_loaded_again() -> None:
    there, clock = presence()
    with there.page():
        assert there.pages == 1
        clock.now += 60
        assert there.reason_to_leave() == ""
    clock.now += RELOAD_S - 0.1
    assert there.reason_to_leave() == ""
    with there.page():
        clock.now += 60
        assert there.reason_to_leave() == ""
    clock.now += RELOAD_S
    assert there.reason_to_leave() == "The page was closed."


def test_a_second_page_keeps_it() -> None:
    there, clock = presence()
    with there.page():
        with there.page():
            pass
        clock.now += 60
        assert there.reason_to_leave() == ""


def test_an_open_page_that_nobody_uses_does_not_keep_it() -> None:
    there, clock = presence()
    with there.page():
        clock.now += 500
        with there.request():
            clock.now += 5000  # a large photo on a slow machine
            assert there.reason_to_leave() == ""
        clock.now += 599
        assert there.reason_to_leave() == ""
        clock.now += 1
        assert "Nothing happened" in there.reason_to_leave()
