"""What the verbs make of a picture and an object, as their arguments say it: fields of Compose."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, Mapping, Optional, Tuple

from smart_select_gimp.i18n import _
from smart_select_gimp.problems import ArgumentWrong
from smart_select_gimp.procedures import BACKGROUND, BLUR, DESATURATE, REPLACE, SKY
from smart_select_plugin.wire.values import Colour, Size

CUT_OUT = "cut-out"
"""The output of "remove background" that the worker makes."""


@dataclass(frozen=True)
class Effect:
    """One thing for the worker to make: Compose's `kind` and `fields`, and the new layer's name.

    Lengths among the fields are pixels of the full picture, however large it is.
    """

    kind: str
    layer_name: str
    fields: Mapping[str, Any] = field(default_factory=dict)

    def fields_for(self, size: Size) -> Dict[str, Any]:
        """Return the fields, no length longer than a picture of `size`: wider, a blur is one colour."""
        longest = float(max(size))
        return {
            name: min(value, longest) if name in ("sigma_px", "radius_px", "falloff_px") else value
            for name, value in self.fields.items()
        }

    def keeps_object(self, *, has_alpha: bool) -> bool:
        """Whether the object's solid pixels are the layer's own; through transparent ones a ground shows."""
        if self.kind == "replace":
            return not has_alpha and not self.fields.get("light")
        return self.kind in ("blur", "desaturate")


def effect_of(name: str, config: Any, image: Any) -> Optional[Effect]:
    """Return what a procedure's call asks the worker for; None where GIMP's own layers and masks do.

    Raises Problem for a background that cannot be had, before anything slow is done.
    """
    if name == BACKGROUND:
        return _cut_out(config)
    makers = {REPLACE: _replaced, BLUR: _blurred, DESATURATE: _desaturated, SKY: _sky}
    return makers[name](config, image) if name in makers else None


def _cut_out(config: Any) -> Optional[Effect]:
    if config.get_property("output") != CUT_OUT:
        return None
    fields = {
        "grow_px": float(config.get_property("grow")),
        "feather_px": config.get_property("feather"),
        "edge": config.get_property("edge"),
    }
    return Effect("cutout", _("Object"), fields)


def _replaced(config: Any, image: Any) -> Optional[Effect]:
    light, shadow = config.get_property("light"), config.get_property("shadow")
    if config.get_property("fill") == "color" and not light and not shadow:
        return None
    fields = {**_ground(config, image), "light": light, "shadow": shadow, "edge": config.get_property("edge")}
    return Effect("replace", _("New background"), fields)


def _blurred(config: Any, image: Any) -> Effect:
    lens = config.get_property("lens")
    width = "sigma_px" if lens == "gaussian" else "radius_px"
    fields = {
        "lens": lens,
        width: config.get_property("blur"),
        "falloff_px": config.get_property("falloff"),
        "edge": config.get_property("edge"),
    }
    return Effect("blur", _("Blurred background"), fields)


def _desaturated(config: Any, image: Any) -> Effect:
    fields = {"amount": config.get_property("amount"), "edge": config.get_property("edge")}
    return Effect("desaturate", _("Grey background"), fields)


def _sky(config: Any, image: Any) -> Effect:
    fields = {
        **_ground(config, image),
        "haze": config.get_property("haze"),
        "light": config.get_property("light"),
        "edge": config.get_property("edge"),
    }
    return Effect("sky", _("New sky"), fields)


def _ground(config: Any, image: Any) -> Dict[str, Any]:
    """Return the fields of what comes behind; none of them for a clear sky."""
    fill = config.get_property("fill")
    if fill == "clear":
        return {}
    from smart_select_gimp.grounds import colour_bytes, picture_of_file, picture_of_layer

    colour: Colour = colour_bytes(config.get_property("color"))
    fields: Dict[str, Any] = {"colour": colour}
    if fill == "color":
        return {**fields, "stops": (colour, colour)}
    if fill == "gradient":
        stops: Tuple[Colour, ...] = (colour, colour_bytes(config.get_property("second-color")))
        return {**fields, "stops": stops, "angle_deg": config.get_property("angle")}
    longest = max(image.get_width(), image.get_height())
    if fill == "file":
        picture = picture_of_file(config.get_property("file") or "", longest)
    else:
        layer = config.get_property("layer")
        if layer is None:
            raise ArgumentWrong(_("Choose the layer that is to be behind the object."))
        picture = picture_of_layer(layer, longest)
    return {
        **fields,
        "background": picture.pixels,
        "background_size": picture.size,
        "fit": config.get_property("fit"),
    }
