"""The user's language: `_("English")` is the text in it."""

from __future__ import annotations

import gettext
from pathlib import Path
from typing import Final

DOMAIN: Final = "smart-select"
LOCALES: Final = Path(__file__).resolve().parent.parent / "locale"

_translations: Final = gettext.translation(DOMAIN, LOCALES, fallback=True)


def _(english: str) -> str:
    """Return the translation, or the English text itself."""
    return _translations.gettext(english)
