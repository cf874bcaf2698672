"""One queue for all that is computed, and one thread that works it off."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import Final

from smart_select.errors import Cancelled
from smart_select.runtime.cancelling import CancelToken
from smart_select_plugin.wire.values import Failed, Predict, Progress, Refine, Reply, Request, Subject

_log = logging.getLogger(__name__)

Send = Callable[[int, Reply], None]
"""Hands a reply to the client, under its request's number; never blocks, never raises."""

_SUPERSEDED: Final = Failed("Superseded", "A newer prompt took this one's place.")
_CANCELLED: Final = Failed("Cancelled", str(Cancelled("The request")))
_PROMPTS: Final = (Predict, Subject)


class Job:
    """One client's request on its way. It is answered once; later answers are dropped."""

    def __init__(self, owner: object, number: int, request: Request, send: Send) -> None:
        self.owner = owner
        self.number = number
        self.request = request
        self.token = CancelToken()
        self._send = send
        self._lock = threading.Lock()
        self._answered = False

    @property
    def is_answered(self) -> bool:
        """Whether nobody waits for it any more."""
        return self._answered

    def answer(self, reply: Reply) -> None:
        """Give the answer, unless there has been one."""
        with self._lock:
            if self._answered:
                return
            self._answered = True
        self._send(self.number, reply)

    def tell(self, stage: str) -> None:
        """Report progress."""
        if not self._answered:
            self._send(self.number, Progress(stage))

    def end(self, reply: Failed) -> None:
        """Answer with `reply` and stop what is computed as soon as that can be stopped."""
        self.answer(reply)
        self.token.cancel()

    def abandon(self) -> None:
        """Stop without an answer: the client sees its worker leave, and asks the next one."""
        with self._lock:
            self._answered = True
        self.token.cancel()

    def is_superseded_by(self, newer: "Job") -> bool:
        """Whether both are prompts of one client on one picture."""
        ours, theirs = self.request, newer.request
        if self.owner is not newer.owner:
            return False
        if isinstance(ours, (*_PROMPTS, Refine)) and isinstance(theirs, _PROMPTS):
            return ours.picture == theirs.picture
        return isinstance(ours, Refine) and isinstance(theirs, Refine) and ours.picture == theirs.picture


class JobQueue:
    """First come, first served. `work` computes a job's reply, in the queue's own thread."""

    def __init__(self, work: Callable[[Job], Reply]) -> None:
        self._work = work
        self._waiting: deque[Job] = deque()
        self._running: Job | None = None
        self._stopping = False
        self._changed = threading.Condition()
        self.answered = 0
        """How many jobs were worked off."""
        self.used_at = monotonic()
        """When the last job came or ended."""
        self._thread = threading.Thread(target=self._run, name="compute", daemon=True)
        self._thread.start()

    @property
    def waiting(self) -> int:
        """How many jobs have not begun."""
        return len(self._waiting)

    @property
    def running(self) -> str:
        """The kind of request that is being computed; empty while there is none."""
        job = self._running
        return type(job.request).__name__ if job else ""

    @property
    def is_idle(self) -> bool:
        """Whether there is nothing to do."""
        with self._changed:
            return not self._waiting and self._running is None

    def submit(self, job: Job) -> None:
        """Add a job; an older prompt of the same client on the same picture is superseded."""
        with self._changed:
            older = self._take_out(lambda other: other.is_superseded_by(job))
            self._waiting.append(job)
            self.used_at = monotonic()
            busy = len(self._waiting) > 1 or self._running is not None
            self._changed.notify_all()
        for other in older:
            other.end(_SUPERSEDED)
        if busy:
            job.tell("queued")

    def cancel(self, owner: object, number: int) -> None:
        """End one client's job of that number, if it is still open."""
        with self._changed:
            jobs = self._take_out(lambda job: job.owner is owner and job.number == number)
        for job in jobs:
            job.end(_CANCELLED)

    def drop(self, owner: object) -> None:
        """End all jobs of a client that has gone."""
        with self._changed:
            jobs = self._take_out(lambda job: job.owner is owner)
        for job in jobs:
            job.end(_CANCELLED)

    def stop(self, patience_s: float) -> bool:
        """Finish what was asked for and end the thread; return False when that takes too long."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        self._thread.join(patience_s)
        if self._thread.is_alive():
            with self._changed:
                open_jobs = self._all()
            for job in open_jobs:
                job.abandon()
            self._thread.join(patience_s)
        return not self._thread.is_alive()

    def _all(self) -> list[Job]:
        return [*([self._running] if self._running else []), *self._waiting]

    def _take_out(self, ends: Callable[[Job], bool]) -> list[Job]:
        """Return the jobs that are to end, none of them waiting any more; with the lock held.

        A job holds its pixels, and the one that is running may take long.
        """
        ending = [job for job in self._all() if ends(job)]
        self._waiting = deque(job for job in self._waiting if job not in ending)
        return ending

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._waiting and not self._stopping:
                    self._changed.wait()
                if not self._waiting:
                    return
                job = self._running = self._waiting.popleft()
            if not job.is_answered:
                job.answer(self._work(job))
                self.answered += 1
            with self._changed:
                self._running = None
                self.used_at = monotonic()
            # Not kept until the next one comes: it may hold a picture.
            del job
