"""What the panel says of what went wrong."""

from __future__ import annotations

import logging
from typing import Final

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
