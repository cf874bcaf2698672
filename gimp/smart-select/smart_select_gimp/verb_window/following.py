"""Shows what a verb's settings make, small, and follows them: the newest settings win, nothing ever waits."""

from __future__ import annotations

import time
from typing import Any, Callable, Final, List, Protocol

from smart_select_gimp.gimp_api import GLib
from smart_select_gimp.panel.failures import sentence_of
from smart_select_gimp.panel.work import Work
from smart_select_gimp.seeing import geometry_of
from smart_select_gimp.signature import selection_signature
from smart_select_gimp.steps import MORE, Steps
from smart_select_gimp.verb_window.picture import PreviewPicture
from smart_select_gimp.worker_link import Tell

_LOOK_MS: Final = 500
_SHORT_S: Final = 0.3
"""What takes no longer is not told of: words that flicker beside a slider are in the way."""


class Making(Protocol):
    """Makes what settings that somebody is changing say now."""

    def made(self, seen: object, longest_px: int, tell: Tell) -> Steps[Any]:
        """Return a pixbuf; `seen` is another value whenever the image is another one."""


class Following:
    """The preview of one call of a verb, from `begin` to `close`."""

    def __init__(
        self,
        image: Any,
        config: Any,
        making: Making,
        picture: PreviewPicture,
        image_closed: Callable[[], None],
    ) -> None:
        """`config` are the arguments that the user is changing; `image_closed` is called once, if it is."""
        self._image = image
        self._config = config
        self._making = making
        self._picture = picture
        self._image_closed = image_closed
        self._work = Work(self._is_open, self._fail)
        self._is_stale = False
        self._since = 0.0
        self._seen: object = None
        self._handlers: List[int] = []
        self._timer = 0

    def begin(self) -> None:
        """Show the preview, and go on showing it."""
        self._seen = self._look_of_image()
        self._handlers = [self._config.connect("notify", lambda _config, _name: self._change())]
        self._timer = GLib.timeout_add(_LOOK_MS, self._look)
        self._change()

    def close(self) -> None:
        """Stop; what is being made is given up."""
        for handler in self._handlers:
            self._config.disconnect(handler)
        self._handlers = []
        if self._timer:
            GLib.source_remove(self._timer)
            self._timer = 0
        self._work.close()

    def _change(self) -> None:
        """Take up what is set now, as soon as what is under way has been shown."""
        self._is_stale = True
        if not self._work.is_busy:
            self._work.begin(self._following())

    def _following(self) -> Steps[None]:
        while self._is_stale:
            self._is_stale = False
            self._since = time.monotonic()
            yield MORE  # a button that sets several of them comes to its end first
            made = self._making.made(self._seen, self._picture.longest_px, self._tell)
            self._picture.show((yield from made))

    def _fail(self, error: Exception) -> None:
        sentence = sentence_of(error)
        if sentence:
            self._picture.refuse(sentence)
        if self._is_stale:
            self._work.begin(self._following())

    def _look(self) -> bool:
        """Follow what is selected and painted in the image meanwhile."""
        if not self._is_open():
            self._timer = 0
            self._image_closed()
            return bool(GLib.SOURCE_REMOVE)
        now = self._look_of_image()
        if now != self._seen:
            self._seen = now
            self._change()
        return bool(GLib.SOURCE_CONTINUE)

    def _look_of_image(self) -> object:
        return selection_signature(self._image), geometry_of(self._image)

    def _is_open(self) -> bool:
        return bool(self._image.is_valid())

    def _tell(self, words: str) -> None:
        if not self._picture.is_there or time.monotonic() - self._since > _SHORT_S:
            self._picture.say(words)
