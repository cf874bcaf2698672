"""How many pictures a batch has in hand at a time: by their pixels, because that is what needs memory."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from smart_select.errors import Cancelled, SmartSelectError
from smart_select.photo.opening import open_header

_PIXELS: Final = 64_000_000
"""At about 20 bytes a pixel while a picture is in hand, 1.3 GB."""
_MOST_THREADS: Final = 4


class PixelBudget:
    """Lets pictures in while all in hand have at most `pixels` together; a larger one comes in alone."""

    def __init__(self, pixels: int = _PIXELS) -> None:
        self._pixels = pixels
        self._in_hand = 0
        self._closed = False
        self._changed = threading.Condition()

    @contextmanager
    def room_for(self, picture: Path) -> Iterator[None]:
        """Wait until there is room; raises Cancelled once the budget is closed."""
        wanted = min(_pixels_of(picture), self._pixels)
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._in_hand + wanted <= self._pixels)
            if self._closed:
                raise Cancelled(str(picture))
            self._in_hand += wanted
        try:
            yield
        finally:
            with self._changed:
                self._in_hand -= wanted
                self._changed.notify_all()

    def close(self) -> None:
        """Let nobody in any more."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()


def usual_jobs(pictures: int) -> int:
    """Return how many pictures to work on side by side: the network has threads of its own."""
    return max(1, min(_MOST_THREADS, os.cpu_count() or 1, pictures))


def _pixels_of(picture: Path) -> int:
    """Return the header's word for it; 0 where there is none, and reading the picture will say why."""
    try:
        if not picture.is_file():  # a pipe would be waited for
            return 0
        with picture.open("rb") as file:
            width, height = open_header(file, picture).size
    except (OSError, SmartSelectError):
        return 0
    return int(width * height)
