"""What a verb's settings make, small: the object is found as the verb will find it."""

from __future__ import annotations

from typing import Any, Final, Optional, Sequence, Tuple

from smart_select_gimp.ask import Ask
from smart_select_gimp.background import check_can_be_hidden, layer_for
from smart_select_gimp.effects import Effect, shown_effect_of
from smart_select_gimp.gimp_api import Gimp
from smart_select_gimp.gtk_api import GdkPixbuf
from smart_select_gimp.object_mask import ObjectMask, mask_of
from smart_select_gimp.opaque import with_alpha
from smart_select_gimp.outputs import Target
from smart_select_gimp.panel.drawing import pixbuf_of
from smart_select_gimp.problems import ImageChanged, NoBackground, NothingFound, SkyNotSelected
from smart_select_gimp.procedures import SKY
from smart_select_gimp.prompting import ask_of_selection
from smart_select_gimp.seeing import layers_of, looking
from smart_select_gimp.steps import MORE, Steps
from smart_select_gimp.verb_window.kept import Kept
from smart_select_gimp.verb_window.small_picture import SmallLayer, small_ground, small_layer
from smart_select_gimp.worker_link import Tell, waiting
from smart_select_plugin.client import WorkerClient
from smart_select_plugin.effects import GroundPicture
from smart_select_plugin.outlines import EMBEDDED
from smart_select_plugin.wire.values import Compose, Composed, Selection

_SAMPLED_PX: Final = 0.6
"""How far a mask that was sampled is softened, so that its edge shows no stairs."""
_GROUND: Final = ("fill", "file", "layer", "fit")


class EffectMaking:
    """Makes what one call of a verb would make, of a small copy."""

    def __init__(
        self, client: WorkerClient, image: Any, drawables: Sequence[Any], verb: Tuple[str, Any]
    ) -> None:
        """`verb` is the procedure's name and its arguments, which the user is changing."""
        self._client = client
        self._image = image
        self._drawables = drawables
        self._name, self._config = verb
        self._kept = Kept()

    def made(self, seen: object, longest_px: int, tell: Tell) -> Steps[Any]:
        """Return a pixbuf of what the settings make now; raises Problem and WorkerError.

        `seen` is another value whenever the image is another one.
        """
        if not all(drawable.is_valid() for drawable in self._drawables):
            raise ImageChanged
        mask = yield from self._object(seen, tell)
        layer = layer_for(Target(self._image, layers_of(self._drawables)), mask)
        small = yield from self._small(layer, seen, longest_px)
        ground = yield from self._ground(small, seen)
        effect = shown_effect_of(self._name, self._config, ground)
        check_can_be_hidden(layer, effect)
        shape = yield from self._shape(small, mask)
        reply = yield from waiting(self._client.start(_request(effect, small, shape)), tell)
        assert isinstance(reply, Composed)
        return _pixbuf_of(reply, effect, small)

    def _object(self, seen: object, tell: Tell) -> Steps[ObjectMask]:
        """Return the object, found as the verb itself will find it; raises NothingFound."""
        source = self._config.get_property("source")
        model = self._config.get_property("model") or EMBEDDED
        candidate = self._config.get_property("candidate")
        image, wanted = self._image, (seen, source, model, candidate)
        found: Optional[ObjectMask] = self._kept.of("object", wanted)
        if found is not None:
            return found
        is_empty = Gimp.Selection.is_empty(image)
        if is_empty and self._name == SKY:
            raise SkyNotSelected
        picture = yield from looking(image, self._drawables, source)
        ask = Ask(subject=True) if is_empty else ask_of_selection(image, picture.frame)
        yield MORE
        selection = yield from waiting(ask.to_worker(self._client, picture, model, candidate), tell)
        assert isinstance(selection, Selection)
        mask = mask_of(selection, picture.frame, (image.get_width(), image.get_height()))
        if mask is None:
            raise NothingFound
        if self._name != SKY and mask.covers((image.get_width(), image.get_height())):
            raise NoBackground
        yield MORE
        return self._kept.keep("object", wanted, mask)

    def _small(self, layer: Any, seen: object, longest_px: int) -> Steps[SmallLayer]:
        wanted = seen, layer.get_id(), longest_px
        small: Optional[SmallLayer] = self._kept.of("layer", wanted)
        if small is None:
            small = yield from small_layer(layer, longest_px)
            self._kept.keep("layer", wanted, small)
        return small

    def _ground(self, small: SmallLayer, seen: object) -> Steps[Optional[GroundPicture]]:
        if self._config.find_property("fill") is None:
            return None
        fill, path, layer, fit = (self._config.get_property(name) for name in _GROUND)
        if fill not in ("file", "layer"):
            return None
        what = path if fill == "file" else (layer is not None and layer.is_valid() and layer.get_id())
        wanted = fill, what, fit, small.frame, seen if fill == "layer" else None
        ground: Optional[GroundPicture] = self._kept.of("ground", wanted)
        if ground is None:
            whole = max(self._image.get_width(), self._image.get_height())
            full = whole, 1 / small.frame.step
            ground = yield from small_ground(self._config, max(small.frame.size), full)
            self._kept.keep("ground", wanted, ground)
        return ground

    def _shape(self, small: SmallLayer, mask: ObjectMask) -> Steps[bytes]:
        wanted = small, mask
        shape: Optional[bytes] = self._kept.of("shape", wanted)
        if shape is None:
            shape = small.mask_of(mask)
            self._kept.keep("shape", wanted, shape)
            yield MORE
        return shape


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
