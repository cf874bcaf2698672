"""How far a batch is: a bar on a terminal, nothing elsewhere but what went wrong."""

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self, TextIO

from smart_select.cli.live_line import LiveLine
from smart_select.cli.progress import duration


class BatchBar:
    """Counts `total` pictures; leave the context to end the bar's line."""

    def __init__(
        self, total: int, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._total = total
        self._line = LiveLine(stream or sys.stderr)
        self._clock = clock
        self._began = clock()
        self._ended = 0
        self._made = 0
        self._draw(0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._line.finish()

    def advance(self, kind: str, failed: int) -> None:
        """Count a picture that was "written", "skipped" or "failed"; `failed` have so far."""
        self._ended += 1
        self._made += kind != "skipped"
        self._draw(failed)

    def say(self, sentence: str) -> None:
        """Print a line of its own."""
        self._line.say(sentence)

    def _draw(self, failed: int) -> None:
        if not self._line.live:
            return
        text = f"{self._ended} of {self._total} pictures"
        if failed:
            text += f", {failed} failed"
        left = self._total - self._ended
        # What was there already took no time, and says nothing about the others.
        if self._made and left:
            text += f", {duration((self._clock() - self._began) / self._made * left)} left"
        self._line.draw(text, self._ended / self._total)
