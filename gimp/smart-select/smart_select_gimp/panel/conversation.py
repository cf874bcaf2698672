"""What was said of an image so far, and the object that is found by it: asked for anew with every change."""

from __future__ import annotations

from typing import Dict, Final, Tuple

from smart_select_gimp.ask import Ask
from smart_select_gimp.panel.engine import PanelEngine
from smart_select_gimp.panel.failures import Failures
from smart_select_gimp.panel.finding import Finder, Found
from smart_select_gimp.panel.prompt_entries import entries_of
from smart_select_gimp.panel.prompt_list import PromptList
from smart_select_gimp.panel.prompt_state import PromptState
from smart_select_gimp.panel.showing import Showing
from smart_select_gimp.panel.window import PanelWindow
from smart_select_gimp.panel.work import Work
from smart_select_gimp.steps import Steps
from smart_select_gimp.stored_prompt import StoredPrompt


class Conversation:
    """Keeps the prompt; `work` does what follows from it, and only the newest of that."""

    def __init__(
        self,
        engine: PanelEngine,
        finder: Finder,
        work: Work,
        window: PanelWindow,
        shown: Tuple[Showing, PromptList],
        failures: Failures,
    ) -> None:
        self._engine: Final = engine
        self._finder: Final = finder
        self._work: Final = work
        self._window: Final = window
        self._showing, self._list = shown
        self._failures: Final = failures
        self._said: Dict[StoredPrompt, PromptState] = {}
        self.state = PromptState()

    def change(self, state: PromptState) -> None:
        """Let this be what is said from now on."""
        self._say(state)
        self._failures.guarded(self._find)()

    def ask_anew(self) -> None:
        """Begin again with another model, or with something else to look at."""
        if self.state.is_empty:
            self._work.begin(self.looking())
        else:
            self.change(self.state.without_previous())

    def remember(self, found: Found) -> None:
        """Keep what was said for an object, so that GIMP's undo finds it again."""
        if found.prompt is not None:
            self._said[found.prompt] = found.state

    def looking(self) -> Steps[None]:
        """Look at the image and let the worker do so, too."""
        self._showing.picture((yield from self._engine.looking()))
        yield from self._engine.getting_ready()
        self._window.say_ready()

    def adopting(self, kept: StoredPrompt) -> Steps[None]:
        """Let a kept prompt be what was said, and show what it means; nothing is changed by that."""
        state = self._said.get(kept)
        if state is None:
            seen = yield from self._engine.looking()
            corner = seen.frame.left, seen.frame.top
            state = PromptState.of(Ask.of_stored(kept, seen.frame), corner, kept.candidate)
        self._window.show_size(kept.candidate)
        self._say(state)
        yield from self._finder.finding(state, lambda: None)

    def hearing(self, state: PromptState) -> Steps[None]:
        """Let this be what is said, in the middle of some work."""
        self._say(state)
        yield from self._finder.finding(state, lambda: self._window.live_wish)

    def _say(self, state: PromptState) -> None:
        self.state = state
        self._list.show(entries_of(state))

    def _find(self) -> None:
        self._finder.found = None
        if not self.state.is_empty:
            self._work.begin(self._finder.finding(self.state, lambda: self._window.live_wish))
            return
        self._work.drop()
        self._showing.prompt((), None)
        self._showing.mask(None)
        self._window.say_ready()
