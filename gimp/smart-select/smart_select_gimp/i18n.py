"""The user's language: `_("English")` is the text in it. GIMP hands its own on in LANGUAGE."""

from __future__ import annotations

from smart_select_plugin.translation import _, speak

__all__ = ["_"]

speak()  # here, because some texts are made as soon as a module is read, and each of those reads this first
