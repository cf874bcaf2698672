"""What can be wrong with bytes that another process sent."""

from __future__ import annotations


class WireError(ValueError):
    """The bytes are no message of ours, or larger than messages are. `str(error)` says why, for the log."""


class TooLarge(WireError):
    """What is to be sent is larger than messages are."""


class HandshakeFailed(WireError):
    """The other side does not hold the key, or speaks something else."""


class Disconnected(WireError):
    """The other side has gone, or the connection was given up."""
