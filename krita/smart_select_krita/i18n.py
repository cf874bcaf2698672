"""Which language the user of Krita reads; the texts themselves are in `smart_select_plugin.translation`."""

from __future__ import annotations

from typing import Any, List

from smart_select_krita.qt import QtCore
from smart_select_plugin.translation import speak


def languages(locale: Any) -> List[str]:
    """Return gettext's names for the languages of a QLocale, the preferred one first ("de_AT", "de", …).

    English is what the texts are written in, so languages that the user likes less than it do not count.
    """
    found: List[str] = []
    for name in (locale.name(), *locale.uiLanguages()):
        full = str(name).replace("-", "_")
        short = full.split("_")[0]
        if short in ("en", "C"):
            break
        found += [one for one in (full, short) if one not in found]
    return found


def speak_as_krita() -> None:
    """Use Qt's locale, which Krita sets by its own settings before it loads plug-ins."""
    speak(languages(QtCore.QLocale()))
