"""Shows what a verb's settings make, small, and follows them: the newest settings win, nothing ever waits."""

from __future__ import annotations

import time
from typing import Any, Dict, Final, List, Optional, Sequence, Tuple

from smart_select_gimp.ask import Ask
from smart_select_gimp.background import layer_for
from smart_select_gimp.effects import Effect, shown_effect_of
from smart_select_gimp.gimp_api import Gimp, GLib
from smart_select_gimp.gtk_api import GdkPixbuf
from smart_select_gimp.object_mask import ObjectMask, mask_of
from smart_select_gimp.opaque import with_alpha
from smart_select_gimp.outputs import Target
from smart_select_gimp.panel.drawing import pixbuf_of
from smart_select_gimp.panel.failures import sentence_of
from smart_select_gimp.panel.signature import selection_signature
from smart_select_gimp.panel.work import Work
from smart_select_gimp.problems import ImageChanged, LayerNeeded, NoBackground, NothingFound, SkyNotSelected
from smart_select_gimp.procedures import SKY
from smart_select_gimp.prompting import ask_of_selection
from smart_select_gimp.seeing import geometry_of, layers_of, looking
from smart_select_gimp.steps import MORE, Steps
from smart_select_gimp.verb_window.picture import PreviewPicture
from smart_select_gimp.verb_window.small_picture import SmallLayer, small_ground, small_layer
from smart_select_gimp.worker_link import waiting
from smart_select_plugin.client import WorkerClient
from smart_select_plugin.effects import GroundPicture
from smart_select_plugin.outlines import EMBEDDED
from smart_select_plugin.wire.values import Compose, Composed, Selection

_LOOK_MS: Final = 500
_SHORT_S: Final = 0.3
"""What takes no longer is not told of: words that flicker beside a slider are in the way."""
_SAMPLED_PX: Final = 0.6
"""How far a mask that was sampled is softened, so that its edge shows no stairs."""
_GROUND: Final = ("fill", "file", "layer", "fit")


class Following:
    """The preview of one call of a verb, from `begin` to `close`."""

    def __init__(
        self,
        client: WorkerClient,
        image: Any,
        drawables: Sequence[Any],
        verb: Tuple[str, Any],
        picture: PreviewPicture,
    ) -> None:
        """`verb` is the procedure's name and its arguments, which the user is changing."""
        self._client = client
        self._image = image
        self._drawables = drawables
        self._name, self._config = verb
        self._picture = picture
        self._work = Work(self._is_open, self._fail)
        self._is_stale = False
        self._since = 0.0
        self._seen: object = None
        self._kept: Dict[str, Tuple[object, Any]] = {}
        """What was found and read last, each with what it depends on."""
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
            self._picture.show((yield from self._made()))

    def _fail(self, error: Exception) -> None:
        sentence = sentence_of(error)
        if sentence:
            self._picture.refuse(sentence)
        if self._is_stale:
            self._work.begin(self._following())

    def _look(self) -> bool:
        """Follow what is selected and painted in the image meanwhile."""
        if not self._is_open():
            self._picture.refuse(str(ImageChanged()))
            self._timer = 0
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

    # What is made.

    def _made(self) -> Steps[Any]:
        """Return a pixbuf of what the settings make now; raises Problem and WorkerError."""
        if not all(drawable.is_valid() for drawable in self._drawables):
            raise LayerNeeded
        mask = yield from self._object()
        layer = layer_for(Target(self._image, layers_of(self._drawables)), mask)
        small = yield from self._small(layer)
        ground = yield from self._ground(small)
        effect = shown_effect_of(self._name, self._config, ground)
        shape = yield from self._shape(small, mask)
        reply = yield from waiting(self._client.start(_request(effect, small, shape)), self._tell)
        assert isinstance(reply, Composed)
        return _pixbuf_of(reply, effect, small)

    def _object(self) -> Steps[ObjectMask]:
        """Return the object, found as the verb itself will find it; raises NothingFound."""
        source = self._config.get_property("source")
        model = self._config.get_property("model") or EMBEDDED
        candidate = self._config.get_property("candidate")
        known = self._known("object", (self._seen, source, model, candidate))
        if known is not None:
            found: ObjectMask = known
            return found
        image, wanted = self._image, (self._seen, source, model, candidate)
        is_empty = Gimp.Selection.is_empty(image)
        if is_empty and self._name == SKY:
            raise SkyNotSelected
        seen = yield from looking(image, self._drawables, source)
        ask = Ask(subject=True) if is_empty else ask_of_selection(image, seen.frame)
        yield MORE
        selection = yield from waiting(ask.to_worker(self._client, seen, model, candidate), self._tell)
        assert isinstance(selection, Selection)
        mask = mask_of(selection, seen.frame, (image.get_width(), image.get_height()))
        if mask is None:
            raise NothingFound
        if self._name != SKY and mask.covers((image.get_width(), image.get_height())):
            raise NoBackground
        self._kept["object"] = wanted, mask
        yield MORE
        return mask

    def _small(self, layer: Any) -> Steps[SmallLayer]:
        wanted = self._seen, layer.get_id(), self._picture.longest_px
        small: Optional[SmallLayer] = self._known("layer", wanted)
        if small is None:
            small = yield from small_layer(layer, self._picture.longest_px)
            self._kept["layer"] = wanted, small
        return small

    def _ground(self, small: SmallLayer) -> Steps[Optional[GroundPicture]]:
        if self._config.find_property("fill") is None:
            return None
        fill, path, layer, fit = (self._config.get_property(name) for name in _GROUND)
        if fill not in ("file", "layer"):
            return None
        what = path if fill == "file" else (layer is not None and layer.is_valid() and layer.get_id())
        wanted = fill, what, fit, small.frame, self._seen if fill == "layer" else None
        ground: Optional[GroundPicture] = self._known("ground", wanted)
        if ground is None:
            whole = max(self._image.get_width(), self._image.get_height())
            full = whole, 1 / small.frame.step
            ground = yield from small_ground(self._config, max(small.frame.size), full)
            self._kept["ground"] = wanted, ground
        return ground

    def _shape(self, small: SmallLayer, mask: ObjectMask) -> Steps[bytes]:
        wanted = id(small), id(mask)  # both are kept
        shape: Optional[bytes] = self._known("shape", wanted)
        if shape is None:
            shape = small.mask_of(mask)
            self._kept["shape"] = wanted, shape
            yield MORE
        return shape

    def _known(self, name: str, wanted: object) -> Any:
        """Return what is kept under a name if it was made of the same; None else."""
        made_of, value = self._kept.get(name, (None, None))
        return value if made_of == wanted else None


def _request(effect: Effect, small: SmallLayer, shape: bytes) -> Compose:
    frame = small.frame
    fields = effect.fields_for(frame.size, 1 / frame.step)
    if frame.step > 1:
        fields["feather_px"] = max(fields.get("feather_px", 0.0), _SAMPLED_PX)
    return Compose(
        kind=effect.kind,
        size=frame.size,
        pixels=small.pixels,
        mask=shape,
        mask_area=(0, 0, *frame.size),
        alpha=small.alpha,
        **fields,
    )


def _pixbuf_of(made: Composed, effect: Effect, small: SmallLayer) -> Any:
    """Return what was made as a pixbuf of the whole copy."""
    size = small.frame.size
    if made.channels == 3:
        if small.alpha and not effect.is_opaque:
            return pixbuf_of(with_alpha(made.pixels, bytes(small.alpha)), size, has_alpha=True)
        return pixbuf_of(made.pixels, size, has_alpha=False)
    x0, y0, x1, y1 = made.area
    whole = GdkPixbuf.Pixbuf.new(GdkPixbuf.Colorspace.RGB, True, 8, *size)
    whole.fill(0)
    if x0 < x1 and y0 < y1:
        part = pixbuf_of(made.pixels, (x1 - x0, y1 - y0), has_alpha=True)
        part.copy_area(0, 0, x1 - x0, y1 - y0, whole, x0, y0)
    return whole
