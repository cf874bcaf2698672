"""The worker's queue, with work that a test decides about."""

import threading
import weakref
from collections.abc import Iterator

import pytest

from smart_select.worker.jobs import Job, JobQueue
from smart_select_plugin.wire.values import Done, Encode, Failed, Predict, Progress, Reply, Request, Subject

SOON_S = 5.0


class Desk:
    """Works on each job until the test lets it go on; remembers what was worked on and answered."""

    def __init__(self) -> None:
        self.begun: list[int] = []
        self.answers: dict[int, list[Reply]] = {}
        self.begins = threading.Semaphore(0)
        self.go_on = threading.Semaphore(0)
        self.changed = threading.Condition()
        self.queue = JobQueue(self.work)

    def work(self, job: Job) -> Reply:
        self.begun.append(job.number)
        self.begins.release()
        assert self.go_on.acquire(timeout=SOON_S)
        return Done()

    def send(self, number: int, reply: Reply) -> None:
        with self.changed:
            self.answers.setdefault(number, []).append(reply)
            self.changed.notify_all()

    def submit(self, number: int, request: Request, owner: str = "client") -> Job:
        job = Job(owner, number, request, self.send)
        self.queue.submit(job)
        return job

    def final(self, number: int) -> Reply:
        """Wait for a request's answer."""

        def is_answered() -> bool:
            return any(not isinstance(reply, Progress) for reply in self.answers.get(number, []))

        with self.changed:
            assert self.changed.wait_for(is_answered, SOON_S)
        [answer] = [reply for reply in self.answers[number] if not isinstance(reply, Progress)]
        return answer


@pytest.fixture
def desk() -> Iterator[Desk]:
    """A queue that is ended with the test."""
    desk = Desk()
    yield desk
    for _ in range(20):
        desk.go_on.release()
    assert desk.queue.stop(SOON_S)


def click(picture: str = "picture") -> Predict:
    return Predict(picture, "model", points=((1.0, 1.0, 1),))


def begin(desk: Desk) -> None:
    """Wait until the next job is being worked on."""
    assert desk.begins.acquire(timeout=SOON_S)


def test_first_come_first_served(desk: Desk) -> None:
    for number in (1, 2, 3):
        desk.submit(number, click(f"picture {number}"))
        desk.go_on.release()
    assert [desk.final(number) for number in (1, 2, 3)] == [Done()] * 3
    assert desk.begun == [1, 2, 3]


def test_a_prompt_supersedes_waiting_and_running_ones_on_its_picture(desk: Desk) -> None:
    running = desk.submit(1, click())
    begin(desk)
    desk.submit(2, click())
    desk.submit(3, Subject("picture", "model"))
    for number in (1, 2):
        answer = desk.final(number)
        assert isinstance(answer, Failed)
        assert answer.kind == "Superseded"
    assert running.token.cancelled
    desk.go_on.release()
    begin(desk)
    desk.go_on.release()
    assert desk.final(3) == Done()
    assert desk.begun == [1, 3]  # the second was never begun with


def test_other_pictures_clients_and_encodes_are_left_alone(desk: Desk) -> None:
    desk.submit(1, click("a"))
    desk.submit(2, click("b"))
    desk.submit(3, click("a"), owner="other")
    desk.submit(4, Encode("a", "model", (1, 1), (1, 1)))
    for _ in range(4):
        desk.go_on.release()
    assert [desk.final(number) for number in (1, 2, 3, 4)] == [Done()] * 4


def test_a_cancelled_job_is_answered_at_once_and_once(desk: Desk) -> None:
    job = desk.submit(1, click())
    begin(desk)
    desk.queue.cancel("client", 1)
    answer = desk.final(1)
    assert isinstance(answer, Failed)
    assert answer.kind == "Cancelled"
    assert job.token.cancelled
    desk.go_on.release()
    desk.submit(2, click())
    desk.go_on.release()
    desk.final(2)
    assert len(desk.answers[1]) == 1


def test_nobody_cancels_another_client_s_job(desk: Desk) -> None:
    desk.submit(1, click())
    begin(desk)
    desk.queue.cancel("other", 1)
    desk.queue.drop("other")
    desk.go_on.release()
    assert desk.final(1) == Done()


def test_a_client_that_has_gone_leaves_no_work(desk: Desk) -> None:
    for number in (1, 2, 3):
        desk.submit(number, click(f"picture {number}"))
    begin(desk)
    desk.queue.drop("client")
    desk.go_on.release()
    desk.submit(4, click(), owner="other")
    begin(desk)
    desk.go_on.release()
    assert desk.final(4) == Done()
    assert desk.begun == [1, 4]


@pytest.mark.parametrize("way", ["superseded", "cancelled", "client gone"])
def test_what_has_ended_is_not_kept_until_its_turn(desk: Desk, way: str) -> None:
    desk.submit(1, click("another picture"), owner="other")
    begin(desk)
    ended = weakref.ref(desk.submit(2, click()))
    if way == "superseded":
        desk.submit(3, click())
    elif way == "cancelled":
        desk.queue.cancel("client", 2)
    else:
        desk.queue.drop("client")
    assert isinstance(desk.final(2), Failed)
    assert desk.queue.running == "Predict"
    assert ended() is None, "it holds a picture, perhaps"
    assert desk.queue.waiting == (way == "superseded")


def test_who_has_to_wait_is_told(desk: Desk) -> None:
    desk.submit(1, click("a"))
    begin(desk)
    desk.submit(2, click("b"))
    assert desk.answers[2] == [Progress("queued")]


def test_stopping_finishes_what_was_asked_for(desk: Desk) -> None:
    for number in (1, 2):
        desk.submit(number, click(f"picture {number}"))
        desk.go_on.release()
    assert desk.queue.stop(SOON_S)
    assert [desk.final(number) for number in (1, 2)] == [Done()] * 2


def test_what_can_not_be_finished_in_time_is_not_answered(desk: Desk) -> None:
    job = desk.submit(1, click())
    begin(desk)
    assert not desk.queue.stop(0.05)
    assert job.token.cancelled
    desk.go_on.release()
    assert 1 not in desk.answers
