"""What people read of a model: its name, size, licence, and how fast it is on their computer."""

from __future__ import annotations

from typing import Final

from smart_select_gimp.i18n import _
from smart_select_plugin.engine_words import in_words
from smart_select_plugin.wire.values import ModelLine

BUILT_IN: Final = "built in"
READY: Final = (BUILT_IN, "installed")
"""The states in which a model can be used."""


def line_of(model: ModelLine) -> str:
    """Return one line about a model."""
    name = in_words(model.label)
    # What its name says of it in brackets stands beside it in figures.
    parts = [name.partition(" (")[0] if model.state == BUILT_IN else name]
    size = model.disk_bytes if model.state in READY else model.download_bytes
    if size:
        parts.append(_("{megabytes:.0f} MB").format(megabytes=size / 1e6))
    if model.licence:
        parts.append(model.licence)
    if model.encode_seconds:
        parts.append(_("{seconds:.1f} s a picture here").format(seconds=model.encode_seconds))
    if model.state == "damaged":
        parts.append(_("damaged"))
    elif model.state not in READY:
        parts.append(_("not downloaded"))
    return " · ".join(parts)
