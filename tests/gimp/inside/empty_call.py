#!/usr/bin/env python3
"""A plug-in whose procedure does nothing: what a call costs before any work."""

import sys

import gi

gi.require_version("Gimp", "3.0")
from gi.repository import Gimp  # noqa: E402

NAME = "plug-in-empty-call"


class EmptyCall(Gimp.PlugIn):
    def do_query_procedures(self) -> list[str]:
        return [NAME]

    def do_set_i18n(self, name: str) -> bool:
        return False

    def do_create_procedure(self, name: str) -> object:
        procedure = Gimp.ImageProcedure.new(self, name, Gimp.PDBProcType.PLUGIN, run, None)
        procedure.set_image_types("*")
        return procedure


def run(procedure, mode, image, drawables, config, data):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    return procedure.new_return_values(Gimp.PDBStatusType.SUCCESS, None)


Gimp.main(EmptyCall.__gtype__, sys.argv)
