"""What the verbs make of a picture and an object, as their arguments say it: fields of Compose."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Dict, Final, Mapping, Optional

from smart_select_gimp.i18n import _
from smart_select_gimp.procedures import BACKGROUND, BLUR, CUT_OUT, DESATURATE, REPLACE, SKY
from smart_select_plugin.effects import GroundPicture, fields_for, ground_fields
from smart_select_plugin.wire.values import Size

CLEAN_LAYER: Final = "cut-out"
"""The output of "cut out" and "remove background" that the worker makes."""


@dataclass(frozen=True)
class Effect:
    """One thing for the worker to make: Compose's `kind` and `fields`, and the new layer's name.

    Lengths among the fields are pixels of the full picture, however large it is.
    """

    kind: str
    layer_name: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    hides_layer: bool = False
    """Whether the layer that it is made of is hidden, so that what is made is seen."""
    is_all: bool = True
    """Whether what is made is seen in the layer's place, and not above a colour of its own."""

    def hides(self, *, is_seen_through: bool) -> bool:
        """Whether the layer that it is made of has to be hidden; seen through, both would be seen."""
        return self.hides_layer or (self.is_all and is_seen_through)

    def fields_for(self, size: Size, scale: float = 1.0) -> Dict[str, Any]:
        """Return the fields for a copy of `size`, `scale` times as large as the picture."""
        return fields_for(self.fields, size, scale)

    @property
    def is_opaque(self) -> bool:
        """Whether what is made covers all of the layer, whatever was transparent before."""
        return self.kind in ("replace", "sky")

    def keeps_object(self, *, has_alpha: bool) -> bool:
        """Whether the object's solid pixels are the layer's own; through transparent ones a ground shows."""
        if self.kind == "replace":
            return not has_alpha and not self.fields.get("light")
        return self.kind in ("blur", "desaturate")


def effect_of(name: str, config: Any, picture: Optional[GroundPicture] = None) -> Optional[Effect]:
    """Return what a procedure's call asks the worker for; None where GIMP's own layers and masks do.

    `picture` is what comes behind the object, where the call names one.
    """
    makers = {
        BACKGROUND: _cut_out,
        CUT_OUT: _cut_out_instead,
        REPLACE: _replaced,
        BLUR: _blurred,
        DESATURATE: _desaturated,
        SKY: _sky,
    }
    return makers[name](config, picture) if name in makers else None


def shown_effect_of(name: str, config: Any, picture: Optional[GroundPicture] = None) -> Effect:
    """Return what a preview asks the worker for, also where GIMP's own layers and masks do.

    Masks take the colours as they are.
    """
    effect = effect_of(name, config, picture)
    if effect is not None:
        return effect
    if name == CUT_OUT:
        return Effect("cutout", _("Object"), {**_shape(config), "clean_colours": False}, is_all=False)
    fields = {**_ground(config, picture), "edge": config.get_property("edge")}
    fields["clean_colours"] = fields["edge"] != "mask"
    return Effect("replace", _("New background"), fields, is_all=False)


def _cut_out(config: Any, picture: Optional[GroundPicture]) -> Optional[Effect]:
    if config.get_property("output") != CLEAN_LAYER:
        return None
    return Effect("cutout", _("Object"), _shape(config))


def _cut_out_instead(config: Any, picture: Optional[GroundPicture]) -> Optional[Effect]:
    effect = _cut_out(config, picture)
    return effect and replace(effect, hides_layer=config.get_property("hide"))


def _shape(config: Any) -> Dict[str, Any]:
    return {
        "grow_px": float(config.get_property("grow")),
        "feather_px": config.get_property("feather"),
        "edge": config.get_property("edge"),
    }


def _replaced(config: Any, picture: Optional[GroundPicture]) -> Optional[Effect]:
    light, shadow = config.get_property("light"), config.get_property("shadow")
    if config.get_property("fill") == "color" and not light and not shadow:
        return None
    fields = {
        **_ground(config, picture),
        "light": light,
        "shadow": shadow,
        "edge": config.get_property("edge"),
    }
    return Effect("replace", _("New background"), fields)


def _blurred(config: Any, picture: Optional[GroundPicture]) -> Effect:
    lens = config.get_property("lens")
    width = "sigma_px" if lens == "gaussian" else "radius_px"
    fields = {
        "lens": lens,
        width: config.get_property("blur"),
        "falloff_px": config.get_property("falloff"),
        "edge": config.get_property("edge"),
    }
    return Effect("blur", _("Blurred background"), fields)


def _desaturated(config: Any, picture: Optional[GroundPicture]) -> Effect:
    fields = {"amount": config.get_property("amount"), "edge": config.get_property("edge")}
    return Effect("desaturate", _("Grey background"), fields)


def _sky(config: Any, picture: Optional[GroundPicture]) -> Effect:
    fields = {
        **_ground(config, picture),
        "haze": config.get_property("haze"),
        "light": config.get_property("light"),
        "edge": config.get_property("edge"),
    }
    return Effect("sky", _("New sky"), fields)


def _ground(config: Any, picture: Optional[GroundPicture]) -> Dict[str, Any]:
    """Return the fields of what comes behind; none of them for a clear sky."""
    fill = config.get_property("fill")
    if fill == "clear":
        return {}
    from smart_select_gimp.grounds import colour_bytes  # which needs GIMP

    first, second = (colour_bytes(config.get_property(name)) for name in ("color", "second-color"))
    angle_deg, fit = config.get_property("angle"), config.get_property("fit")
    return ground_fields(fill, (first, second), angle_deg=angle_deg, picture=picture, fit=fit)
