"""Work done between the main loop's other duties, one piece at a time."""

from __future__ import annotations

import time
from typing import Any, Callable, Final, Optional

from smart_select_gimp.gimp_api import GLib
from smart_select_gimp.steps import WAIT, Steps

_TICK_MS: Final = 6
_AT_A_TIME_S: Final = 0.008


class Work:
    """Does steps by a timer; whatever is begun takes the place of what was begun before.

    `may_go_on` is asked before each turn (the image may have been closed), `failed` gets what was raised.
    """

    def __init__(self, may_go_on: Callable[[], bool], failed: Callable[[Exception], None]) -> None:
        self._may_go_on = may_go_on
        self._failed = failed
        self._steps: Optional[Steps[Any]] = None
        self._timer = 0

    @property
    def is_busy(self) -> bool:
        """Whether something is being done."""
        return self._steps is not None

    def begin(self, steps: Steps[Any]) -> None:
        """Do these steps, and no others any more."""
        self.drop()
        self._steps = steps
        if not self._timer:
            self._timer = GLib.timeout_add(_TICK_MS, self._turn)

    def drop(self) -> None:
        """Give up what is being done."""
        steps, self._steps = self._steps, None
        if steps is not None:
            steps.close()

    def close(self) -> None:
        """Give up, for good."""
        self.drop()
        if self._timer:
            GLib.source_remove(self._timer)
            self._timer = 0

    def _turn(self) -> bool:
        steps = self._steps
        if steps is not None and self._may_go_on():
            try:
                end = time.monotonic() + _AT_A_TIME_S
                while next(steps) is not WAIT and time.monotonic() < end:
                    pass
            except StopIteration:
                self._end(steps)
            except Exception as error:  # the one who began it says it to the user
                self._end(steps)
                self._failed(error)
        if self._steps is None:
            self._timer = 0
            return bool(GLib.SOURCE_REMOVE)
        return bool(GLib.SOURCE_CONTINUE)

    def _end(self, steps: Steps[Any]) -> None:
        if self._steps is steps:  # and not something that it has begun itself
            self._steps = None
