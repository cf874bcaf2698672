"""Waiting for what another process does."""

import time
from collections.abc import Callable


def wait_until(condition: Callable[[], bool], limit_s: float = 40.0) -> None:
    """Return as soon as `condition` holds; fail when it does not, even on a machine that is very busy."""
    deadline = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)
