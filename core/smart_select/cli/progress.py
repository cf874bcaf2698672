"""Progress on standard error: a bar that redraws itself on a terminal, a line now and then elsewhere."""

import sys
import time
from collections import deque
from collections.abc import Callable
from types import TracebackType
from typing import Self, TextIO

from smart_select.cli.live_line import LiveLine
from smart_select.models.reports import Progress, Stage
from smart_select.models.storage import megabytes

_REDRAW_S = 0.1
_LINE_S = 10.0  # between lines where there is no terminal (logs)
_RATE_WINDOW_S = 5.0
_WORTH_SHOWING_S = 0.5  # quick checks of small files would only flicker

_VERBS = {
    Stage.WAITING: "Waiting for",
    Stage.FETCHING: "Fetching",
    Stage.CHECKING: "Checking",
    Stage.UNPACKING: "Unpacking",
    Stage.COPYING: "Copying",
}


class ProgressBar:
    """Shows `Progress` values; an instance is a `Report`. Leave the context to end the bar's line."""

    def __init__(self, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._line = LiveLine(stream or sys.stderr)
        self._clock = clock
        self._key: tuple[Stage, str] | None = None
        self._began = 0.0
        self._drawn_at = float("-inf")
        self._note = ""
        self._samples: deque[tuple[float, int]] = deque()
        self._last: Progress | None = None

    def __call__(self, progress: Progress) -> None:
        """Take a report; draws at most ten times a second."""
        now = self._clock()
        if (progress.stage, progress.subject) != self._key:
            self._begin(progress, now)
        self._last = progress
        self._measure(progress.done_bytes, now)
        if progress.note and progress.note != self._note:
            self._note = progress.note
            self._line.say(progress.note)
        finished = progress.total_bytes is not None and progress.done_bytes >= progress.total_bytes
        if self._line.live and (finished or now - self._drawn_at >= _REDRAW_S) and self._worth_showing(now):
            self._redraw(progress, now)
        elif not self._line.live and now - self._drawn_at >= _LINE_S and now > self._began:
            self._line.say(self._sentence(progress))
            self._drawn_at = now

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.finish()

    def finish(self) -> None:
        """End the line that is being redrawn, so that the next output begins on its own."""
        self._line.finish()

    def _begin(self, progress: Progress, now: float) -> None:
        if self._line.is_open and self._last is not None:
            self._redraw(self._last, now)
            self.finish()
        self._key = (progress.stage, progress.subject)
        self._began = now
        self._drawn_at = float("-inf") if self._line.live else now
        self._samples.clear()
        if not self._line.live and progress.stage is Stage.FETCHING:
            self._line.say(self._sentence(progress))

    def _measure(self, done: int, now: float) -> None:
        """Keep the last seconds only: a rate over the whole time hides that a line has become slow."""
        if self._samples and done < self._samples[-1][1]:
            self._samples.clear()
        self._samples.append((now, done))
        while now - self._samples[0][0] > _RATE_WINDOW_S and len(self._samples) > 2:
            self._samples.popleft()

    def _rate(self) -> float | None:
        """Bytes per second lately; what an earlier run had fetched does not count."""
        if not self._samples:
            return None
        (began, first), (now, last) = self._samples[0], self._samples[-1]
        return (last - first) / (now - began) if now - began >= 0.5 and last > first else None

    def _worth_showing(self, now: float) -> bool:
        fetching = self._key is not None and self._key[0] is Stage.FETCHING
        return fetching or self._line.is_open or now - self._began >= _WORTH_SHOWING_S

    def _redraw(self, progress: Progress, now: float) -> None:
        share = progress.done_bytes / progress.total_bytes if progress.total_bytes else None
        self._line.draw(self._sentence(progress), share)
        self._drawn_at = now

    def _sentence(self, progress: Progress) -> str:
        text = f"{_VERBS[progress.stage]} {progress.subject}"
        total = progress.total_bytes
        if total is None:
            return f"{text}: {megabytes(progress.done_bytes)}" if progress.done_bytes else text
        share = min(100, progress.done_bytes * 100 // total) if total else 100
        text = f"{text} {share:3d} % of {megabytes(total)}"
        rate = self._rate()
        if progress.stage is Stage.FETCHING and rate and progress.done_bytes < total:
            text += f", {megabytes(int(rate))}/s, {duration((total - progress.done_bytes) / rate)} left"
        return text


def duration(seconds: float) -> str:
    """Return seconds as people write them: 0:07, 12:30 or 1:05:00."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
