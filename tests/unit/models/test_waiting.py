"""Waiting for something slow that can be given up."""

import threading
import time
from collections.abc import Generator

import pytest

from smart_select.errors import Cancelled
from smart_select.models.reports import never
from smart_select.models.waiting import patiently


def test_items_arrive_in_order() -> None:
    items = patiently(lambda: (number for number in range(100)), stopped=never, patience_s=5, what="counting")
    assert list(items) == list(range(100))


def test_a_failure_arrives_after_the_items_before_it() -> None:
    def broken() -> Generator[int, None, None]:
        yield 1
        raise ConnectionResetError("gone")

    items = patiently(broken, stopped=never, patience_s=5, what="counting")
    assert next(items) == 1
    with pytest.raises(ConnectionResetError):
        next(items)


def test_patience_ends() -> None:
    release = threading.Event()

    def silent() -> Generator[int, None, None]:
        release.wait(5)
        yield 1

    with pytest.raises(TimeoutError):
        next(patiently(silent, stopped=never, patience_s=0.1, what="waiting"))
    release.set()


def test_stopping_does_not_wait_for_the_producer() -> None:
    release = threading.Event()

    def silent() -> Generator[int, None, None]:
        release.wait(5)
        yield 1

    began = time.monotonic()
    with pytest.raises(Cancelled, match="Reading was cancelled"):
        next(patiently(silent, stopped=lambda: True, patience_s=5, what="Reading"))
    assert time.monotonic() - began < 1
    release.set()


def test_the_producer_is_closed_when_nobody_listens_any_more() -> None:
    closed = threading.Event()

    def endless() -> Generator[int, None, None]:
        try:
            while True:
                yield 1
        finally:
            closed.set()

    items = patiently(endless, stopped=never, patience_s=5, what="counting")
    assert next(items) == 1
    items.close()  # type: ignore[attr-defined]  # it is a generator
    assert closed.wait(2)
