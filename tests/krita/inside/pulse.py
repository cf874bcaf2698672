"""Measures how long Krita's event loop was kept from running."""

import time

from PyQt5.QtCore import QTimer


class Pulse:
    """Beats every 5 ms; `longest_ms` is what the main thread worked between two beats.

    Its own time, because on a busy machine others take turns with it; `late` has the beats that came late.
    """

    def __init__(self):
        self.reset()
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._timer.start(5)

    def reset(self):
        self.longest_ms, self.late = 0.0, []
        self._last, self._worked = time.monotonic(), time.thread_time()

    def _beat(self):
        now, worked = time.monotonic(), time.thread_time()
        gap, work = (now - self._last) * 1000, (worked - self._worked) * 1000
        self._last, self._worked = now, worked
        self.longest_ms = max(self.longest_ms, work)
        if gap > 50:
            self.late.append(round(gap))


class OwnSteps:
    """Measures what each step of the plug-in's jobs works on Krita's main thread, libkis included.

    `longest_ms` has the longest step after each place where a job has waited. What Krita does by itself, as
    finding the outline for the ants, is not in it.
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
                self.longest_ms[place] = max(took, self.longest_ms.get(place, 0.0))

        Job.step = measured

    def reset(self):
        self.longest_ms = {}


def place_of(steps):
    """The functions in which a generator waits, through all that it delegates to."""
    places = []
    while steps is not None and getattr(steps, "gi_frame", None) is not None:
        places.append(steps.gi_code.co_name)
        steps = steps.gi_yieldfrom
    return " ".join(places)
