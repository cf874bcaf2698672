"""How long work on model files tells its caller where it is, and asks whether to go on."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """What is being done with a model's files."""

    WAITING = "waiting"
    FETCHING = "fetching"
    CHECKING = "checking"
    UNPACKING = "unpacking"
    COPYING = "copying"


@dataclass(frozen=True)
class Progress:
    """One report. `total_bytes` is None until it is known; `note` is a sentence worth showing, or empty."""

    stage: Stage
    subject: str
    done_bytes: int
    total_bytes: int | None
    note: str = ""


Report = Callable[[Progress], None]
"""Called often (per chunk) and from the caller's thread; whoever draws it limits the rate."""

Stopped = Callable[[], bool]
"""Asked about ten times a second; True makes the work raise Cancelled. `threading.Event().is_set` fits."""


def unheard(_progress: Progress) -> None:
    """Report to nobody."""


def never() -> bool:
    """Never ask to stop."""
    return False
