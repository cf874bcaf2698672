"""How long a process of the plug-in is inside GIMP's and GEGL's functions, of which many wait for GIMP.

Nothing in the plug-in knows of it: the functions that the bindings have are wrapped from outside.
"""

import os
import threading
import time
from types import FunctionType
from typing import Any

NOTED_MS = 5
"""Calls that take so long are noted by name."""


class Clock:
    """Seconds of one thread: by the clock, at work, and waiting for a processor that others have."""

    def __init__(self) -> None:
        self._thread = threading.get_native_id()
        self._file = os.open(f"/proc/self/task/{self._thread}/schedstat", os.O_RDONLY)

    def is_for_this_thread(self) -> bool:
        return threading.get_native_id() == self._thread

    def queued(self) -> float:
        return int(os.pread(self._file, 64, 0).split()[1]) / 1e9

    def read(self) -> tuple[float, float, float]:
        return time.monotonic(), time.thread_time(), self.queued()


class CallsOfGimp:
    """Adds up what calls of the clock's thread take, and notes those that cross another thread's."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._is_inside = False
        self._is_other_inside = False
        self.blocked_s = 0.0
        """By the clock, less that in which the thread could have gone on and others had the processors."""
        self.noted: list[tuple[str, float, float]] = []
        """Name, when it ended, and milliseconds, of the calls that were long."""
        self.crossing: list[str] = []
        """What was called while another thread was inside; libgimp can hold one conversation alone."""

    def wrap(self, *modules: Any) -> None:
        """Have all that these modules have be timed from now on."""
        for module in modules:
            for name in dir(module):
                try:
                    value = getattr(module, name)
                except Exception:
                    continue
                if isinstance(value, type):
                    self._wrap_class(value)
                elif is_function(value):
                    setattr(module, name, self._timed(value, f"{name}"))

    def _wrap_class(self, kind: type) -> None:
        for name, value in list(vars(kind).items()):
            if is_function(value) and not name.startswith("_"):
                own = f"_{kind.__name__}_{name}"
                try:
                    setattr(kind, own, value)  # from there, the bindings bind it as ever
                    setattr(kind, name, _Timed(self, own, f"{kind.__name__}.{name}"))
                except (AttributeError, TypeError):
                    continue

    def _timed(self, function: Any, name: str) -> Any:
        def call(*arguments: Any, **named: Any) -> Any:
            if not self._clock.is_for_this_thread():
                return self._elsewhere(function, *arguments, **named)
            if self._is_inside:
                return function(*arguments, **named)
            if self._is_other_inside:
                self.crossing.append(name)
            self._is_inside = True
            begun, queued = time.monotonic(), self._clock.queued()
            try:
                return function(*arguments, **named)
            finally:
                self._is_inside = False
                ended = time.monotonic()
                took = ended - begun - (self._clock.queued() - queued)
                self.blocked_s += took
                if 1000 * took >= NOTED_MS:
                    self.noted.append((name, ended, 1000 * took))

        return call

    def _elsewhere(self, function: Any, *arguments: Any, **named: Any) -> Any:
        was_inside, self._is_other_inside = self._is_other_inside, True
        try:
            return function(*arguments, **named)
        finally:
            self._is_other_inside = was_inside


class _Timed:
    """A method of the bindings', under its own name; it is kept under another one."""

    def __init__(self, calls: CallsOfGimp, own: str, name: str) -> None:
        self._calls, self._own, self._name = calls, own, name

    def __get__(self, instance: Any, owner: Any) -> Any:
        return self._calls._timed(getattr(owner if instance is None else instance, self._own), self._name)


def is_function(value: Any) -> bool:
    is_ours = isinstance(value, FunctionType | staticmethod | classmethod)
    return is_ours or type(value).__name__ == "FunctionInfo"
