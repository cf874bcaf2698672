"""A program that is told to end ends as by Ctrl+C: what it has begun is undone, and its tools end with it."""

from __future__ import annotations

import signal
from types import FrameType
from typing import List, Optional


def end_as_by_ctrl_c() -> None:
    """Make SIGTERM, and a terminal that closes, raise KeyboardInterrupt; for a program's main thread."""
    signals = _told_to_end()

    def end(number: int, frame: Optional[FrameType]) -> None:
        del number, frame
        for each in signals:  # whoever asks twice does not interrupt the clearing up
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    for each in signals:
        if signal.getsignal(each) is signal.SIG_DFL:  # `nohup` has SIGHUP ignored
            signal.signal(each, end)


def _told_to_end() -> List[signal.Signals]:
    names = ("SIGTERM", "SIGHUP")  # Windows has no SIGHUP
    return [getattr(signal, name) for name in names if hasattr(signal, name)]
