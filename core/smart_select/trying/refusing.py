"""Why a request to the page is not answered, each with the HTTP status that says so."""

import math
from http import HTTPStatus
from typing import Final

from smart_select.errors import SmartSelectError

UPLOAD_LIMIT_BYTES: Final = 80_000_000
"""More than any photo that a camera writes as JPEG, less than what would make a laptop swap."""
MESSAGE_LIMIT_BYTES: Final = 64_000
"""A prompt has at most 256 points, of which each takes some fifty characters."""


class Refused(SmartSelectError):
    """A request that is not answered; the message is a sentence for whoever sees it."""

    status = HTTPStatus.BAD_REQUEST


class NotAllowed(Refused):
    """The request does not come from the page itself."""

    status = HTTPStatus.FORBIDDEN


class NotThere(Refused):
    """There is no such address."""

    status = HTTPStatus.NOT_FOUND

    def __init__(self) -> None:
        super().__init__("There is nothing at this address.")


class LengthUnknown(Refused):
    """A body without a length could go on for ever."""

    status = HTTPStatus.LENGTH_REQUIRED

    def __init__(self) -> None:
        super().__init__("The request does not say how long it is.")


class TooLarge(Refused):
    """A body over its limit."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    def __init__(self, found_bytes: int, limit_bytes: int) -> None:
        found, limit = (f"{math.ceil(value / 1e6)} MB" for value in (found_bytes, limit_bytes))
        super().__init__(f"This file has {found} and the page takes up to {limit}, so save it smaller first.")
        self.found_bytes = found_bytes
        self.limit_bytes = limit_bytes


class BrokenOff(Refused):
    """The body ended before its length."""

    def __init__(self) -> None:
        super().__init__("The file broke off on its way here; open it again.")


class NotUnderstood(Refused):
    """A message is not what the page sends."""

    def __init__(self) -> None:
        super().__init__("This message is not one that the page sends; load the page again.")


class Superseded(Refused):
    """A newer question took this one's place before it was begun."""

    status = HTTPStatus.CONFLICT

    def __init__(self) -> None:
        super().__init__("A newer question took this one's place.")


class PhotoGone(Refused):
    """The photo that was asked about has been replaced by another one."""

    status = HTTPStatus.GONE

    def __init__(self) -> None:
        super().__init__("Another photo has been opened since, so open this one again.")


class AnswerGone(Refused):
    """An answer so old that it is not kept any more."""

    status = HTTPStatus.GONE

    def __init__(self) -> None:
        super().__init__("This selection is too old to be kept; click once more.")
