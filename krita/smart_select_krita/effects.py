"""What the worker is asked for: settings as fields of Compose. No Krita and no Qt in here."""

from __future__ import annotations

from typing import Any, Dict, Final

from smart_select_krita.geometry import Size
from smart_select_krita.verb_settings import VerbSettings
from smart_select_plugin.effects import GroundPicture, fields_for, ground_fields
from smart_select_plugin.translation import _
from smart_select_plugin.wire.values import Colour

_KINDS: Final = {
    "remove": "cutout",
    "replace": "replace",
    "blur": "blur",
    "desaturate": "desaturate",
    "sky": "sky",
}


def layer_name(settings: VerbSettings, below: str) -> str:
    """Return the new layer's name; `below` is that of the layer it is made of."""
    names = {
        "replace": _("New background"),
        "blur": _("Blurred background"),
        "desaturate": _("Grey background"),
        "sky": _("New sky"),
    }
    return names.get(settings.verb) or _("{layer}: object", layer=below)


def keeps_object(settings: VerbSettings, *, has_alpha: bool) -> bool:
    """Tell whether the object's solid pixels stay the document's own, to the bit."""
    if settings.verb == "replace":
        return not has_alpha and not settings.light
    return settings.verb in ("blur", "desaturate", "remove")


def is_opaque(settings: VerbSettings) -> bool:
    """Tell whether what is made covers the whole picture, whatever was transparent before."""
    return settings.verb in ("replace", "sky")


def fields_of(
    settings: VerbSettings, size: Size, scale: float, ground: GroundPicture | None
) -> Dict[str, Any]:
    """Return Compose's kind and fields for a copy of `size`; `scale` is its pixels for one of the document's.

    No length is longer than the copy: wider, a blur is one colour.
    """
    fields: Dict[str, Any] = {"kind": _KINDS[settings.verb], "edge": settings.edge}
    if settings.verb == "blur":
        width = "sigma_px" if settings.lens == "gaussian" else "radius_px"
        fields["lens"] = settings.lens
        fields[width] = float(settings.blur)
        fields["falloff_px"] = float(settings.falloff)
    elif settings.verb == "desaturate":
        fields["amount"] = settings.amount / 100
    elif settings.verb in ("replace", "sky"):
        fields["light"] = settings.light / 100
        fields.update(
            ground_fields(
                settings.ground,
                (_colour(settings.color), _colour(settings.second_color)),
                angle_deg=float(settings.angle),
                picture=ground,
                fit=settings.fit,
            )
        )
        if settings.verb == "replace":
            fields["shadow"] = settings.shadow / 100
        else:
            fields["haze"] = settings.haze / 100
    return fields_for(fields, size, scale)


def _colour(text: str) -> Colour:
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)
