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
