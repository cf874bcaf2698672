"""When the server ends by itself: nobody looks at the page any more, or nobody has done anything for long."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Final

IDLE_S: Final = 30 * 60.0
RELOAD_S: Final = 5.0
"""How long nobody may look before the page counts as closed: loading it again takes a moment."""


class Presence:
    """Counts pages that are open and requests that are under way. Safe to use from several threads."""

    def __init__(self, idle_s: float, clock: Callable[[], float] = monotonic) -> None:
        self._idle_s = idle_s
        self._clock = clock
        self._lock = threading.Lock()
        self._used_at = clock()
        self._closed_at: float | None = None
        self._pages = 0
        self._requests = 0

    @property
    def pages(self) -> int:
        """How many pages are open."""
        return self._pages

    @contextmanager
    def page(self) -> Iterator[None]:
        """Be a page that is open."""
        with self._lock:
            self._pages += 1
            self._used_at = self._clock()
        try:
            yield
        finally:
            with self._lock:
                self._pages -= 1
                self._closed_at = self._clock()

    @contextmanager
    def request(self) -> Iterator[None]:
        """Be something that the user asked for."""
        with self._lock:
            self._requests += 1
        try:
            yield
        finally:
            with self._lock:
                self._requests -= 1
                self._used_at = self._clock()

    def reason_to_leave(self) -> str:
        """Return one sentence about why it is time to end, or "" while it is not."""
        now = self._clock()
        with self._lock:
            if self._requests:
                return ""
            if not self._pages and self._closed_at is not None and now - self._closed_at >= RELOAD_S:
                return "The page was closed."
            if now - self._used_at >= self._idle_s:
                return f"Nothing happened for {self._idle_s / 60:g} minutes."
        return ""
