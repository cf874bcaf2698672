"""Work done between the main loop's other duties, one piece at a time."""

from __future__ import annotations

import time
from typing import Any, Callable, Final, Optional

from smart_select_gimp.gimp_api import GLib
from smart_select_gimp.panel.aside import Aside
from smart_select_gimp.steps import ASIDE, MORE, WAIT, Steps

_TICK_MS: Final = 6
_AT_A_TIME_S: Final = 0.008
_GONE: Final = object()


class Work:
    """Does steps by a timer, and those that ask GIMP aside; what is begun takes the place of what was before.

    `may_go_on` is asked before each of those (the image may have been closed), `failed` gets what was raised.
    Without a `thread`, where a window's own widgets ask GIMP, too, all is done by the main loop.
    """

    def __init__(
        self,
        may_go_on: Callable[[], bool],
        failed: Callable[[Exception], None],
        thread: Optional[Aside] = None,
    ) -> None:
        self._may_go_on = may_go_on
        self._failed = failed
        self._thread = thread
        self._steps: Optional[Steps[Any]] = None
        self._aside: Optional[Steps[Any]] = None
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
        if steps is not None and steps is not self._aside:
            self._give_up(steps)

    def close(self) -> None:
        """Give up, for good."""
        self.drop()
        if self._aside is not None:
            self._give_up(self._aside)
        if self._timer:
            GLib.source_remove(self._timer)
            self._timer = 0

    def _turn(self) -> bool:
        if self._aside is None and (self._thread is not None or self._may_go_on()):
            self._go_on()
        if self._steps is None:
            self._timer = 0
            return bool(GLib.SOURCE_REMOVE)
        return bool(GLib.SOURCE_CONTINUE)

    def _go_on(self) -> None:
        steps = self._steps
        if steps is None:
            return
        try:
            end = time.monotonic() + _AT_A_TIME_S
            while True:
                kind = next(steps)
                if kind is ASIDE and self._thread is not None:
                    self._go_aside(steps, self._thread)
                    return
                if kind is WAIT or time.monotonic() >= end:
                    return
        except StopIteration:
            self._end(steps)
        except Exception as error:  # the one who began it says it to the user
            self._end(steps)
            self._failed(error)

    def _go_aside(self, steps: Steps[Any], thread: Aside) -> None:
        def piece() -> Any:
            return next(steps) if self._may_go_on() else _GONE

        self._aside = steps
        thread.do(piece, lambda kind, error: self._came_back(steps, thread, kind, error))

    def _came_back(self, steps: Steps[Any], thread: Aside, kind: Any, error: Optional[BaseException]) -> None:
        self._aside = None
        if self._steps is not steps or kind is _GONE:
            self._end(steps)
            self._give_up(steps)
        elif isinstance(error, Exception):  # none that the steps could hear of
            self._end(steps)
            self._failed(error)
        elif kind is ASIDE:
            self._go_aside(steps, thread)
        elif kind is MORE:
            self._go_on()

    def _give_up(self, steps: Steps[Any]) -> None:
        """End steps, which may tidy up in GIMP."""
        if self._thread is None:
            steps.close()
        else:
            self._thread.do(steps.close)

    def _end(self, steps: Steps[Any]) -> None:
        if self._steps is steps:  # and not something that it has begun itself
            self._steps = None
