"""Goes with what happens on GIMP's canvas: drawn selections, the Path tool, undo and redo, another size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Optional

from smart_select_gimp.ask import Ask
from smart_select_gimp.i18n import _
from smart_select_gimp.panel.aside import Aside, asking
from smart_select_gimp.panel.canvas import Canvas, Drawn
from smart_select_gimp.panel.conversation import Conversation
from smart_select_gimp.panel.earlier import EarlierSelection
from smart_select_gimp.panel.engine import PanelEngine
from smart_select_gimp.panel.prompt_state import PromptState
from smart_select_gimp.panel.window import PanelWindow
from smart_select_gimp.panel.work import Work
from smart_select_gimp.parasite import attached
from smart_select_gimp.prompting import ask_of_change, ask_of_selection
from smart_select_gimp.seen import Seen
from smart_select_gimp.steps import Steps
from smart_select_gimp.stored_prompt import StoredPrompt


@dataclass(frozen=True)
class Glance:
    """What a look at the image has found; without `drawn`, the canvas was not to be heeded."""

    is_open: bool = True
    fits: bool = True
    has_other_prompt: bool = False
    """Whether another prompt than before is kept: by undo, redo, or another call."""
    kept: Optional[StoredPrompt] = None
    drawn: Optional[Drawn] = None


@dataclass(frozen=True)
class WatchEvents:
    """What the watch tells."""

    closed: Callable[[], None]
    """The image is not there any more."""
    failed: Callable[[Exception], None]


class CanvasWatch:
    """Looks at the canvas when told to, several times a second: aside, since GIMP may be busy."""

    def __init__(
        self,
        image: Any,
        engine: PanelEngine,
        work: Work,
        window: PanelWindow,
        talk: Conversation,
        earlier: EarlierSelection,
        thread: Aside,
        events: WatchEvents,
    ) -> None:
        self._image = image
        self._earlier = earlier
        self._engine = engine
        self._work = work
        self._window = window
        self._talk = talk
        self._thread = thread
        self._events = events
        self._canvas = Canvas(image, earlier)
        self._heeds_canvas = True
        self._begins_anew = False
        self._is_looking = False
        self.is_heeded = True
        """Whether all that the looks have found has been heeded."""

    def expect(self, *, made_path: bool) -> None:
        """What is there now is of our own making; to be called aside."""
        self._earlier.made()
        self._canvas.expect(made_path=made_path)

    def take_back(self) -> None:
        """Have the canvas follow where nothing is said any more, if it follows what is said."""
        if self._window.live_wish is not None:
            self._thread.do(self._take_back, self._took_back)

    def look(self) -> None:
        """Go with what has changed since the last look."""
        if self._is_looking:
            return
        if self._begins_anew:
            self._begins_anew = False
            self._thread.do(self._begin_anew, self._began_anew)
        self._is_looking = True
        # What Apply made can be undone to be made otherwise.
        follows = self._window.live_wish is not None and not self._work.is_busy
        heeds = self._window.is_live and self._heeds_canvas
        self._thread.do(lambda: self._glance(heeds, follows), self._looked)

    def _take_back(self) -> None:
        if self._image.is_valid():
            self._canvas.put_back(with_prompt=True)

    def _took_back(self, _nothing: Any, error: Optional[BaseException]) -> None:
        if isinstance(error, Exception):
            self._events.failed(error)

    def _glance(self, heeds: bool, follows: bool) -> Glance:
        if not self._image.is_valid():
            return Glance(is_open=False)
        if not self._engine.fits():
            return Glance(fits=False)
        if not heeds:
            return Glance()
        is_other = follows and self._canvas.kept_has_changed()
        kept = attached(self._image) if is_other else None
        if kept is not None:  # what is selected now was made by it, and not drawn
            self._earlier.look()
            self._canvas.expect(made_path=False)
        drawn = self._canvas.look()
        self.is_heeded = drawn == Drawn() and not is_other
        return Glance(has_other_prompt=is_other, kept=kept, drawn=drawn)

    def _looked(self, glance: Optional[Glance], error: Optional[BaseException]) -> None:
        self._is_looking = False
        try:
            if isinstance(error, Exception):
                raise error
            if glance is not None:
                self._heed(glance)
        except Exception as failure:  # as good as where GIMP calls us
            self._events.failed(failure)
        self.is_heeded = True

    def _heed(self, glance: Glance) -> None:
        if not glance.is_open:
            self._events.closed()
        elif not glance.fits:
            self._heed_new_size()
        elif glance.drawn is not None:
            self._heed_canvas(glance, glance.drawn)

    def _heed_new_size(self) -> None:
        """Forget what was said of another image: it was scaled, cropped or turned."""
        self._engine.forget()  # so that this is not done again before the next look has ended
        self._talk.change(PromptState())
        self._heeds_canvas = False
        self._work.begin(self._looking_again())

    def _looking_again(self) -> Steps[None]:
        try:
            yield from self._talk.looking()
        finally:
            self._begins_anew = True
        self._window.say(_("The image has changed its size, so the clicks are forgotten; click again."))

    def _begin_anew(self) -> None:
        """Know the canvas as it is: GIMP scales one thing after the other, and no selection was drawn."""
        if self._image.is_valid():
            self._earlier.forget()
            self._canvas = Canvas(self._image, self._earlier)
        self._heeds_canvas = True

    def _began_anew(self, _nothing: Any, error: Optional[BaseException]) -> None:
        if error is not None:
            self._begins_anew = True  # GIMP is still at it: with the next look

    def _heed_canvas(self, glance: Glance, drawn: Drawn) -> None:
        """Take what was drawn on the canvas as a prompt, and go with GIMP's undo and redo."""
        if glance.has_other_prompt:
            self._heed_undo(glance.kept)
        before = self._talk.state
        state = before.with_anchors(drawn.new, drawn.gone, wanted=self._window.adds_wanted)
        if state is not before:
            self._thread.do(lambda: self._canvas.forget(drawn.gone))
            self._talk.change(state)
        elif drawn.selection:
            self._work.begin(self._heeding_selection(drawn.selection))

    def _heed_undo(self, kept: Optional[StoredPrompt]) -> None:
        if kept is not None:
            self._work.begin(self._talk.adopting(kept))
        else:
            self._talk.change(self._talk.state.cleared())

    def _heeding_selection(self, how: str) -> Steps[None]:
        """Take the selection for a prompt. Where it is not what shall become of it, it is no selection."""
        before = self._earlier.before
        seen = yield from self._engine.looking()
        puts_back = self._window.live_wish is None
        ask = yield from asking(self._ask, seen, how, before, puts_back)
        drawn = self._talk.state.drawn(ask, (seen.frame.left, seen.frame.top), how)
        yield from self._talk.hearing(drawn)

    def _ask(self, seen: Seen, how: str, before: Optional[Any], puts_back: bool) -> Ask:
        if how == "replace" or before is None:
            ask = ask_of_selection(self._image, seen.frame)
        else:
            ask = ask_of_change(self._image, seen.frame, before, how)
        if puts_back:
            self._canvas.put_back()
        return ask
