"""Progress on standard error: a bar that redraws itself on a terminal, a line now and then elsewhere."""

import shutil
import sys
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Self, TextIO

from smart_select.models.reports import Progress, Stage
from smart_select.models.storage import megabytes

_REDRAW_S = 0.1
_LINE_S = 10.0  # between lines where there is no terminal (logs)
_RATE_WINDOW_S = 5.0
_BAR_CELLS = 24
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
        self._stream = stream or sys.stderr
        self._clock = clock
        self._live = self._stream.isatty()
        self._blocks = _can_print_blocks(self._stream)
        self._key: tuple[Stage, str] | None = None
        self._began = 0.0
        self._drawn_at = float("-inf")
        self._line_open = False
        self._drawn_cells = 0
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
            self._say(progress.note)
        finished = progress.total_bytes is not None and progress.done_bytes >= progress.total_bytes
        if self._live and (finished or now - self._drawn_at >= _REDRAW_S) and self._worth_showing(now):
            self._redraw(progress, now)
        elif not self._live and now - self._drawn_at >= _LINE_S and now > self._began:
            self._say(self._sentence(progress))
            self._drawn_at = now

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.finish()

    def finish(self) -> None:
        """End the line that is being redrawn, so that the next output begins on its own."""
        if self._line_open:
            self._write("\n")
            self._line_open = False
            self._drawn_cells = 0

    def _begin(self, progress: Progress, now: float) -> None:
        if self._line_open and self._last is not None:
            self._redraw(self._last, now)
            self.finish()
        self._key = (progress.stage, progress.subject)
        self._began = now
        self._drawn_at = float("-inf") if self._live else now
        self._samples.clear()
        if not self._live and progress.stage is Stage.FETCHING:
            self._say(self._sentence(progress))

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
        return fetching or self._line_open or now - self._began >= _WORTH_SHOWING_S

    def _say(self, sentence: str) -> None:
        if self._line_open:
            self._clear_line()
        self._write(f"{sentence}\n")

    def _redraw(self, progress: Progress, now: float) -> None:
        columns = shutil.get_terminal_size().columns
        text = self._sentence(progress)
        if progress.total_bytes and len(text) + _BAR_CELLS + 3 < columns:
            text = f"{self._bar(progress.done_bytes / progress.total_bytes)} {text}"
        # One column stays free: a full last column makes some terminals wrap, and the bar would scroll.
        text = text[: columns - 1]
        self._write(f"\r{text.ljust(min(self._drawn_cells, columns - 1))}")
        self._drawn_cells = len(text)
        self._line_open = True
        self._drawn_at = now

    def _clear_line(self) -> None:
        self._write(f"\r{' ' * self._drawn_cells}\r")
        self._line_open = False
        self._drawn_cells = 0

    def _write(self, text: str) -> None:
        with suppress(OSError):  # nobody can be told, which is no reason to stop
            self._stream.write(text)
            self._stream.flush()

    def _bar(self, share: float) -> str:
        filled = int(min(share, 1.0) * _BAR_CELLS)
        full, empty = ("█", "░") if self._blocks else ("#", ".")
        return f"[{full * filled}{empty * (_BAR_CELLS - filled)}]"

    def _sentence(self, progress: Progress) -> str:
        text = f"{_VERBS[progress.stage]} {progress.subject}"
        total = progress.total_bytes
        if total is None:
            return f"{text}: {megabytes(progress.done_bytes)}" if progress.done_bytes else text
        share = min(100, progress.done_bytes * 100 // total) if total else 100
        text = f"{text} {share:3d} % of {megabytes(total)}"
        rate = self._rate()
        if progress.stage is Stage.FETCHING and rate and progress.done_bytes < total:
            text += f", {megabytes(int(rate))}/s, {_duration((total - progress.done_bytes) / rate)} left"
        return text


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def _can_print_blocks(stream: TextIO) -> bool:
    try:
        "█░".encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
