"""What the panel says of what went wrong."""

from __future__ import annotations

import logging
from typing import Callable, Final

from smart_select_gimp.i18n import _
from smart_select_gimp.problems import Problem
from smart_select_plugin.worker_errors import RequestCancelled, Superseded, WorkerError

_log: Final = logging.getLogger(__name__)


def sentence_of(error: Exception) -> str:
    """Return the sentence, or "" where nothing went wrong for the user; a bug goes to the log."""
    if isinstance(error, (RequestCancelled, Superseded)):
        return ""
    if isinstance(error, (Problem, WorkerError)):
        return str(error)
    _log.error("panel", exc_info=error)
    return _("Something unexpected went wrong; the log says more. Try again.")


class Failures:
    """Hears what was raised where GTK calls us; `say` gets a sentence.

    `if_open` calls what it gets unless the image was closed, which may be what went wrong.
    """

    def __init__(self, if_open: Callable[[Callable[[], None]], None], say: Callable[[str], None]) -> None:
        self._if_open = if_open
        self._say = say

    def hear(self, error: Exception) -> None:
        """Tell of it."""
        self._if_open(lambda: self._tell(error))

    def _tell(self, error: Exception) -> None:
        sentence = sentence_of(error)
        if sentence:
            self._say(sentence)

    def guarded(self, work: Callable[[], None]) -> Callable[[], None]:
        """Return it so that what goes wrong is a sentence in the panel."""

        def run() -> None:
            try:
                work()
            except Exception as error:  # as good as where GIMP calls us: the other broad catch
                self.hear(error)

        return run
