from collections.abc import Generator

import pytest

from smart_select_krita.failures import DocumentGone, Refusal, sentence_of
from smart_select_krita.jobs import Job, batched
from smart_select_plugin.worker_errors import RequestCancelled, WorkerLost


def test_a_job_goes_on_step_by_step_and_is_done() -> None:
    did = []

    def work() -> Generator[None, None, None]:
        did.append(1)
        yield
        did.append(2)

    job = Job(work())
    job.step()
    assert did == [1]
    assert not job.is_done
    job.step()
    assert did == [1, 2]
    assert job.is_done
    job.step()


def test_a_cancelled_job_clears_up_after_itself() -> None:
    cleared = []

    def work() -> Generator[None, None, None]:
        try:
            yield
        finally:
            cleared.append(True)

    job = Job(work())
    job.step()
    job.cancel()
    assert cleared == [True]
    assert job.is_done


def test_a_job_that_fails_is_done() -> None:
    def work() -> Generator[None, None, None]:
        raise Refusal("No.")
        yield

    job = Job(work())
    with pytest.raises(Refusal):
        job.step()
    assert job.is_done


def test_errors_are_one_sentence_and_a_cancelled_request_is_none() -> None:
    assert sentence_of(Refusal("No.")) == "No."
    assert sentence_of(RequestCancelled()) == ""
    for error in (DocumentGone(), WorkerLost(), ZeroDivisionError("secret detail")):
        sentence = sentence_of(error)
        assert sentence.endswith(".")
        assert "secret" not in sentence


def test_a_job_is_not_entered_twice_and_ends_after_the_step_in_which_it_was_cancelled() -> None:
    did = []

    def work() -> Generator[None, None, None]:
        did.append("begun")
        job.step()
        job.cancel()
        did.append("ended its step")
        yield
        did.append("went on")

    job = Job(work())
    job.step()
    job.step()
    assert did == ["begun", "ended its step"]
    assert job.is_done


def test_quick_steps_are_done_together_and_in_order() -> None:
    did = []
    pauses = list(batched(did.append(number) for number in range(1000)))
    assert did == list(range(1000))
    assert len(pauses) < 1000
