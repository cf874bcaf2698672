"""What goes wrong in the plug-in itself, and how it is said; `str(error)` is one sentence for a person."""

from __future__ import annotations

from smart_select_krita.log import log
from smart_select_plugin.worker_errors import RequestCancelled, Superseded, WorkerError


class Refusal(Exception):
    """Something can't be done here and now: why, and what to do instead. The document is as it was."""


class SetupNeeded(Exception):
    """There is no environment that a worker could run in yet."""

    def __init__(self) -> None:
        super().__init__("Smart Select needs its engine once: choose Set up….")


class DocumentGone(Exception):
    """The document was closed, or another one came to the front, while it was read."""

    def __init__(self) -> None:
        super().__init__("The picture has changed or was closed meanwhile; click again.")


def no_document() -> Refusal:
    """Return what is said when a document is needed."""
    return Refusal("No picture is open; open one and try again.")


def sentence_of(error: Exception) -> str:
    """Return what the user is told; "" for what needs no words. Mistakes of ours go to the log."""
    if isinstance(error, (Superseded, RequestCancelled)):
        return ""
    if isinstance(error, (Refusal, SetupNeeded, DocumentGone, WorkerError)):
        return str(error)
    log.error("a job failed", exc_info=error)
    return "That did not work, and nothing was changed; details are in Smart Select's log."
