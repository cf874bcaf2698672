"""What can go wrong between a plug-in and its worker. `str(error)` is one sentence for a person."""

from __future__ import annotations

from smart_select_plugin.system_reasons import is_full
from smart_select_plugin.translation import _


class WorkerError(Exception):
    """Root of all errors that the client raises."""


class WorkerNotStarted(WorkerError):
    """The worker's process ended before it could be reached; `reason` is the last it said.

    A reason that says itself what to do is `advised`; all others get the general advice.
    """

    def __init__(self, reason: str, *, advised: bool = False) -> None:
        super().__init__(
            _("Smart Select's worker could not be started: {sentence}.", sentence=reason)
            if advised
            else _(
                "Smart Select's worker could not be started ({reason}); set Smart Select up again, "
                "and report this if that does not help.",
                reason=reason,
            )
        )
        self.reason = reason

    @classmethod
    def by_system(cls, error: OSError) -> WorkerNotStarted:
        """Return what the system's refusal means; it is no use to set up again on a disk that is full."""
        if is_full(error):
            return cls(_("the disk is full, so make room and try again"), advised=True)
        return cls(error.strerror or str(error))


class WorkerLost(WorkerError):
    """The worker ended in the middle of a request, and so did the next one."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Smart Select's worker ended before it could answer; close programs that need much memory "
                "and try again."
            )
        )


class WorkerSilent(WorkerError):
    """No answer within the time that was given."""

    def __init__(self, waited_s: float) -> None:
        super().__init__(
            _(
                "Smart Select's worker did not answer within {seconds} seconds; try again, "
                "and restart the computer if that does not help.",
                seconds=round(waited_s),
            )
        )
        self.waited_s = waited_s


class WorkerTooNew(WorkerError):
    """The user's worker is newer than this plug-in, and other programs may need it as it is."""

    def __init__(self, build: str) -> None:
        super().__init__(
            _(
                "A newer Smart Select ({version}) is in use; update this plug-in, too.",
                version=build or _("of an unknown version"),
            )
        )
        self.build = build


class ClientClosed(WorkerError):
    """The client was closed while it was asked for something."""

    def __init__(self) -> None:
        super().__init__(_("Smart Select was closed before it had finished."))


class RequestFailed(WorkerError):
    """What the worker said: `kind` is the error's name in core, the text its one sentence, translated."""

    def __init__(self, kind: str, message: str) -> None:
        # Late: few need it, and a program starts with every call of a plug-in.
        from smart_select_plugin.engine_words import in_words

        super().__init__(in_words(message))
        self.kind = kind


class Superseded(RequestFailed):
    """A newer prompt on the same picture took this one's place."""


class RequestCancelled(RequestFailed):
    """Somebody cancelled the request."""

    def __init__(self, kind: str = "Cancelled", message: str = "") -> None:
        super().__init__(kind, message or _("It was cancelled."))


def error_of(kind: str, message: str) -> RequestFailed:
    """Return the error that a failed request means."""
    if kind == "Superseded":
        return Superseded(kind, message)
    if kind == "Cancelled":
        return RequestCancelled(kind, message)
    return RequestFailed(kind, message)
