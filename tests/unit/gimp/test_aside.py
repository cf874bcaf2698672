"""What asks GIMP is done in a thread of its own, one thing after the other, and told in the main loop."""

import queue
import threading
from collections.abc import Callable, Iterator

import pytest

from smart_select_gimp.panel.aside import Aside, aside, asking
from smart_select_gimp.steps import ASIDE, MORE, WAIT, Steps, at_once

PATIENCE_S = 10


class MainLoop:
    """Calls what it is told to call when the test lets it turn."""

    def __init__(self) -> None:
        self._calls: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self.heard: list[tuple[tuple[int, int], BaseException | None]] = []

    def call(self, what: Callable[[], None]) -> None:
        self._calls.put(what)

    def hear(self, result: object, error: BaseException | None) -> None:
        self.heard.append((result, error))

    def turn(self, times: int = 1) -> None:
        for _turn in range(times):
            self._calls.get(timeout=PATIENCE_S)()


@pytest.fixture
def loop() -> MainLoop:
    return MainLoop()


@pytest.fixture
def thread(loop: MainLoop) -> Iterator[Aside]:
    made = Aside(loop.call)
    yield made
    made.close()


def test_all_is_done_by_one_other_thread_in_the_order_in_which_it_was_asked(
    loop: MainLoop, thread: Aside
) -> None:
    for number in range(5):
        thread.do(lambda number=number: (number, threading.get_ident()), loop.hear)
    loop.turn(5)
    results = [result for result, _error in loop.heard]
    threads = {thread for _number, thread in results}
    assert [number for number, _thread in results] == [0, 1, 2, 3, 4]
    assert len(threads) == 1
    assert threading.get_ident() not in threads


def test_what_goes_wrong_is_told_and_the_next_thing_is_done(loop: MainLoop, thread: Aside) -> None:
    thread.do(lambda: 1 // 0, loop.hear)
    thread.do(lambda: 7, loop.hear)
    loop.turn(2)
    assert isinstance(loop.heard[0][1], ZeroDivisionError)
    assert loop.heard[1] == (7, None)


def test_closing_waits_for_all_that_is_to_be_done_and_tells_nobody_any_more(loop: MainLoop) -> None:
    thread = Aside(loop.call)
    may_go_on, done = threading.Event(), []
    thread.do(may_go_on.wait, loop.hear)
    thread.do(lambda: done.append(1))
    may_go_on.set()
    thread.close()
    loop.turn()
    assert done == [1]
    assert loop.heard == []


def counting() -> Steps[str]:
    yield MORE
    yield WAIT
    return "counted"


def test_steps_say_before_each_of_them_that_it_is_to_be_done_aside() -> None:
    kinds = list(aside(counting()))
    assert kinds == [ASIDE, ASIDE, WAIT, ASIDE, MORE]
    assert at_once(aside(counting())) == "counted"
    assert at_once(asking(divmod, 7, 2)) == (3, 1)


def test_what_steps_raise_is_raised_after_coming_back() -> None:
    steps = asking(lambda: 1 // 0)
    assert next(steps) is ASIDE
    assert next(steps) is ASIDE
    assert next(steps) is MORE
    with pytest.raises(ZeroDivisionError):
        next(steps)


def test_who_gives_up_ends_the_steps_too() -> None:
    ended = []

    def lasting() -> Steps[None]:
        try:
            yield MORE
            yield MORE
        finally:
            ended.append(True)

    steps = aside(lasting())
    next(steps)
    next(steps)
    steps.close()
    assert ended == [True]


def test_what_goes_wrong_where_nobody_listens_is_in_the_log(
    thread: Aside, loop: MainLoop, caplog: pytest.LogCaptureFixture
) -> None:
    thread.do(lambda: 1 // 0)
    thread.do(lambda: 7, loop.hear)
    loop.turn()
    assert "ZeroDivisionError" in caplog.text
