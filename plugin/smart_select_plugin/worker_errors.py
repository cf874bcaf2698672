"""What can go wrong between a plug-in and its worker. `str(error)` is one sentence for a person."""

from __future__ import annotations


class WorkerError(Exception):
    """Root of all errors that the client raises."""


class WorkerNotStarted(WorkerError):
    """The worker's process ended before it could be reached; `reason` is the last it said."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"Smart Select's worker could not be started ({reason}); set Smart Select up again, "
            "and report this if that does not help."
        )
        self.reason = reason


class WorkerLost(WorkerError):
    """The worker ended in the middle of a request, and so did the next one."""

    def __init__(self) -> None:
        super().__init__(
            "Smart Select's worker ended before it could answer; close programs that need much memory "
            "and try again."
        )


class WorkerSilent(WorkerError):
    """No answer within the time that was given."""

    def __init__(self, waited_s: float) -> None:
        super().__init__(
            f"Smart Select's worker did not answer within {waited_s:.0f} seconds; try again, "
            "and restart the computer if that does not help."
        )
        self.waited_s = waited_s


class WorkerTooNew(WorkerError):
    """The user's worker is newer than this plug-in, and other programs may need it as it is."""

    def __init__(self, build: str) -> None:
        super().__init__(
            f"A newer Smart Select ({build or 'of an unknown version'}) is in use; update this plug-in, too."
        )
        self.build = build


class ClientClosed(WorkerError):
    """The client was closed while it was asked for something."""

    def __init__(self) -> None:
        super().__init__("Smart Select was closed before it had finished.")


class RequestFailed(WorkerError):
    """The worker's own words: `kind` is the error's name in core, the text its one sentence."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class Superseded(RequestFailed):
    """A newer prompt on the same picture took this one's place."""


class RequestCancelled(RequestFailed):
    """Somebody cancelled the request."""

    def __init__(self, kind: str = "Cancelled", message: str = "It was cancelled.") -> None:
        super().__init__(kind, message)


def error_of(kind: str, message: str) -> RequestFailed:
    """Return the error that a failed request means."""
    if kind == "Superseded":
        return Superseded(kind, message)
    if kind == "Cancelled":
        return RequestCancelled(kind, message)
    return RequestFailed(kind, message)
