"""The panel's line to the worker: what is seen, asked and answered, without ever waiting."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any, Callable, Final, Optional, Sequence, Tuple

from smart_select_gimp.ask import Ask
from smart_select_gimp.finer import finer_frame, refine_request, refined
from smart_select_gimp.frames import Frame
from smart_select_gimp.geometry import Geometry
from smart_select_gimp.panel.active import ActiveLayers
from smart_select_gimp.panel.aside import aside
from smart_select_gimp.seeing import LAYER, geometry_of, item_to_see, layers_of, looking, reading
from smart_select_gimp.seen import Seen
from smart_select_gimp.steps import WAIT, Steps
from smart_select_gimp.worker_link import stage_of, waiting
from smart_select_plugin.call import Call
from smart_select_plugin.client import WorkerClient
from smart_select_plugin.outlines import EMBEDDED
from smart_select_plugin.wire.values import ListModels, ModelLine, Models, Selection
from smart_select_plugin.worker_errors import WorkerError

_GLANCE_PX: Final = 128


class PanelEngine:
    """Looks at one image and asks the worker about it; `say` hears what is being waited for."""

    def __init__(
        self, client: WorkerClient, image: Any, active: ActiveLayers, say: Callable[[str], None]
    ) -> None:
        self._client = client
        self._image = image
        self._active = active
        self._say = say
        self._glance = ""
        self._encoding: Optional[Call] = None
        self._encoded: Tuple[str, str] = ("", "")
        self._hover: Optional[Call] = None
        self.seen: Optional[Seen] = None
        self.model = EMBEDDED
        self.source = "visible"

    def looking(self) -> Steps[Seen]:
        """Look at the image as it is now; the worker is told where it has changed. Raises Problem."""
        seen = yield from aside(self._looking())
        return seen

    def _looking(self) -> Steps[Seen]:
        drawables = self._active.drawables()
        glance = self._glance_at(drawables)
        seen = self.seen
        if seen is None or glance != self._glance or not seen.geometry.shows_the_same(self._now()):
            fresh = yield from looking(self._image, drawables, self.source)
            if seen is None or fresh.picture.name != seen.picture.name:
                seen = fresh
            else:
                seen = replace(seen, geometry=fresh.geometry)
            self.seen, self._glance = seen, glance
        if self._encoded != (seen.picture.name, self.model):
            if self._encoding is not None:
                self._encoding.cancel()
            self._encoding = self._client.encode(seen.picture, self.model)
            self._encoded = seen.picture.name, self.model
        return seen

    def getting_ready(self) -> Steps[None]:
        """Wait until the worker knows the picture; raises WorkerError."""
        call = self._encoding
        while call is not None and not call.is_done:
            self._say(stage_of(call))
            yield WAIT
        if call is not None and call is self._encoding:
            self._encoding = None
            if call.error is not None:
                self._encoded = "", ""
                raise call.error

    def predict(self, seen: Seen, ask: Ask, candidate: str) -> Call:
        """Ask for an object."""
        self.hover(None, candidate)
        return ask.to_worker(self._client, seen, self.model, candidate)

    def answering(self, seen: Seen, ask: Ask, candidate: str) -> Steps[Selection]:
        """Ask for an object and wait for it; raises WorkerError. Whoever stops waiting withdraws it."""
        if ask.corrects_subject:
            first = yield from self._selection(self.predict(seen, Ask(subject=True), candidate))
            ask = replace(ask, previous=first)
        answer = yield from self._selection(self.predict(seen, ask, candidate))
        return answer

    def _selection(self, call: Call) -> Steps[Selection]:
        reply = yield from waiting(call, self._say)
        assert isinstance(reply, Selection)
        return reply

    def finer(self, seen: Seen, ask: Ask, selection: Selection) -> Steps[Selection]:
        """Have an answer's edge drawn by the picture's own pixels, where a smaller copy was looked at."""
        frame = finer_frame(selection, seen, self.model)
        if frame is None:
            return selection
        pixels = yield from aside(self._reading(frame))
        if pixels is None:  # an object of transparent pixels
            return selection
        request = refine_request(selection, ask.points, seen, self.model, frame, pixels)
        sharp = yield from self._selection(self._client.start(request, seen.picture))
        return refined(selection, sharp)

    def _reading(self, frame: Frame) -> Steps[Optional[bytearray]]:
        with item_to_see(self._image, self._active.drawables(), self.source) as item:
            pixels = yield from reading(item, frame)
        return pixels

    def models(self) -> Steps[Tuple[ModelLine, ...]]:
        """Return the models that there are; raises WorkerError."""
        reply = yield from waiting(self._client.start(ListModels()))
        assert isinstance(reply, Models)
        return reply.models

    def hover(self, ask: Optional[Ask], candidate: str) -> bool:
        """Ask what a click would give, and return whether the worker is free for that; None asks nothing."""
        if self._hover is not None:
            self._hover.cancel()
            self._hover = None
        is_ready = self._encoding is None or self._encoding.is_done
        if ask is not None and self.seen is not None and is_ready:
            self._hover = ask.to_worker(self._client, self.seen, self.model, candidate)
        return self._hover is not None

    def hovered(self) -> Optional[Selection]:
        """Return the answer to that, once."""
        call = self._hover
        if call is None or not call.is_done:
            return None
        self._hover = None
        try:
            reply = call.poll()
        except WorkerError:
            return None  # nobody has asked for it
        return reply if isinstance(reply, Selection) else None

    def forget(self) -> None:
        """Forget what was seen: it is of an image that had another size."""
        self.hover(None, "best")
        self.seen = None

    def close(self) -> None:
        """End the connection."""
        self._client.close()

    def fits(self) -> bool:
        """Ask GIMP whether the image still has the sizes and places of when it was looked at."""
        seen = self.seen  # the main loop may forget it meanwhile
        return seen is None or seen.geometry.fits(Geometry.of(self._image))

    def shows(self, seen: Seen) -> bool:
        """Ask GIMP whether the image still is as it was seen."""
        return seen.geometry.shows_the_same(self._now())

    def _now(self) -> Geometry:
        return geometry_of(self._image)

    def _glance_at(self, drawables: Sequence[Any]) -> str:
        """Return a text that changes with what is looked at, but for the smallest things."""
        layers = [layer.get_id() for layer in layers_of(drawables)] if self.source == LAYER else []
        data = self._image.get_thumbnail_data(_GLANCE_PX, _GLANCE_PX)
        digest = hashlib.blake2b(repr(data[1:]).encode(), digest_size=16).hexdigest()
        return f"{self.source} {layers} {digest}"
