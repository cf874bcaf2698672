"""What a click would select, shown before it is made."""

from __future__ import annotations

from typing import Optional, Tuple

from smart_select_gimp.ask import Ask
from smart_select_gimp.panel.engine import PanelEngine
from smart_select_gimp.panel.prompt_state import PromptState
from smart_select_gimp.panel.showing import Showing


class Hovering:
    """Follows the pointer as long as nothing was said; look at it now and then."""

    def __init__(self, engine: PanelEngine, showing: Showing) -> None:
        self._engine = engine
        self._showing = showing
        self._pointer: Optional[Tuple[float, float]] = None
        self._asked: Optional[Tuple[float, float]] = None
        self._state: Optional[PromptState] = None

    def point(self, at: Optional[Tuple[float, float]]) -> None:
        """The pointer is there, in the preview's pixels, or nowhere."""
        self._pointer = at

    def look(self, state: PromptState, *, is_busy: bool) -> None:
        """Show what has been answered, and ask about the place where the pointer is now."""
        hovered = self._engine.hovered()
        if hovered is not None and self._pointer is not None and state.is_empty:
            self._showing.hover(hovered)
        at = self._pointer if state.is_empty else None
        # What was said anew has taken the hover away, also from a pointer that rests.
        if (at == self._asked and state is self._state) or is_busy:
            return
        if at is None:
            self._engine.hover(None, "best")
            self._showing.no_hover()
        elif not self._engine.hover(Ask(points=((*at, 1),)), state.candidate):
            return  # asked again at the next look, for a pointer that rests
        self._asked, self._state = at, state
