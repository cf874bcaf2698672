"""One request on its way to the worker and back."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Callable, List, Optional

from smart_select_plugin.picture import Picture
from smart_select_plugin.wire.values import Encode, Predict, Reply, Request, Subject
from smart_select_plugin.worker_errors import RequestCancelled, WorkerError, WorkerSilent


class Call:
    """A request that was begun. Poll it from a UI loop, or wait for it; nothing but `wait` blocks."""

    def __init__(
        self, request: Request, picture: Optional[Picture], *, number: int, withdraw: Callable[[Call], None]
    ) -> None:
        self.request = request
        self.picture = picture
        self.number = number
        self.reached = ""
        self.waits_for: Optional[Call] = None
        """The call that makes the picture ready first."""
        self.attempts = 0
        self.refills = 0
        self.with_pixels = False
        """Whether the picture goes with an Encode, because the worker has asked for it."""
        self._withdraw = withdraw
        self._lock = threading.Lock()
        self._done = threading.Event()
        self._followers: List[Callable[[], None]] = []
        self._reply: Optional[Reply] = None
        self.error: Optional[WorkerError] = None
        """What went wrong; None until then."""

    @property
    def is_done(self) -> bool:
        """Whether there is a reply or an error."""
        return self._done.is_set()

    @property
    def stage(self) -> str:
        """What the worker is at: "", "queued", "loading", "encoding" or "drawing"."""
        before = self.waits_for
        return self.reached if before is None or before.is_done else before.stage

    def poll(self) -> Optional[Reply]:
        """Return the reply, or None while there is none; raises the error that the call ended with."""
        if not self._done.is_set():
            return None
        if self.error is not None:
            raise self.error
        return self._reply

    def wait(self, timeout_s: float) -> Reply:
        """Return the reply; raises WorkerError. After `timeout_s` the call is cancelled: WorkerSilent."""
        if not self._done.wait(timeout_s):
            self._end(None, WorkerSilent(timeout_s))
            self._withdraw(self)
        if self.error is not None:
            raise self.error
        assert self._reply is not None
        return self._reply

    def cancel(self) -> None:
        """End the call with RequestCancelled; the worker stops computing it as soon as it can."""
        if self._end(None, RequestCancelled()):
            self._withdraw(self)

    def succeed(self, reply: Reply) -> None:
        """End the call with a reply. For the client."""
        self._end(reply, None)

    def fail(self, error: WorkerError) -> None:
        """End the call with an error. For the client."""
        self._end(None, error)

    def when_done(self, follow: Callable[[], None]) -> None:
        """Have `follow` called when the call has ended, in whichever thread ends it; at once if it has."""
        with self._lock:
            if not self._done.is_set():
                self._followers.append(follow)
                return
        follow()

    def is_newer_prompt_than(self, other: Call) -> bool:
        """Whether both are open prompts on one picture and this one was begun later: it takes the place."""
        ours, theirs = self.request, other.request
        return (
            isinstance(ours, (Predict, Subject))
            and isinstance(theirs, (Predict, Subject))
            and ours.picture == theirs.picture
            and self.number > other.number
            and not self.is_done
        )

    def message(self) -> Request:
        """Return the request as it is to be sent now."""
        if isinstance(self.request, Encode) and self.with_pixels and self.picture is not None:
            return replace(self.request, pixels=self.picture.pixels)
        return self.request

    def _end(self, reply: Optional[Reply], error: Optional[WorkerError]) -> bool:
        """End the call, unless it has ended; return whether it was this that did."""
        with self._lock:
            if self._done.is_set():
                return False
            self._reply, self.error = reply, error
            self._done.set()
            followers, self._followers = self._followers, []
        for follow in followers:
            follow()
        return True
