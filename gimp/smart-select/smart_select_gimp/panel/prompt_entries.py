"""What was said so far as a list to read, each entry of which can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Tuple

from smart_select_gimp.i18n import _
from smart_select_gimp.panel.prompt_state import PromptState


@dataclass(frozen=True)
class Entry:
    """One entry: its text, and the prompt that is left without it."""

    text: str
    left: PromptState


def entries_of(state: PromptState) -> Tuple[Entry, ...]:
    """Return a prompt's entries, what the object was drawn with first."""
    entries = []
    if state.subject:
        entries.append(Entry(_("What the picture is of"), state.without_subject()))
    if state.box is not None:
        x0, y0, x1, y1 = (round(edge) for edge in state.box)
        text = _("Box from {x0}, {y0} to {x1}, {y1}").format(x0=x0, y0=y0, x1=x1, y1=y1)
        entries.append(Entry(text, state.without_box()))
    if state.rough is not None:
        entries.append(Entry(_("Outline drawn on the canvas"), state.without_rough()))
    for index, (x, y, label) in enumerate(state.points):
        words = _("+  wanted at {x}, {y}") if label else _("−  not wanted at {x}, {y}")
        entries.append(Entry(words.format(x=int(x), y=int(y)), state.without_point(index)))
    return tuple(entries)
