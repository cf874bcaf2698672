"""Work in small steps: a job is a generator that a timer continues, so that Krita's window never waits."""

from __future__ import annotations

import time
from typing import Callable, Final, Generator, Iterable, Iterator, Protocol

from smart_select_plugin.wire.values import Reply

_SLICE_S: Final = 0.012
"""How long a job works before it lets Krita draw and listen."""


def batched(steps: Iterable[object]) -> Iterator[None]:
    """Do quick steps, as many between two yields as a moment has time for."""
    began = time.monotonic()
    for _ in steps:
        if time.monotonic() - began > _SLICE_S:
            yield
            began = time.monotonic()


class Asked(Protocol):
    """The part of a client's call that a job needs."""

    @property
    def stage(self) -> str:
        """Return what the worker is at, "" where nothing is known of it."""

    def poll(self) -> Reply | None:
        """Return the reply, None while there is none; raises what went wrong."""

    def cancel(self) -> None:
        """Give it up."""


def waiting(call: Asked, tell: Callable[[str], None] = lambda stage: None) -> Generator[None, None, Reply]:
    """Wait for a call's answer without waiting; raises WorkerError. Whoever stops waiting gives the call up.

    `tell` hears what is being waited for, as in `smart_select_plugin.stages`.
    """
    try:
        while True:
            reply = call.poll()
            if reply is not None:
                return reply
            if call.stage:
                tell(call.stage)
            yield
    finally:
        call.cancel()  # no effect on one that has ended


class Job:
    """One generator and whether it is still going. Whoever drops it calls `cancel`, which ends it cleanly.

    Krita runs events in the middle of some calls, so both methods may be called while a step is being done:
    then there is no other step, and a cancelled job ends as soon as its step has.
    """

    def __init__(self, steps: Generator[None, None, None]) -> None:
        self._steps: Generator[None, None, None] | None = steps
        self._is_stepping = False
        self._is_cancelled = False

    @property
    def is_done(self) -> bool:
        """Tell whether there is nothing left to do."""
        return self._steps is None

    def step(self) -> None:
        """Do the next step; raises what the job raises, and then it is done."""
        if self._steps is None or self._is_stepping:
            return
        self._is_stepping = True
        try:
            next(self._steps)
        except StopIteration:
            self._steps = None
        except BaseException:
            self._steps = None
            raise
        finally:
            self._is_stepping = False
            if self._is_cancelled:
                self.cancel()

    def cancel(self) -> None:
        """Stop where it is; what it has begun is given up."""
        self._is_cancelled = True
        if self._is_stepping:
            return
        steps, self._steps = self._steps, None
        if steps is not None:
            steps.close()
