"""The procedure `plug-in-smart-select-setup`: with a window, or without one for scripts."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, Final

from smart_select_gimp.failing import failed, unexpected
from smart_select_gimp.gimp_api import Gimp, GObject
from smart_select_gimp.i18n import _
from smart_select_gimp.log import start_log
from smart_select_gimp.problems import ModelNotOffered
from smart_select_gimp.setting_up.job import SetupJob
from smart_select_gimp.setting_up.model_choice import EXTRAS
from smart_select_plugin.outlines import EMBEDDED

_log: Final = logging.getLogger(__name__)


def add_arguments(procedure: Any) -> None:
    """Give the procedure its arguments."""
    procedure.add_enum_argument(
        "run-mode",
        _("Run mode"),
        _("Without a window, or with one"),
        Gimp.RunMode,
        Gimp.RunMode.NONINTERACTIVE,
        GObject.ParamFlags.READWRITE,
    )
    procedure.add_string_argument(
        "bundle",
        _("Offline _bundle"),
        _("A file or folder with everything in it, for a computer without a network; empty for none"),
        "",
        GObject.ParamFlags.READWRITE,
    )
    procedure.add_string_argument(
        "model",
        _("_Model"),
        _(
            'The model to use from then on, fetched where it is not here, such as "sam2.1-tiny"; '
            '"embedded" for the built-in one alone, empty to leave that as it is'
        ),
        "",
        GObject.ParamFlags.READWRITE,
    )


def run_setup(procedure: Any, config: Any, data: Any) -> Any:
    """Set up, or look at what is there."""
    log_file = start_log()
    try:
        if config.get_property("run-mode") == Gimp.RunMode.INTERACTIVE:
            show_setup()
            return procedure.new_return_values(Gimp.PDBStatusType.SUCCESS, None)
        bundle = config.get_property("bundle") or ""
        model = config.get_property("model") or ""
        if model not in ("", EMBEDDED, *(extra.id for extra in EXTRAS)):
            return failed(procedure, str(ModelNotOffered(model)))
        job = SetupJob(Path(bundle) if bundle else None, model)
        job.wait()
    except Exception as error:
        _log.exception("setup")
        return unexpected(procedure, error, log_file)
    if job.problem:
        return failed(procedure, job.problem)
    return procedure.new_return_values(Gimp.PDBStatusType.SUCCESS, None)


def show_setup() -> bool:
    """Show the window; return whether there is an environment when it is closed."""
    from smart_select_gimp.gtk_api import GimpUi
    from smart_select_gimp.setting_up.window import SetupWindow

    GimpUi.init("smart-select")
    return SetupWindow().run()
