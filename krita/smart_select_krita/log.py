"""Details for whoever wants more than the one sentence in the docker: a file in the user's log folder."""

from __future__ import annotations

import logging
import logging.handlers
from contextlib import suppress
from pathlib import Path
from typing import Any, Callable

from smart_select_plugin.environment import SetupError, user_places

log = logging.getLogger("smart_select_krita")


def guarded(work: Callable[..., None], *arguments: Any) -> None:
    """Do what an event asked for. A mistake of ours goes to the log and not into Krita's error window."""
    try:
        work(*arguments)
    except Exception:  # the entry points of buttons, timers and mouse events
        log.exception("an event")


def open_log() -> None:
    """Write the log to its file from now on; without a place for it, to nowhere."""
    if log.handlers:
        return
    log.setLevel(logging.INFO)
    log.propagate = False
    log.addHandler(logging.NullHandler())
    with suppress(OSError, SetupError):
        path = log_path()
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            path, maxBytes=200_000, backupCount=1, encoding="utf-8", delay=True
        )
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        log.addHandler(handler)


def log_path() -> Path:
    """Return where the log is."""
    return user_places().log_folder / "krita.log"
