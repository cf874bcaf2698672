"""The panel's line to the worker: what is seen, asked and answered, without ever waiting."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any, Callable, Final, Optional, Sequence, Tuple

from smart_select_gimp.ask import Ask
from smart_select_gimp.finer import finer_frame, refine_request, refined
from smart_select_gimp.geometry import Geometry
from smart_select_gimp.seeing import geometry_of, item_to_see, looking, reading
from smart_select_gimp.seen import Seen
from smart_select_gimp.steps import WAIT, Steps
from smart_select_gimp.worker_link import stage_of
from smart_select_plugin.call import Call
from smart_select_plugin.client import WorkerClient
from smart_select_plugin.outlines import EMBEDDED
from smart_select_plugin.wire.values import ListModels, ModelLine, Models, Reply, Selection
from smart_select_plugin.worker_errors import WorkerError

_GLANCE_PX: Final = 128


class PanelEngine:
    """Looks at one image and asks the worker about it; `say` hears what is being waited for."""

    def __init__(
        self, client: WorkerClient, image: Any, drawables: Sequence[Any], say: Callable[[str], None]
    ) -> None:
        self._client = client
        self._image = image
        self._drawables = drawables
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
        glance = _glance_at(self._image)
        seen = self.seen
        if seen is None or glance != self._glance or not seen.geometry.shows_the_same(self._now()):
            fresh = yield from looking(self._image, self._drawables, self.source)
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
        return self._client.predict(
            seen.picture,
            self.model,
            points=ask.points,
            box=ask.box,
            rough=ask.rough,
            rough_area=ask.rough_area,
            previous=ask.previous,
            candidate=candidate,
        )

    def subject(self, seen: Seen) -> Call:
        """Ask for what the picture is of."""
        self.hover(None, "best")
        return self._client.subject(seen.picture, self.model)

    def answer(self, call: Call) -> Steps[Reply]:
        """Wait for an answer and say what for; raises WorkerError. Whoever stops waiting withdraws it."""
        reply = yield from self._waiting(call, self._say)
        return reply

    def _waiting(self, call: Call, say: Callable[[str], None] = lambda _text: None) -> Steps[Reply]:
        try:
            while not call.is_done:
                say(stage_of(call))
                yield WAIT
            reply = call.poll()
            assert reply is not None
            return reply
        finally:
            call.cancel()

    def finer(self, seen: Seen, selection: Selection) -> Steps[Selection]:
        """Have the edge drawn by the picture's own pixels, where a smaller copy was looked at."""
        frame = finer_frame(selection, seen, self.model)
        if frame is None:
            return selection
        with item_to_see(self._image, self._drawables, self.source) as item:
            pixels = yield from reading(item, frame)
        if pixels is None:  # an object of transparent pixels
            return selection
        request = refine_request(selection, seen, self.model, frame, pixels)
        sharp = yield from self.answer(self._client.start(request, seen.picture))
        assert isinstance(sharp, Selection)
        return refined(selection, sharp)

    def models(self) -> Steps[Tuple[ModelLine, ...]]:
        """Return the models that there are; raises WorkerError."""
        reply = yield from self._waiting(self._client.start(ListModels()))
        assert isinstance(reply, Models)
        return reply.models

    def hover(self, ask: Optional[Ask], candidate: str) -> None:
        """Ask what a click would give, if the worker is free for that; None asks nothing any more."""
        if self._hover is not None:
            self._hover.cancel()
            self._hover = None
        is_ready = self._encoding is None or self._encoding.is_done
        if ask is not None and self.seen is not None and is_ready:
            self._hover = self._client.predict(
                self.seen.picture, self.model, points=ask.points, box=ask.box, candidate=candidate
            )

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
        """Whether the image still has the sizes and places of when it was looked at."""
        return self.seen is None or self.seen.geometry.fits(Geometry.of(self._image))

    def shows(self, seen: Seen) -> bool:
        """Whether the image still is as it was seen."""
        return seen.geometry.shows_the_same(self._now())

    def _now(self) -> Geometry:
        return geometry_of(self._image)


def _glance_at(image: Any) -> str:
    """Return a text that changes with what is visible, but for the smallest things; some milliseconds."""
    data = image.get_thumbnail_data(_GLANCE_PX, _GLANCE_PX)
    return hashlib.blake2b(repr(data[1:]).encode(), digest_size=16).hexdigest()
