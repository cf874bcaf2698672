"""The calls into Krita that need no document: itself, windows, actions, settings.

`krita` has no type stubs, so what comes from it is `Any`; these modules are the thin boundary: app,
documents, canvas, layer_list, selecting, outputs.
"""

from __future__ import annotations

import sys
from typing import Any

GROUP = "smart_select"
"""Our group in Krita's settings."""


def krita() -> Any:
    """Return Krita."""
    return sys.modules["krita"].Krita.instance()


def active_window() -> Any:
    """Return the window that the user works in, or None."""
    return krita().activeWindow()


def active_view() -> Any:
    """Return the view in front, or None."""
    window = active_window()
    view = window.activeView() if window is not None else None
    return view if view is not None and view.document() is not None else None


def active_document() -> Any:
    """Return the document in front, or None."""
    return krita().activeDocument()


def action(name: str) -> Any:
    """Return one of Krita's actions, or None where this Krita has no such one."""
    return krita().action(name)


def is_possible(name: str) -> bool:
    """Tell whether the user could choose this menu entry now."""
    found = action(name)
    return found is not None and bool(found.isEnabled())


def is_checked(name: str) -> bool:
    """Tell whether a menu entry that can be switched on is on."""
    found = action(name)
    return found is not None and bool(found.isChecked())


def trigger(name: str) -> bool:
    """Do as if the user had chosen a menu entry; return whether that was possible."""
    if not is_possible(name):
        return False
    action(name).trigger()
    return True


def read_setting(name: str, default: str) -> str:
    """Return one of our settings."""
    return str(krita().readSetting(GROUP, name, default))


def write_setting(name: str, value: str) -> None:
    """Keep one of our settings."""
    krita().writeSetting(GROUP, name, value)


def icon(name: str) -> Any:
    """Return one of Krita's own icons, which follow its theme."""
    return krita().icon(name)
