"""The procedures' arguments and return values, and what a call gave for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Tuple

from smart_select_gimp.gimp_api import Gimp, GObject
from smart_select_gimp.i18n import _
from smart_select_gimp.number_arguments import add_double, add_int
from smart_select_gimp.object_mask import ObjectMask
from smart_select_gimp.outputs import Wish
from smart_select_gimp.stored_prompt import StoredPrompt
from smart_select_plugin.prompt_text import format_box, format_points

_FLAGS: Final = GObject.ParamFlags.READWRITE
_LARGEST_PX: Final = 1000


@dataclass(frozen=True)
class Choice:
    """One argument with a few possible values: (value, label)."""

    name: str
    label: str
    help: str
    values: Tuple[Tuple[str, str], ...]

    def add_to(self, procedure: Any, first: str = "") -> None:
        """Give a procedure this argument; the default is `first`, or else the first value."""
        choice = Gimp.Choice.new()
        for number, (value, label) in enumerate(self.values):
            choice.add(value, number, label, "")
        procedure.add_choice_argument(
            self.name, self.label, self.help, choice, first or self.values[0][0], _FLAGS
        )


def add_prompts(procedure: Any) -> None:
    """Add points and a box, as text."""
    procedure.add_string_argument(
        "points",
        _("_Points"),
        _('Points in image pixels, "x,y,+;x,y,-": + is wanted, - is not wanted'),
        "",
        _FLAGS,
    )
    procedure.add_string_argument(
        "box",
        _("_Box"),
        _('A box around the object in image pixels, "x0,y0,x1,y1"; empty for none'),
        "",
        _FLAGS,
    )
    procedure.add_string_argument(
        "prompt",
        _("P_rompt"),
        _("A prompt as images keep it (JSON), for outlines and subjects; points and box come before it"),
        "",
        _FLAGS,
    )


def add_common(procedure: Any) -> None:
    """Add what all of them take."""
    for choice in _choices_of_looking():
        choice.add_to(procedure)
    procedure.add_string_argument(
        "model",
        _("_Model"),
        _('The model\'s id, such as "sam2.1-tiny"; empty for the one chosen in the set-up'),
        "",
        _FLAGS,
    )


def add_wishes(procedure: Any, output: str, more: Tuple[Tuple[str, str], ...] = ()) -> None:
    """Add what the object may become; `output` is the default, and `more` are outputs of this verb alone."""
    for choice in _choices_of_output(more):
        choice.add_to(procedure, output if choice.name == "output" else "")
    add_feather(procedure)
    add_grow(procedure)


def add_feather(procedure: Any) -> None:
    """Add how much softer the edge becomes."""
    bounds = 0.0, float(_LARGEST_PX)
    add_double(procedure, "feather", _("_Feather"), _("Softens the edge by so many pixels"), bounds, 0.0)


def add_grow(procedure: Any) -> None:
    """Add how far the edge moves."""
    add_int(
        procedure,
        "grow",
        _("_Grow"),
        _("Grows the selection by so many pixels; a negative number shrinks it"),
        (-_LARGEST_PX, _LARGEST_PX),
        0,
    )


def add_results(procedure: Any, *, has_score: bool = True) -> None:
    """Add what they return; no score where no model was asked."""
    if has_score:
        procedure.add_double_return_value(
            "score", _("Score"), _("How sure the model is of the object, 0 to 1"), 0.0, 1.0, 0.0, _FLAGS
        )
    procedure.add_string_return_value(
        "bounds", _("Bounds"), _('The object\'s bounding box in image pixels, "x0,y0,x1,y1"'), "", _FLAGS
    )
    procedure.add_double_return_value(
        "area", _("Area"), _("The object's size in pixels"), 0.0, 1e12, 0.0, _FLAGS
    )


def wish_of(config: Any) -> Wish:
    """Return what a call wishes for its mask."""
    has_operation = config.find_property("operation") is not None
    return Wish(
        output=config.get_property("output"),
        operation=config.get_property("operation") if has_operation else "replace",
        feather_px=config.get_property("feather"),
        grow_px=config.get_property("grow"),
    )


def remember(config: Any, prompt: StoredPrompt, wish: Wish) -> None:
    """Let a call's arguments be what was chosen in the panel: Repeat takes them."""
    is_plain = prompt.rough is None and not prompt.subject  # which points and box can tell
    for name, value in (
        ("points", format_points(prompt.points) if is_plain else ""),
        ("box", format_box(prompt.box) if is_plain and prompt.box is not None else ""),
        ("prompt", "" if is_plain else prompt.to_bytes().decode("ascii")),
        ("candidate", prompt.candidate),
        ("source", prompt.source),
        ("model", prompt.model),
        ("output", wish.output),
        ("operation", wish.operation),
        ("feather", wish.feather_px),
        ("grow", wish.grow_px),
    ):
        config.set_property(name, value)


def results_of(procedure: Any, mask: ObjectMask, *, has_score: bool = True) -> Any:
    """Return a successful call's values."""
    values = procedure.new_return_values(Gimp.PDBStatusType.SUCCESS, None)
    bounds = ",".join(map(str, mask.area))
    score = ((float, min(max(mask.score, 0.0), 1.0)),) if has_score else ()
    told = (*score, (str, bounds), (float, float(mask.pixels)))
    for position, (kind, value) in enumerate(told, start=1):
        values.remove(position)
        values.insert(position, GObject.Value(kind, value))
    return values


def _choices_of_output(more: Tuple[Tuple[str, str], ...]) -> Tuple[Choice, ...]:
    return (
        Choice(
            "output",
            _("_Output"),
            _("What becomes of the object"),
            (
                ("selection", _("Selection")),
                ("layer-mask", _("Layer mask")),
                ("new-layer", _("New layer")),
                ("channel", _("Channel")),
                ("path", _("Path")),
                *more,
            ),
        ),
        Choice(
            "operation",
            _("O_peration"),
            _("How it is combined with the selection, or with the layer mask, that is there"),
            (
                ("replace", _("Replace")),
                ("add", _("Add")),
                ("subtract", _("Subtract")),
                ("intersect", _("Intersect")),
            ),
        ),
    )


def _choices_of_looking() -> Tuple[Choice, ...]:
    return (
        Choice(
            "source",
            _("Loo_k at"),
            _("What the model sees"),
            (("visible", _("What is visible")), ("layer", _("The active layer"))),
        ),
        Choice(
            "candidate",
            _("_Size"),
            _("Which of the model's answers is taken"),
            (
                ("best", _("The likeliest")),
                ("part", _("A part")),
                ("2", _("The one between")),
                ("whole", _("The whole")),
            ),
        ),
    )
