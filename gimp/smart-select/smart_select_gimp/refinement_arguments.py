"""The arguments of Refine Selection, and what they ask the worker for."""

from __future__ import annotations

from typing import Any, Final, Tuple

from smart_select_gimp.arguments import Choice, add_feather, add_grow
from smart_select_gimp.effect_arguments import add_edge
from smart_select_gimp.gimp_api import GObject
from smart_select_gimp.i18n import _
from smart_select_gimp.number_arguments import add_double
from smart_select_gimp.parasite import attached
from smart_select_gimp.problems import ArgumentWrong, NoClickKept
from smart_select_plugin.prompt_text import PromptTextError, parse_points
from smart_select_plugin.refinement import Refinement
from smart_select_plugin.wire.values import Point

_FLAGS: Final = GObject.ParamFlags.READWRITE
_LARGEST_PX: Final = 1000.0
_PER_CENT: Final = 100.0


def add_refinement(procedure: Any) -> None:
    """Give the procedure its arguments."""
    procedure.add_boolean_argument(
        "snap",
        _("S_nap to edges"),
        _("Moves a rough outline to the edges in the picture that are near it"),
        True,
        _FLAGS,
    )
    add_edge(procedure, "mask")
    for name, label, text in (
        ("specks", _("_Drop specks"), _("Drops parts of up to so many per cent of the selected area")),
        (
            "holes",
            _("F_ill holes"),
            _("Fills holes of up to so many per cent of the selected area; 100: all"),
        ),
    ):
        add_double(procedure, name, label, text, (0.0, _PER_CENT), 0.0)
    Choice(
        "parts",
        _("_Parts"),
        _("Which of the selection's parts are kept"),
        (
            ("all", _("All of them")),
            ("largest", _("The largest")),
            ("clicked", _("Those that were clicked")),
        ),
    ).add_to(procedure)
    procedure.add_string_argument(
        "points",
        _("_Clicks"),
        _('The clicks in image pixels, "x,y,+;x,y,+"; empty for those that the image keeps'),
        "",
        _FLAGS,
    )
    add_double(
        procedure,
        "smooth",
        _("S_mooth"),
        _("Rounds the outline over so many pixels; the edge is two pixels wide then"),
        (0.0, _LARGEST_PX),
        0.0,
    )
    add_grow(procedure)
    add_feather(procedure)


def refinement_of(config: Any, image: Any) -> Refinement:
    """Return what a call asks for; raises ArgumentWrong and NoClickKept."""
    parts = config.get_property("parts")
    return Refinement(
        snap=config.get_property("snap"),
        edge=config.get_property("edge"),
        drop_specks=config.get_property("specks") / _PER_CENT,
        fill_holes=config.get_property("holes") / _PER_CENT,
        keep_at=_clicks(config.get_property("points") or "", image) if parts == "clicked" else (),
        keep_largest=parts == "largest",
        smooth_px=config.get_property("smooth"),
        grow_px=float(config.get_property("grow")),
        feather_px=config.get_property("feather"),
    )


def _clicks(text: str, image: Any) -> Tuple[Point, ...]:
    try:
        points = parse_points(text)
    except PromptTextError as error:
        raise ArgumentWrong(str(error)) from error
    if not points:
        kept = attached(image)
        points = () if kept is None else kept.points
    wanted = tuple(point for point in points if point[2])
    if not wanted:
        raise NoClickKept
    return wanted
