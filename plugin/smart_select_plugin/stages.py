"""What is being done between a click and its mask, in the words that both hosts show.

The worker tells of the stages of a call, a host of those that are its own. Where a session stands is the
stage of its newest call: nothing else is kept of it.
"""

from __future__ import annotations

from typing import Final, Mapping

from smart_select_plugin.translation import _, later

_WORDS: Final[Mapping[str, str]] = {
    "starting": later("Starting Smart Select…"),
    "reading": later("Reading the picture…"),
    "queued": later("Waiting for what was asked before…"),
    "loading": later("Opening the model…"),
    "encoding": later("Looking at the picture…"),
    "drawing": later("Drawing the mask…"),
    "edges": later("Drawing the edge…"),
    "composing": later("Making the picture…"),
    "writing": later("Selecting…"),
    "masking": later("Making the mask…"),
    "layering": later("Making the layer…"),
}


def words_of(stage: str) -> str:
    """Return a stage in the user's language, or "" where there is nothing to say of it."""
    known = _WORDS.get(stage, "")
    return _(known)
