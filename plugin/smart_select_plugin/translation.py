"""The user's language: `_("English")` is the text in it. One catalogue serves both hosts and what they share.

English until a host calls `speak`: what runs in a terminal or is read by programs stays English. Texts are
written with named gaps, `_("{count} points", count=3)`, so that a translation can put them elsewhere.
"""

from __future__ import annotations

import gettext
from pathlib import Path
from typing import Final, Optional, Sequence

DOMAIN: Final = "smart-select"
LOCALES: Final = Path(__file__).resolve().parent / "locale"

_catalogue: gettext.NullTranslations = gettext.NullTranslations()


def speak(languages: Optional[Sequence[str]] = None, folder: Path = LOCALES) -> None:
    """Use the first of `languages` ("de_DE", "fr", …) that there is a catalogue for, or else English.

    Without `languages` the environment decides (LANGUAGE, LC_ALL, LC_MESSAGES, LANG).
    """
    global _catalogue
    _catalogue = gettext.translation(DOMAIN, folder, languages=languages, fallback=True)


def _(english: str, **gaps: object) -> str:
    """Return the text in the user's language, its `{named}` gaps filled when any are given."""
    text = _catalogue.gettext(english) if english else ""  # gettext answers "" with its file's header
    return text.format(**gaps) if gaps else text


def later(english: str) -> str:
    """Mark a text that is translated where it is shown: what is made when a module is read is too early."""
    return english
