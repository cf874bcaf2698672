"""What the procedure browser shows of each procedure."""

from typing import Any

from bench_of_tests import report
from gi.repository import Gimp

ANYTHING = [".*"] * 7
NAMES = Gimp.get_pdb().query_procedures("^plug-in-smart-select", *ANYTHING)
"""All that GIMP has of us."""


def described(arguments: Any) -> dict[str, list[str]]:
    return {spec.name: [spec.get_nick(), spec.get_blurb()] for spec in arguments}


results: dict[str, Any] = {}
for name in NAMES:
    procedure = Gimp.get_pdb().lookup_procedure(name)
    results[name] = {
        "label": procedure.get_menu_label(),
        "menus": list(procedure.get_menu_paths()),
        "blurb": procedure.get_blurb(),
        "help": procedure.get_help(),
        "help id": procedure.get_help_id(),
        "authors": procedure.get_authors(),
        "copyright": procedure.get_copyright(),
        "date": procedure.get_date(),
        "image types": procedure.get_image_types() or "",
        "arguments": described(procedure.get_arguments()),
        "returns": described(procedure.get_return_values()),
    }
report("documentation", results)
