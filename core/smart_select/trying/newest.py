"""One thread that computes, and never more than one question that waits: the newest."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

from smart_select.trying.refusing import Superseded

Question = TypeVar("Question")
Answer = TypeVar("Answer")


class NewestWins(Generic[Question, Answer]):
    """Questions come as fast as a mouse moves; each new one takes the place of the one that still waits.

    What has begun is finished and answered, so that somebody who clicks without a pause still sees something
    happen.
    """

    def __init__(self, work: Callable[[Question], Answer]) -> None:
        self._work = work
        self._waiting: tuple[Question, Future[Answer]] | None = None
        self._closed = False
        self._changed = threading.Condition()
        self.thread = threading.Thread(target=self._run, name="newest", daemon=True)
        """Where all is computed; ends after `close`."""
        self.thread.start()

    @property
    def is_waiting(self) -> bool:
        """Whether a question has not begun."""
        return self._waiting is not None

    def ask(self, question: Question) -> Answer:
        """Wait for the answer; raise Superseded when a newer question came first, or what `work` raised."""
        future: Future[Answer] = Future()
        with self._changed:
            older, self._waiting = self._waiting, (question, future)
            self._changed.notify()
        if older is not None:
            older[1].set_exception(Superseded())
        return future.result()

    def close(self) -> None:
        """Let the thread end after what it is doing."""
        with self._changed:
            self._closed = True
            self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                while self._waiting is None and not self._closed:
                    self._changed.wait()
                if self._waiting is None:
                    return
                question, future = self._waiting
                self._waiting = None
            try:
                future.set_result(self._work(question))
            except BaseException as error:  # handed on to whoever waits
                future.set_exception(error)
            # Not kept until the next one comes: they may hold a picture.
            del question, future
