"""The panel's line to the worker: one question at a time, the newest; answers are looked for by a timer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Final, Optional

from smart_select_gimp.ask import Ask
from smart_select_gimp.geometry import Geometry
from smart_select_gimp.gimp_api import GLib
from smart_select_gimp.seeing import Seen, look_at
from smart_select_gimp.worker_link import STAGES
from smart_select_plugin.call import Call
from smart_select_plugin.client import WorkerClient
from smart_select_plugin.wire.values import Encoded, Selection
from smart_select_plugin.worker_errors import RequestCancelled, Superseded, WorkerError

_LOOK_MS: Final = 25


@dataclass(frozen=True)
class Answer:
    """A selection, what it was seen in, and whether it is only what a click here would give."""

    selection: Selection
    seen: Seen
    is_hover: bool


@dataclass(frozen=True)
class Listener:
    """What the panel wants to hear."""

    answer: Callable[[Answer], None]
    doing: Callable[[str], None]
    problem: Callable[[str], None]
    ready: Callable[[], None]


class PanelEngine:
    """Asks the worker without ever waiting for it."""

    def __init__(self, client: WorkerClient, image: Any, drawables: Any, listener: Listener) -> None:
        self._client = client
        self._image = image
        self._drawables = drawables
        self._listener = listener
        self._encoding: Optional[Call] = None
        self._call: Optional[Call] = None
        self._hover: Optional[Call] = None
        self._geometry: Optional[Geometry] = None
        self.seen: Optional[Seen] = None
        self.model = "embedded"
        self.source = "visible"
        self._timer = GLib.timeout_add(_LOOK_MS, self._look)

    def look(self) -> Seen:
        """Look at the image as it is now; the worker is told where it has changed. Raises Problem."""
        seen = look_at(self._image, self._drawables, self.source)
        self._geometry = Geometry.of(self._image)
        if self.seen is None or seen.picture.name != self.seen.picture.name:
            self.seen = seen
            if self._encoding is not None:
                self._encoding.cancel()
            self._encoding = self._client.encode(seen.picture, self.model)
        return self.seen

    def ask(self, ask: Ask, candidate: str) -> None:
        """Ask for an object; a question that is still open is forgotten."""
        assert self.seen is not None
        self._drop_hover()
        self._replace(
            self._client.predict(
                self.seen.picture,
                self.model,
                points=ask.points,
                box=ask.box,
                rough=ask.rough,
                rough_area=ask.rough_area,
                previous=ask.previous,
                candidate=candidate,
            )
        )

    def ask_subject(self) -> None:
        """Ask for what the picture is of."""
        assert self.seen is not None
        self._drop_hover()
        self._replace(self._client.subject(self.seen.picture, self.model))

    def hover(self, ask: Optional[Ask], candidate: str) -> None:
        """Ask what a click would give, unless something is being waited for."""
        if self._call is not None or self._encoding is not None or self.seen is None:
            return
        self._drop_hover()
        if ask is not None:
            self._hover = self._client.predict(
                self.seen.picture, self.model, points=ask.points, box=ask.box, candidate=candidate
            )

    def forget(self) -> None:
        """Drop what is being waited for."""
        self._drop_hover()
        self._replace(None)
        self._listener.ready()

    def close(self) -> None:
        """End the connection."""
        GLib.source_remove(self._timer)
        self._client.close()

    def fits(self) -> bool:
        """Whether the image still has the sizes and places of when it was looked at."""
        return self._geometry is None or self._geometry.fits(Geometry.of(self._image))

    def _replace(self, call: Optional[Call]) -> None:
        if self._call is not None:
            self._call.cancel()
        self._call = call

    def _drop_hover(self) -> None:
        if self._hover is not None:
            self._hover.cancel()
            self._hover = None

    def _look(self) -> bool:
        for name in ("_encoding", "_hover", "_call"):
            call: Optional[Call] = getattr(self, name)
            if call is not None and call.is_done:
                setattr(self, name, None)
                self._tell(call, is_hover=name == "_hover")
        waiting = self._call or self._encoding
        if waiting is not None:
            self._listener.doing(STAGES.get(waiting.stage, ""))
        return bool(GLib.SOURCE_CONTINUE)

    def _tell(self, call: Call, *, is_hover: bool) -> None:
        try:
            reply = call.poll()
        except (RequestCancelled, Superseded):
            return
        except WorkerError as error:
            if not is_hover:  # nobody has asked for that one
                self._listener.problem(str(error))
            return
        if isinstance(reply, Encoded):
            self._listener.ready()
        elif isinstance(reply, Selection) and self.seen is not None:
            self._listener.answer(Answer(reply, self.seen, is_hover))
