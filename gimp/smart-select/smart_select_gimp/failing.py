"""How a call that went wrong ends: one sentence in GIMP's own message area, details in the log."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

from smart_select_gimp.gimp_api import Gimp, GLib
from smart_select_gimp.i18n import _


def failed(procedure: Any, sentence: str) -> Any:
    """Return what tells GIMP this sentence."""
    error = GLib.Error.new_literal(Gimp.PlugIn.error_quark(), sentence, 0)
    return procedure.new_return_values(Gimp.PDBStatusType.EXECUTION_ERROR, error)


def unexpected(procedure: Any, error: Exception, log_file: Optional[Path]) -> Any:
    """Return what tells GIMP of a mistake of ours."""
    where = _(" (details in {log})").format(log=log_file) if log_file else ""
    sentence = _("Something unexpected went wrong, {error}; nothing was changed{where}.")
    return failed(procedure, sentence.format(error=type(error).__name__, where=where))
