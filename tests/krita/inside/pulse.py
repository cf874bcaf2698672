"""Measures how long Krita's event loop was kept from running."""

import threading
import time
from pathlib import Path

from PyQt5.QtCore import QTimer

_MANY = 10


class Pulse:
    """Beats every 5 ms; `longest_ms` is what the main thread worked between two beats.

    Its own time, because on a busy machine others take turns with it. `blocked_ms` is the longest time
    between two beats without what it waited for its turn at a processor, but with what it waited for locks
    and files. `late` has the beats that came late by the clock.
    """

    def __init__(self):
        self.reset()
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._timer.start(5)

    def reset(self):
        self.longest_ms, self.blocked_ms, self.late = 0.0, 0.0, []
        self._last, self._worked, self._queued = time.monotonic(), time.thread_time(), queued_ms()

    def _beat(self):
        now, worked, queued = time.monotonic(), time.thread_time(), queued_ms()
        gap, work = (now - self._last) * 1000, (worked - self._worked) * 1000
        self.longest_ms = max(self.longest_ms, work)
        self.blocked_ms = max(self.blocked_ms, gap - (queued - self._queued))
        self._last, self._worked, self._queued = now, worked, queued
        if gap > 50:
            self.late.append(round(gap))


def queued_ms():
    """How long this thread could have gone on, all its life, and others had the processors."""
    path = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
    return int(path.read_text().split()[1]) / 1e6


class OwnSteps:
    """Measures what each step of the plug-in's jobs works on Krita's main thread, libkis included.

    `longest_ms` has the longest step after each place where a job has waited; the second longest where there
    were many, because one can be hit by others' work on the same core. What Krita does by itself, as finding
    the outline for the ants, is not in it.
    """

    def __init__(self):
        from smart_select_krita.jobs import Job

        self.reset()
        plain = Job.step

        def measured(job):
            place = place_of(job._steps)
            began = time.thread_time()
            try:
                plain(job)
            finally:
                took = (time.thread_time() - began) * 1000
                self._took.setdefault(place, []).append(took)

        Job.step = measured

    def reset(self):
        self._took = {}

    @property
    def longest_ms(self):
        return {place: sorted(took)[-2 if len(took) >= _MANY else -1] for place, took in self._took.items()}


def place_of(steps):
    """The functions in which a generator waits, through all that it delegates to."""
    places = []
    while steps is not None and getattr(steps, "gi_frame", None) is not None:
        places.append(steps.gi_code.co_name)
        steps = steps.gi_yieldfrom
    return " ".join(places)
