"""The plug-in as GIMP sees it: which procedures there are, and what happens when one is called.

GIMP starts a process for each call, so that nothing slow is imported before it is needed.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Final, List

from smart_select_gimp.gimp_api import Gimp, Gio
from smart_select_gimp.i18n import _
from smart_select_gimp.procedures import (
    BACKGROUND,
    HELP_DOMAIN,
    MENU,
    REFINE,
    SETUP,
    Description,
    descriptions,
)

HELP: Final = Path(__file__).resolve().parents[1] / "help"
"""Pages for F1, by language."""


class SmartSelect(Gimp.PlugIn):
    """Registers the procedures."""

    def do_query_procedures(self) -> List[str]:
        """Return the procedures' names."""
        self.set_help_domain(HELP_DOMAIN, Gio.File.new_for_path(str(HELP)))
        return list(descriptions())

    def do_set_i18n(self, name: str) -> bool:
        """Texts are translated here, not by GIMP."""
        return False

    def do_create_procedure(self, name: str) -> Any:
        """Return one procedure as GIMP shows it."""
        description = descriptions()[name]
        sensitive = Gimp.ProcedureSensitivityMask
        if name == SETUP:
            procedure = self._setup_procedure()
            procedure.set_sensitivity_mask(sensitive.ALWAYS)
        else:
            procedure = self._image_procedure(name, description)
            procedure.set_sensitivity_mask(sensitive.DRAWABLE | sensitive.DRAWABLES | sensitive.NO_DRAWABLES)
        procedure.set_menu_label(description.label)
        procedure.add_menu_path(MENU)
        procedure.set_icon_name(description.icon)
        procedure.set_documentation(description.blurb, description.help, name)
        procedure.set_attribution("Smart Select", "Smart Select, Apache-2.0", "2026")
        return procedure

    def _image_procedure(self, name: str, description: Description) -> Any:
        from smart_select_gimp.arguments import (
            add_common,
            add_prompts,
            add_results,
            add_wishes,
        )
        from smart_select_gimp.calls import run_verb
        from smart_select_gimp.effect_arguments import SHOWN, add_edge, add_effect
        from smart_select_gimp.effects import CLEAN_LAYER

        procedure = Gimp.ImageProcedure.new(self, name, Gimp.PDBProcType.PLUGIN, run_verb, None)
        procedure.set_image_types("*")
        if name == REFINE:
            from smart_select_gimp.refinement_arguments import add_refinement

            add_refinement(procedure)
            add_results(procedure, has_score=False)
            return procedure
        if description.takes_prompts:
            add_prompts(procedure)
        if name in SHOWN:
            add_effect(procedure, name)
        elif name == BACKGROUND:
            add_wishes(
                procedure, description.first_output, more=((CLEAN_LAYER, _("New layer, clean colours")),)
            )
            add_edge(procedure)
        else:
            add_wishes(procedure, description.first_output)
        add_common(procedure)
        add_results(procedure)
        return procedure

    def _setup_procedure(self) -> Any:
        from smart_select_gimp.setting_up.call import add_arguments, run_setup

        procedure = Gimp.Procedure.new(self, SETUP, Gimp.PDBProcType.PLUGIN, run_setup, None)
        add_arguments(procedure)
        return procedure


def main() -> None:
    """Let GIMP take over."""
    Gimp.main(SmartSelect.__gtype__, sys.argv)
