"""The arguments of the verbs: what comes behind the object, how it is blurred, how soft the edge is."""

from __future__ import annotations

from typing import Any, Dict, Final, Tuple

from smart_select_gimp.arguments import Choice, add_feather, add_grow
from smart_select_gimp.effects import CLEAN_LAYER
from smart_select_gimp.gimp_api import Gegl, GObject, start_gegl
from smart_select_gimp.i18n import _
from smart_select_gimp.number_arguments import add_double
from smart_select_gimp.procedures import BLUR, CUT_OUT, DESATURATE, REFINE, REPLACE, SKY

_FLAGS: Final = GObject.ParamFlags.READWRITE
_LARGEST_PX: Final = 1000
_COLOURS: Final = {"color": "white", "second-color": "silver"}

SHOWN: Final[Dict[str, Tuple[str, ...]]] = {
    REFINE: (
        "snap", "edge", "specks", "holes", "parts", "smooth", "grow", "feather",
    ),
    CUT_OUT: ("output", "hide", "edge", "grow", "feather", "source"),
    REPLACE: (
        "fill", "color", "second-color", "angle", "file", "layer", "fit", "light", "shadow", "edge", "source",
    ),
    BLUR: ("blur", "lens", "falloff", "edge", "source"),
    DESATURATE: ("amount", "edge", "source"),
    SKY: (
        "fill", "color", "second-color", "angle", "file", "layer", "fit", "haze", "light", "edge", "source",
    ),
}  # fmt: skip
"""What a verb's window has, in its order."""

NEEDS: Final[Dict[str, Tuple[str, Tuple[str, ...]]]] = {
    "color": ("fill", ("color", "gradient")),
    "second-color": ("fill", ("gradient",)),
    "angle": ("fill", ("gradient",)),
    "file": ("fill", ("file",)),
    "layer": ("fill", ("layer",)),
    "fit": ("fill", ("file", "layer")),
    "hide": ("output", (CLEAN_LAYER,)),
}
"""For which values of which other argument an argument says something."""


def add_effect(procedure: Any, name: str) -> None:
    """Give one of the verbs its arguments."""
    if name in (REPLACE, SKY):
        _add_ground(procedure, is_sky=name == SKY)
        _add_share(
            procedure, "light", _("_Match light"), _("How far the object is brought into the new light"), 0.0
        )
    if name == REPLACE:
        _add_share(procedure, "shadow", _("Shado_w"), _("How dark a soft shadow the object casts"), 0.0)
    elif name == SKY:
        _add_share(procedure, "haze", _("Ha_ze"), _("How softly the sky meets the horizon"), 0.5)
    elif name == DESATURATE:
        _add_share(procedure, "amount", _("_Amount"), _("How much of the colours is taken away"), 1.0)
    elif name == BLUR:
        _add_blur(procedure)
    elif name == CUT_OUT:
        _add_cut_out(procedure)
    add_edge(procedure)


def add_edge(procedure: Any, first: str = "auto") -> None:
    """Add how soft the object's edge becomes; `first` is the default."""
    Choice(
        "edge",
        _("_Edge"),
        _("How soft the edge becomes"),
        (
            ("auto", _("Soft where it pays")),
            ("matte", _("As soft as hair and fur")),
            ("mask", _("As selected")),
        ),
    ).add_to(procedure, first)


def fill_in_colours(config: Any) -> None:
    """Let colours that were not given be the defaults: GIMP's core forgets them and says transparent."""
    for name, colour in _COLOURS.items():
        given = config.get_property(name)
        if given is None or given.get_rgba()[3] == 0:
            config.set_property(name, Gegl.Color.new(colour))


def _add_ground(procedure: Any, *, is_sky: bool) -> None:
    fills = (
        ("color", _("Colour")),
        ("gradient", _("Gradient")),
        ("file", _("Picture file")),
        ("layer", _("Layer")),
    )
    clear = (("clear", _("Clear sky")),) if is_sky else ()
    Choice("fill", _("_Fill with"), _("What is put behind the object"), clear + fills).add_to(procedure)
    start_gegl()  # a colour would crash us
    for name, label, text in (
        ("color", _("Colo_ur"), _("The colour, or the gradient's upper one")),
        ("second-color", _("Secon_d colour"), _("The gradient's lower colour")),
    ):
        default = Gegl.Color.new(_COLOURS[name])
        procedure.add_color_argument(name, label, text, False, default, _FLAGS)
    add_double(
        procedure,
        "angle",
        _("A_ngle"),
        _("The gradient's direction in degrees: 0 from top to bottom, 90 from left to right"),
        (-360.0, 360.0),
        0.0,
    )
    procedure.add_string_argument("file", _("P_icture"), _("The picture file"), "", _FLAGS)
    procedure.add_layer_argument("layer", _("La_yer"), _("The layer that is put behind"), True, _FLAGS)
    Choice(
        "fit",
        _("Fi_t"),
        _("How a picture is fitted"),
        (
            ("fill", _("Fill")),
            ("fit", _("Seen whole")),
            ("stretch", _("Stretched")),
            ("tile", _("Repeated")),
        ),
    ).add_to(procedure)


def _add_cut_out(procedure: Any) -> None:
    Choice(
        "output",
        _("_Make"),
        _("What becomes of the object"),
        ((CLEAN_LAYER, _("New layer, clean colours")), ("layer-mask", _("Layer mask"))),
    ).add_to(procedure)
    procedure.add_boolean_argument(
        "hide",
        _("Hide the layer _below"),
        _("Hides the layer that the object is cut out of, so that the object is seen alone"),
        True,
        _FLAGS,
    )
    add_grow(procedure)
    add_feather(procedure)


def _add_blur(procedure: Any) -> None:
    add_double(
        procedure,
        "blur",
        _("_Blur"),
        _("The Gaussian's standard deviation, or the radius of the lens's spots, in pixels"),
        (0.1, _LARGEST_PX),
        20.0,
    )
    Choice(
        "lens",
        _("Le_ns"),
        _("What a point of light becomes"),
        (("gaussian", _("Gaussian")), ("disc", _("Disc")), ("hexagon", _("Hexagon"))),
    ).add_to(procedure)
    add_double(
        procedure,
        "falloff",
        _("_Falloff"),
        _("The blur grows over so many pixels from the object; 0: it is the same everywhere"),
        (0.0, 100.0 * _LARGEST_PX),
        0.0,
    )


def _add_share(procedure: Any, name: str, label: str, text: str, default: float) -> None:
    add_double(procedure, name, label, text, (0.0, 1.0), default)
