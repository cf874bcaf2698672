"""No queue builds up."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from smart_select.trying.newest import NewestWins
from smart_select.trying.refusing import Superseded


class Held:
    """Work that goes on only when it is let go; remembers what it was asked."""

    def __init__(self) -> None:
        self.begun: list[int] = []
        self.has_begun = threading.Event()
        self.go_on = threading.Event()

    def __call__(self, question: int) -> str:
        self.begun.append(question)
        self.has_begun.set()
        assert self.go_on.wait(30)
        return f"answer {question}"


def test_what_has_begun_is_finished_and_of_the_rest_only_the_newest_is_begun() -> None:
    held = Held()
    lane = NewestWins(held)
    with ThreadPoolExecutor(21) as pool:
        first = pool.submit(lane.ask, 0)
        assert held.has_begun.wait(30)
        others: list[Future[str]] = [pool.submit(lane.ask, number) for number in range(1, 21)]
        # All but one are answered while the first is still being worked on.
        ended = [_outcome(future) for future in _first_done(others, 19)]
        assert ended == [Superseded] * 19
        (left,) = [future for future in others if not future.done()]
        held.go_on.set()
        assert first.result(30) == "answer 0"
        assert left.result(30) == f"answer {others.index(left) + 1}"
    assert held.begun == [0, others.index(left) + 1]
    lane.close()


def test_one_that_comes_later_takes_the_place_of_the_one_that_waits() -> None:
    held = Held()
    lane = NewestWins(held)
    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(lane.ask, 0)
        assert held.has_begun.wait(30)
        older = pool.submit(lane.ask, 1)
        newer = pool.submit(_ask_after, lane, older, 2)
        with pytest.raises(Superseded):
            older.result(30)
        held.go_on.set()
        assert first.result(30) == "answer 0"
        assert newer.result(30) == "answer 2"
    assert held.begun == [0, 2]


def test_what_the_work_raises_reaches_who_asked_and_the_next_question_is_answered() -> None:
    def work(question: int) -> float:
        return 1 / question

    lane = NewestWins(work)
    with pytest.raises(ZeroDivisionError):
        lane.ask(0)
    assert lane.ask(2) == 0.5


def test_its_thread_ends() -> None:
    lane = NewestWins(str)
    assert lane.ask(1) == "1"
    (thread,) = [one for one in threading.enumerate() if one is lane.thread]
    lane.close()
    thread.join(30)
    assert not thread.is_alive()


def _ask_after(lane: NewestWins[int, str], older: Future[str], number: int) -> str:
    while not lane.is_waiting:
        assert not older.done()
    return lane.ask(number)


def _first_done(futures: list[Future[str]], count: int) -> list[Future[str]]:
    while sum(future.done() for future in futures) < count:
        threading.Event().wait(0.005)
    return [future for future in futures if future.done()]


def _outcome(future: Future[str]) -> type[BaseException] | None:
    error = future.exception(30)
    return None if error is None else type(error)
