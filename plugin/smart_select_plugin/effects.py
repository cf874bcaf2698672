"""What both hosts' verbs ask the worker for: fields of Compose, for a picture or for a smaller copy of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, Final, Mapping, Optional, Tuple

from smart_select_plugin.wire.values import Buffer, Colour, Size

_WIDTHS: Final = ("sigma_px", "radius_px")
_LENGTHS: Final = (*_WIDTHS, "falloff_px", "smooth_px", "grow_px", "feather_px")
_LEAST_WIDTH_PX: Final = 0.1
"""A blur of nothing is no blur, which the worker refuses."""


@dataclass(frozen=True)
class GroundPicture:
    """A picture that comes behind the object: RGB bytes of a size."""

    size: Size
    pixels: Buffer = field(repr=False)


def ground_fields(
    ground: str,
    colours: Tuple[Colour, Colour],
    *,
    angle_deg: float = 0.0,
    picture: Optional[GroundPicture] = None,
    fit: str = "fill",
) -> Dict[str, Any]:
    """Return the fields of what comes behind: "clear" (a sky's own), "color", "gradient", or a picture.

    Of the colours the first is what is seen beside a picture, the second a gradient's other end.
    """
    first, _second = colours
    if ground == "clear":
        return {}
    if ground == "color":
        return {"colour": first, "stops": (first, first)}
    if ground == "gradient":
        return {"colour": first, "stops": colours, "angle_deg": angle_deg}
    assert picture is not None, "a picture was read for it"
    return {"colour": first, "background": picture.pixels, "background_size": picture.size, "fit": fit}


def fields_for(fields: Mapping[str, Any], size: Size, scale: float = 1.0) -> Dict[str, Any]:
    """Return fields whose lengths are the full picture's for a copy of `size`, `scale` times as large.

    No length is longer than the copy: wider, a blur is one colour.
    """
    return {
        name: _length(name, value * scale, float(max(size))) if name in _LENGTHS else value
        for name, value in fields.items()
    }


def _length(name: str, value: float, longest: float) -> float:
    least = _LEAST_WIDTH_PX if name in _WIDTHS else -longest
    return min(max(value, least), longest)
