"""From what was said to an object, and to what is made of it: the panel's one way, in small steps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Callable, Final, Optional, Tuple

from smart_select_gimp.ask import Ask
from smart_select_gimp.i18n import _
from smart_select_gimp.object_mask import ObjectMask, mask_of
from smart_select_gimp.outputs import Target, Wish, putting
from smart_select_gimp.panel.active import ActiveLayers
from smart_select_gimp.panel.aside import aside, asking
from smart_select_gimp.panel.earlier import EarlierSelection
from smart_select_gimp.panel.engine import PanelEngine
from smart_select_gimp.panel.prompt_state import PromptState
from smart_select_gimp.panel.showing import Showing
from smart_select_gimp.parasite import looks_of
from smart_select_gimp.problems import ImageChanged, SizeChanged
from smart_select_gimp.seen import Seen
from smart_select_gimp.steps import MORE, Steps
from smart_select_gimp.stored_prompt import StoredPrompt
from smart_select_plugin.wire.values import Selection

_TRIES: Final = 2
"""How often an answer is asked for where the picture was painted on meanwhile."""


@dataclass(frozen=True)
class Found:
    """An answer: what was seen, the object, and how the image can remember it."""

    state: PromptState
    seen: Seen
    selection: Selection
    mask: Optional[ObjectMask]
    prompt: Optional[StoredPrompt]


@dataclass(frozen=True)
class Applied:
    """What was last made of an object."""

    mask: ObjectMask
    prompt: Optional[StoredPrompt]
    wish: Wish


@dataclass(frozen=True)
class Hearers:
    """Who hears what."""

    say: Callable[[str], None]
    """Gets sentences for the user."""
    was_put: Callable[[Found, Wish], None]
    """The image has just been changed by us: this was made of that. Called aside: GIMP can be asked."""
    is_heeded: Callable[[], bool]
    """Whether all that was seen on the canvas has been heeded: what was drawn there is not to be lost."""


class Finder:
    """Asks, shows the answer, and makes of it what is wished."""

    def __init__(
        self,
        image: Any,
        layers: Tuple[ActiveLayers, EarlierSelection],
        engine: PanelEngine,
        showing: Showing,
        hearers: Hearers,
    ) -> None:
        self._image = image
        self._active, self._earlier = layers
        self._engine = engine
        self._showing = showing
        self._hearers = hearers
        self.found: Optional[Found] = None
        """The answer to what is said now; None while there is none."""
        self.applied: Optional[Applied] = None

    def correctable(self) -> Optional[Selection]:
        """Return the last answer, if it is one of the picture as it is."""
        found, seen = self.found, self._engine.seen
        if found is None or seen is None or found.seen.picture.name != seen.picture.name:
            return None
        # What is kept for a correction is kept with every click: without the mask, which can be megabytes.
        return replace(found.selection, area=None, mask=b"")

    def finding(self, state: PromptState, wish: Callable[[], Optional[Wish]]) -> Steps[None]:
        """Find what was said, show it, and make of it what is wished by then; raises Problem, WorkerError."""
        self.found = None
        for tries_left in reversed(range(_TRIES)):
            seen = yield from self._engine.looking()
            self._showing.picture(seen)
            ask = state.ask_in(seen.frame)
            self._showing.prompt(ask.points, ask.box)
            yield MORE  # an outline takes some milliseconds to send
            selection = yield from self._engine.answering(seen, ask, state.candidate)
            self._showing.mask(selection)
            yield MORE  # and a large mask some to show, and to cut to the canvas
            selection = yield from self._engine.finer(seen, ask, selection)
            self.found = yield from asking(self._found_by, state, seen, ask, selection)
            if self.found.mask is None:
                self._hearers.say(_("No object was found there; click elsewhere, or draw a box."))
                return
            self._hearers.say(_("Right-click what does not belong to it; Apply when it is right."))
            wished = wish()
            if wished is None:
                return
            try:
                yield from self.putting(wished)
            except ImageChanged:
                if not tries_left:
                    raise
            else:
                return

    def putting(self, wish: Wish) -> Steps[None]:
        """Make of what was found what is wished; raises Problem where the image is another one."""
        found = self.found
        if found is None or found.mask is None:
            return
        yield from aside(self._putting(found, found.mask, wish))
        # Not what Shift has made of it: the next panel is to begin with what was chosen in this one.
        self.applied = Applied(found.mask, found.prompt, wish)

    def _putting(self, found: Found, mask: ObjectMask, wish: Wish) -> Steps[None]:
        if not self._engine.fits():
            raise SizeChanged
        seen, layers = found.seen, self._active.layers()
        target = Target(self._image, layers)
        done = wish
        if (wish.output, wish.operation) == ("selection", "replace"):
            done = replace(wish, operation=found.state.how)
        is_combined = done.output == "selection" and done.operation != "replace"
        yield from putting(
            target,
            mask,
            done,
            found.prompt,
            fits=lambda: self._hearers.is_heeded() and self._engine.shows(seen),
            first=self._earlier.select_first if is_combined else self._earlier.look,
        )
        if wish.output == "new-layer":
            self._active.made_of(layers)
        self._hearers.was_put(found, wish)

    def applying(self, state: PromptState, wish: Wish) -> Steps[None]:
        """Make of the object what is wished, asking anew where the picture was changed meanwhile."""
        found = self.found
        if found is not None and (yield from asking(self._engine.shows, found.seen)):
            yield from self.putting(wish)
        else:
            yield from self.finding(state, lambda: wish)
        if self.found is not None and self.found.mask is not None:
            self._hearers.say(_("Done; Ctrl+Z in GIMP takes it back."))

    def _found_by(self, state: PromptState, seen: Seen, ask: Ask, selection: Selection) -> Found:
        canvas = self._image.get_width(), self._image.get_height()
        prompt = ask.to_stored(
            seen.frame,
            canvas,
            looks_of(self._image),
            candidate=state.candidate,
            source=self._engine.source,
            model=self._engine.model,
        )
        return Found(state, seen, selection, mask_of(selection, seen.frame, canvas), prompt)
