"""The thread that talks with GIMP while the panel is open.

Whoever asks GIMP something waits until it has time: as long as it draws the outline of a large selection, or
is busy with a filter. GTK's main loop must not wait, so from the panel's opening to its end no other thread
asks GIMP anything. libgimp holds one conversation: what is asked is asked one thing after the other.
"""

from __future__ import annotations

import logging
import queue
import threading
from functools import partial
from typing import Any, Callable, Final, Optional, Tuple, TypeVar

from smart_select_gimp.steps import ASIDE, MORE, WAIT, Steps

_log: Final = logging.getLogger(__name__)

Result = TypeVar("Result")
Then = Callable[[Any, Optional[BaseException]], None]
"""Hears in the main loop what came of it: a result, or what was raised."""
_Job = Tuple[Callable[[], Any], Optional[Then]]


class Aside:
    """Does one thing after the other in its own thread; `in_main_loop` has the main loop call something."""

    def __init__(self, in_main_loop: Callable[[Callable[[], None]], None]) -> None:
        self._in_main_loop = in_main_loop
        self._jobs: queue.SimpleQueue[Optional[_Job]] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="gimp", daemon=True)
        self._is_closed = False
        self._thread.start()

    def do(self, work: Callable[[], Any], then: Optional[Then] = None) -> None:
        """Do this after all else that is to be done; the main loop calls `then`, unless closed by then."""
        self._jobs.put((work, then))

    def close(self) -> None:
        """Wait until all is done; from then on the caller may ask GIMP."""
        self._is_closed = True
        self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        while True:
            job = self._jobs.get()
            if job is None:
                return
            work, then = job
            result, error = None, None
            try:
                result = work()
            except BaseException as raised:  # told where it was asked for
                error = raised
            if then is not None:
                self._in_main_loop(partial(self._tell, then, result, error))
            elif error is not None:
                _log.error("aside", exc_info=error)

    def _tell(self, then: Then, result: Any, error: Optional[BaseException]) -> None:
        if not self._is_closed:
            then(result, error)


def aside(steps: Steps[Result]) -> Steps[Result]:
    """Have the thread do these steps, and come back to the main loop with what they return or raise."""
    try:
        while True:
            yield ASIDE
            if next(steps) is WAIT:
                yield WAIT
    except StopIteration as end:
        result: Result = end.value
    except Exception as error:
        yield MORE
        raise error
    finally:
        steps.close()
    yield MORE
    return result


def asking(question: Callable[..., Result], *about: Any) -> Steps[Result]:
    """Have the thread ask GIMP this, and come back with the answer."""

    def one() -> Steps[Result]:
        yield MORE
        return question(*about)

    answer = yield from aside(one())
    return answer
