"""Goes with what happens on GIMP's canvas: drawn selections, the Path tool, undo and redo, another size."""

from __future__ import annotations

from typing import Any, Callable

from smart_select_gimp.i18n import _
from smart_select_gimp.panel.canvas import Canvas
from smart_select_gimp.panel.conversation import Conversation
from smart_select_gimp.panel.earlier import EarlierSelection
from smart_select_gimp.panel.engine import PanelEngine
from smart_select_gimp.panel.prompt_state import PromptState
from smart_select_gimp.panel.window import PanelWindow
from smart_select_gimp.panel.work import Work
from smart_select_gimp.parasite import attached
from smart_select_gimp.prompting import ask_of_change, ask_of_selection
from smart_select_gimp.steps import MORE, Steps


class CanvasWatch:
    """Looks at the canvas when told to, several times a second."""

    def __init__(
        self,
        image: Any,
        engine: PanelEngine,
        work: Work,
        window: PanelWindow,
        talk: Conversation,
        is_open: Callable[[], bool],
        earlier: EarlierSelection,
    ) -> None:
        self._image = image
        self._earlier = earlier
        self._engine = engine
        self._work = work
        self._window = window
        self._talk = talk
        self._is_open = is_open
        self._canvas = Canvas(image, earlier)
        self._heeds_canvas = True

    def expect(self, *, made_path: bool) -> None:
        """What is there now is of our own making."""
        self._earlier.made()
        self._canvas.expect(made_path=made_path)

    def look(self) -> None:
        """Go with what has changed since the last look."""
        if not self._engine.fits():
            self._heed_new_size()
        elif self._window.is_live and self._heeds_canvas:
            self._heed_canvas()

    def _heed_new_size(self) -> None:
        """Forget what was said of another image: it was scaled, cropped or turned."""
        self._engine.forget()  # so that this is not done again before the next look has ended
        self._talk.change(PromptState())
        self._heeds_canvas = False
        self._work.begin(self._looking_again())

    def _looking_again(self) -> Steps[None]:
        try:
            yield from self._talk.looking()
        finally:  # GIMP scales one thing after the other, and the selection is none that was drawn
            if self._is_open():
                self._earlier.forget()
                self._canvas = Canvas(self._image, self._earlier)
            self._heeds_canvas = True
        self._window.say(_("The image has changed its size, so the clicks are forgotten; click again."))

    def _heed_canvas(self) -> None:
        """Take what was drawn on the canvas as a prompt, and go with GIMP's undo and redo."""
        follows = self._window.live_wish is not None  # what Apply made can be undone to be made otherwise
        if follows and not self._work.is_busy and self._canvas.kept_has_changed():
            self._heed_undo()
        drawn = self._canvas.look()
        before = self._talk.state
        state = before.with_anchors(drawn.new, drawn.gone, wanted=self._window.adds_wanted)
        if state is not before:
            self._canvas.forget(drawn.gone)
            self._talk.change(state)
        elif drawn.selection:
            self._work.begin(self._heeding_selection(drawn.selection))

    def _heed_undo(self) -> None:
        kept = attached(self._image)
        if kept is not None:
            self._work.begin(self._talk.adopting(kept))
        else:
            self._talk.change(self._talk.state.cleared())

    def _heeding_selection(self, how: str) -> Steps[None]:
        """Take the selection for a prompt. Where it is not what shall become of it, it is no selection."""
        before = self._earlier.before
        seen = yield from self._engine.looking()
        yield MORE
        if how == "replace" or before is None:
            ask = ask_of_selection(self._image, seen.frame)
        else:
            ask = ask_of_change(self._image, seen.frame, before, how)
        yield MORE
        if self._window.live_wish is None:
            self._canvas.put_back()
        drawn = self._talk.state.drawn(ask, (seen.frame.left, seen.frame.top), how)
        yield from self._talk.hearing(drawn)
