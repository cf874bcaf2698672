"""One panel for each image: a second call of it brings the first one to the front.

Each call is a process of its own. They meet at a parasite of the image, which no file keeps and no undo step
holds: the panel leaves it there, a second call writes into it, and the panel, which looks several times a
second, answers by writing it anew. No answer: the panel has died, or GIMP was too busy for it.
"""

from __future__ import annotations

import time
from typing import Any, Callable, Final, Optional

import gi

from smart_select_gimp.gimp_api import Gimp
from smart_select_gimp.panel.aside import Aside

_NAME: Final = "smart-select-panel"
_HERE, _CALLED = "here", "called"
_PATIENCE_S: Final = 2.0
_PAUSE_S: Final = 0.05
_NO_FLAGS: Final = 0


class Presence:
    """Lets other calls know that this image has a panel; `called` is called in the main loop."""

    def __init__(self, image: Any, thread: Aside, called: Callable[[], None]) -> None:
        self._image = image
        self._thread = thread
        self._called = called
        self._is_looking = False
        thread.do(lambda: _write(image, _HERE))

    def look(self) -> None:
        """See whether the panel was called once more."""
        if not self._is_looking:
            self._is_looking = True
            self._thread.do(self._answer, self._looked)

    def close(self) -> None:
        """Be gone; once nobody else asks GIMP any more."""
        if self._image.is_valid():
            self._image.detach_parasite(_NAME)

    def _answer(self) -> bool:
        is_called = bool(self._image.is_valid()) and _read(self._image) == _CALLED
        if is_called:
            _write(self._image, _HERE)
        return is_called

    def _looked(self, is_called: Optional[bool], _error: Optional[BaseException]) -> None:
        self._is_looking = False
        if is_called:
            self._called()


def comes_forward(image: Any) -> bool:
    """Have an image's panel come to the front; return False where it has none that answers."""
    if _read(image) not in (_HERE, _CALLED):
        return False
    _write(image, _CALLED)
    end = time.monotonic() + _PATIENCE_S
    while time.monotonic() < end:
        time.sleep(_PAUSE_S)
        if not image.is_valid() or _read(image) == _HERE:
            return True
    return False


def _read(image: Any) -> str:
    """Return what is written; nothing where that came along from an image that this is a duplicate of."""
    parasite = image.get_parasite(_NAME)
    of, _, word = ("" if parasite is None else bytes(parasite.get_data()).decode("ascii")).partition(" ")
    return word if of == str(image.get_id()) else ""


def _write(image: Any, word: str) -> None:
    if image.is_valid():
        text = f"{image.get_id()} {word}".encode("ascii")
        image.attach_parasite(Gimp.Parasite.new(_NAME, _NO_FLAGS, text))


def bring_to_front(window: Any) -> None:
    """Bring a window to the front; one whose user was last somewhere else has to say that it is for now."""
    now = 0  # whenever somebody last used it
    try:
        gi.require_version("GdkX11", "3.0")
        from gi.repository import GdkX11

        if isinstance(window.get_window(), GdkX11.X11Window):
            now = GdkX11.x11_get_server_time(window.get_window())
    except (ImportError, ValueError):  # other windowing systems have no such module
        pass
    window.present_with_time(now)
