"""One call of a procedure by GIMP, from arguments to return values; the place of the one broad catch."""

from __future__ import annotations

import logging
from contextlib import closing
from typing import Any, Callable, Dict, Final, Optional, Sequence

from smart_select_gimp.arguments import remember, results_of, wish_of
from smart_select_gimp.effect_arguments import SHOWN, fill_in_colours
from smart_select_gimp.effects import effect_of
from smart_select_gimp.errand import KEPT_EDGE, Errand
from smart_select_gimp.failing import failed, unexpected
from smart_select_gimp.gimp_api import Gimp, start_gegl
from smart_select_gimp.given import check_drawables, check_open
from smart_select_gimp.log import start_log
from smart_select_gimp.number_arguments import check_numbers, keep_within_bounds
from smart_select_gimp.object_mask import ObjectMask
from smart_select_gimp.outputs import Target, Wish, check_nothing_floats, check_target
from smart_select_gimp.problems import (
    ModelNameTooLong,
    NothingSelected,
    Problem,
    SetupNeeded,
    SkyNotSelected,
)
from smart_select_gimp.procedures import BACKGROUND, BLUR, CUT_OUT, DESATURATE, PREFIX, REFINE, REPLACE, SKY
from smart_select_gimp.setting_up.model_choice import model_to_use
from smart_select_gimp.verbs import (
    make,
    remove_background,
    replace_background,
    select_by_prompts,
    select_by_selection,
    select_subject,
)
from smart_select_gimp.worker_link import open_client
from smart_select_plugin.effects import GroundPicture
from smart_select_plugin.environment.errors import SetupError
from smart_select_plugin.worker_errors import WorkerError

_log: Final = logging.getLogger(__name__)

_LONGEST_NAME: Final = 4096
"""Of a model; it may be a folder."""

VERBS: Final[Dict[str, Callable[[Errand], ObjectMask]]] = {
    PREFIX: select_by_prompts,
    f"{PREFIX}-selection": select_by_selection,
    f"{PREFIX}-subject": select_subject,
    CUT_OUT: remove_background,
    BACKGROUND: remove_background,
    REPLACE: replace_background,
    BLUR: make,
    DESATURATE: make,
    SKY: make,
}


def run_verb(procedure: Any, mode: Any, image: Any, drawables: Sequence[Any], config: Any, data: Any) -> Any:
    """Carry out a call; what goes wrong is a sentence in GIMP's message area."""
    log_file = start_log()
    # Where the user closes the image between two of our questions, GIMP would show a window for each.
    Gimp.get_plug_in().set_pdb_error_handler(Gimp.PDBErrorHandler.PLUGIN)
    is_interactive = mode == Gimp.RunMode.INTERACTIVE
    try:
        try:
            return _carry_out(procedure, image, drawables, config, is_interactive=is_interactive)
        except SetupNeeded:
            if not is_interactive:
                raise
            from smart_select_gimp.setting_up.call import show_setup

            if not show_setup():
                return procedure.new_return_values(Gimp.PDBStatusType.CANCEL, None)
            return _carry_out(procedure, image, drawables, config, is_interactive=True)
    except (Problem, WorkerError, SetupError) as problem:
        _log.info("%s: %s", procedure.get_name(), problem)
        return failed(procedure, str(problem))
    except Exception as error:
        _log.exception("%s", procedure.get_name())
        return unexpected(procedure, error, log_file)


def _carry_out(
    procedure: Any, image: Any, drawables: Sequence[Any], config: Any, *, is_interactive: bool
) -> Any:
    name = procedure.get_name()
    check_open(image)  # the set-up may have been there before
    if not is_interactive:
        check_numbers(procedure, config)
    check_drawables(image, drawables)
    if name == PREFIX and is_interactive:
        return _use_panel(procedure, image, config)
    if name in SHOWN:
        check_nothing_floats(image)  # before its window is
    if name == REFINE:
        check_target(Target(image, ()), Wish())  # Quick Mask, too, which hides what is selected
        if Gimp.Selection.is_empty(image):
            raise NothingSelected
    if name == SKY and Gimp.Selection.is_empty(image):  # said before anything is asked
        raise SkyNotSelected
    if name in (REPLACE, SKY):
        fill_in_colours(config)
    if name in SHOWN and is_interactive and not _wanted(procedure, image, drawables, config):
        return procedure.new_return_values(Gimp.PDBStatusType.CANCEL, None)
    check_open(image)  # it may have been closed at the same moment
    keep_within_bounds(procedure, config)
    if name == REFINE:
        from smart_select_gimp.refine_selection import refine_selection

        return results_of(procedure, refine_selection(image, config, _Progress()), has_score=False)
    errand = Errand(
        image=image,
        drawables=drawables,
        source=config.get_property("source"),
        model=_model_of(config),
        candidate=config.get_property("candidate"),
        wish=wish_of(config) if config.find_property("output") is not None else Wish(),
        tell=_Progress(),
        # An empty text comes as None.
        points=(config.get_property("points") or "") if name == PREFIX else "",
        box=(config.get_property("box") or "") if name == PREFIX else "",
        prompt=(config.get_property("prompt") or "") if name == PREFIX else "",
        edge=config.get_property("edge") if name in (CUT_OUT, BACKGROUND, REPLACE) else KEPT_EDGE,
        colour=config.get_property("color") if name == REPLACE else None,
        effect=effect_of(name, config, _ground(name, config, image)),
    )
    return results_of(procedure, VERBS[name](errand))


def _model_of(config: Any) -> str:
    """Return the model's id that was given, or ""; raises ModelNameTooLong for what no request can hold."""
    model: str = config.get_property("model") or ""
    if len(model) > _LONGEST_NAME:
        raise ModelNameTooLong(model)
    return model


def _ground(name: str, config: Any, image: Any) -> Optional[GroundPicture]:
    """Return the picture that comes behind, if one does; raises Problem, before anything slow is done."""
    if name not in (REPLACE, SKY):
        return None
    from smart_select_gimp.grounds import ground_of

    return ground_of(config, max(image.get_width(), image.get_height()))


def _wanted(procedure: Any, image: Any, drawables: Sequence[Any], config: Any) -> bool:
    """Show the verb's settings; return whether it is to be done with them."""
    from smart_select_gimp.verb_window.window import ask_for_settings

    start_gegl()  # what is seen must not wait for it later
    with closing(open_client("GIMP")) as client:
        return ask_for_settings(procedure, image, drawables, config, client)


def _use_panel(procedure: Any, image: Any, config: Any) -> Any:
    """Have the user choose; what they have made last is what Repeat does again."""
    from smart_select_gimp.panel.opening import open_panel
    from smart_select_gimp.panel.presence import comes_forward

    if comes_forward(image):
        return procedure.new_return_values(Gimp.PDBStatusType.CANCEL, None)
    start_gegl()  # what is clicked on must not wait for it later
    model = config.get_property("model") or model_to_use()
    applied = open_panel(image, wish_of(config), model)
    # GIMP keeps the arguments of a success in the image, and complains to the user where that is gone.
    if applied is None or applied.prompt is None or not image.is_valid():
        return procedure.new_return_values(Gimp.PDBStatusType.CANCEL, None)
    remember(config, applied.prompt, applied.wish)
    return results_of(procedure, applied.mask)


class _Progress:
    """GIMP's progress bar, shown only for what takes a while."""

    def __init__(self) -> None:
        self._shown = ""

    def __call__(self, doing: str) -> None:
        if doing and doing != self._shown:
            if self._shown:
                Gimp.progress_set_text(doing)
            else:
                Gimp.progress_init(doing)
            self._shown = doing
        Gimp.progress_pulse()
