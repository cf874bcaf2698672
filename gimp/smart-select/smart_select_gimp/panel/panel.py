"""The panel: prompts from its preview and from GIMP's canvas in, an object out, GIMP usable all the time."""

from __future__ import annotations

from typing import Any, Callable, Final, List, Optional, Tuple

from smart_select_gimp.gimp_api import Gimp, GLib
from smart_select_gimp.gtk_api import Gdk, Gtk
from smart_select_gimp.i18n import _
from smart_select_gimp.outputs import Wish
from smart_select_gimp.panel.active import ActiveLayers
from smart_select_gimp.panel.aside import Aside, asking
from smart_select_gimp.panel.conversation import Conversation
from smart_select_gimp.panel.earlier import EarlierSelection
from smart_select_gimp.panel.engine import PanelEngine
from smart_select_gimp.panel.failures import Failures
from smart_select_gimp.panel.finding import Applied, Finder, Found, Hearers
from smart_select_gimp.panel.heeding import CanvasWatch, WatchEvents
from smart_select_gimp.panel.hovering import Hovering
from smart_select_gimp.panel.model_row import ModelEvents, ModelRow
from smart_select_gimp.panel.presence import Presence, bring_to_front
from smart_select_gimp.panel.preview import Gestures, Preview
from smart_select_gimp.panel.prompt_list import PromptList
from smart_select_gimp.panel.prompt_state import PromptState
from smart_select_gimp.panel.showing import Showing
from smart_select_gimp.panel.window import Actions, PanelWindow, Parts
from smart_select_gimp.panel.work import Work
from smart_select_gimp.parasite import attached
from smart_select_gimp.procedures import HELP_DOMAIN, PREFIX
from smart_select_gimp.steps import Steps
from smart_select_plugin.client import WorkerClient
from smart_select_plugin.wire.values import Box

_CANVAS_MS: Final = 200
_HOVER_MS: Final = 40
_MARCH_MS: Final = 150


class Panel:
    """One image's panel; it lives until it is closed or the image is."""

    def __init__(self, image: Any, client: WorkerClient, wish: Wish, model: str) -> None:
        self._image = image
        self._thread = Aside(_in_main_loop)
        self._failures = Failures(self._hear_if_open, self._say)
        prompt_list = PromptList(lambda state: self._unsay(state))
        self._models = ModelRow(
            ModelEvents(self._on_model, lambda: self._side_work.begin(self._listing_models()), self._say),
            model,
        )
        gestures = Gestures(self._on_click, self._on_box, lambda at: self._hovering.point(at))
        self._preview = Preview(gestures)
        actions = Actions(
            apply=self._failures.guarded(self._apply),
            start_over=lambda: self._begin(self._talk.state.cleared()),
            undo_click=lambda: self._unsay(self._talk.state.undone()),
            subject=lambda: self._begin(self._talk.state.of_subject()),
            close=self.close,
            size_chosen=lambda size: self._talk.change(self._talk.state.with_candidate(size)),
            look_chosen=lambda: self._showing.redraw(),
            wish_changed=self._failures.guarded(self._follow),
            source_chosen=self._on_source,
            help=lambda: self._thread.do(lambda: Gimp.help(HELP_DOMAIN, PREFIX)),
        )
        title = _("Smart Select: {image}").format(image=image.get_name())
        parts = Parts(self._preview.widget, prompt_list.widget, self._models.widget)
        self._window = PanelWindow(title, parts, actions, wish)
        self._showing = Showing(self._preview, lambda: self._window.look)
        active = ActiveLayers(image)
        self._engine = PanelEngine(client, image, active, self._say)
        self._engine.model = model
        self._hovering = Hovering(self._engine, self._showing)
        self._work = Work(image.is_valid, self._failures.hear, self._thread)
        self._side_work = Work(image.is_valid, self._failures.hear, self._thread)
        hearers = Hearers(self._say, self._on_put, lambda: self._canvas.is_heeded)
        self._earlier = EarlierSelection(image)
        self._finder = Finder(image, (active, self._earlier), self._engine, self._showing, hearers)
        self._talk = Conversation(
            self._engine, self._finder, self._work, self._window, (self._showing, prompt_list), self._failures
        )
        self._canvas = CanvasWatch(
            image,
            self._engine,
            self._work,
            self._window,
            self._talk,
            self._earlier,
            self._thread,
            WatchEvents(self.close, self._failures.hear),
        )
        self._presence = Presence(image, self._thread, lambda: bring_to_front(self._window.window))
        self._timers: List[int] = []
        self._is_closed = False

    def run(self) -> Optional[Applied]:
        """Show it and come back when it is closed, with what was made last."""
        self._timers = [
            GLib.timeout_add(_CANVAS_MS, self._on_canvas_timer),
            GLib.timeout_add(_HOVER_MS, self._on_hover_timer),
            GLib.timeout_add(_MARCH_MS, self._on_march_timer),
        ]
        self._window.window.show_all()
        self._window.window.present()
        self._work.begin(self._opening())
        Gtk.main()
        return self._finder.applied

    def close(self) -> None:
        """End it, once."""
        if self._is_closed:
            return
        self._is_closed = True
        for timer in self._timers:
            GLib.source_remove(timer)
        self._timers = []
        self._window.window.hide()
        Gdk.Display.get_default().flush()  # it is gone at once, though GIMP may be busy for long
        try:
            self._work.close()
            self._side_work.close()
            self._thread.close()
            self._presence.close()
            self._models.close()
            self._engine.close()
            self._earlier.close()
        finally:
            self._window.window.destroy()
            Gtk.main_quit()

    # What the user says.

    def _on_click(self, x: float, y: float, wanted: bool) -> None:
        left, top = self._corner()
        at = round(x + left, 2), round(y + top, 2)
        state = self._talk.state
        near = state.point_at(*at, self._preview.scale)
        if near is not None:
            self._unsay(state.without_point(near))
        else:
            wanted = wanted and self._window.adds_wanted
            previous = None if state.is_empty else self._finder.correctable()
            self._talk.change(state.with_point(*at, wanted=wanted, previous=previous))

    def _on_box(self, box: Box) -> None:
        left, top = self._corner()
        placed = box[0] + left, box[1] + top, box[2] + left, box[3] + top
        self._begin(self._talk.state.with_box(placed))

    def _begin(self, state: PromptState) -> None:
        """Let another object be meant, whose selection what is selected now is before."""
        self._thread.do(self._earlier.begin)
        self._talk.change(state)

    def _unsay(self, state: PromptState) -> None:
        """Take back something that was said, and with the last of it what was selected by it."""
        self._talk.change(state)
        if state.is_empty:
            self._canvas.take_back()

    def _on_model(self, model: str) -> None:
        self._engine.model = model
        self._talk.ask_anew()

    def _on_source(self, source: str) -> None:
        self._engine.source = source
        self._talk.ask_anew()

    def _follow(self) -> None:
        """Let the selection follow what was found, when it is wished otherwise now."""
        wish = self._window.live_wish
        if wish is not None and self._finder.found is not None:
            self._work.begin(self._finder.putting(wish))

    def _apply(self) -> None:
        if self._talk.state.is_empty:
            self._say(_("There is nothing to apply yet: click on an object first."))
            return
        self._work.begin(self._finder.applying(self._talk.state, self._window.wish))

    # Opening.

    def _opening(self) -> Steps[None]:
        """Look, and show the prompt that the image carries, if there is one; nothing is changed by that."""
        kept = yield from asking(attached, self._image)
        words = _("This is what was said of this image before: go on from here, or Start over.")
        if kept is not None:
            self._engine.source = kept.source
            self._window.show_source(kept.source)
            if kept.model != self._engine.model:
                yield from self._listing_models()
                if self._models.use(kept.model):
                    self._engine.model = kept.model
                else:
                    words = _(
                        "The model {model}, which this was made with, is not on this computer; "
                        "another one is used."
                    ).format(model=kept.model)
        yield from self._talk.looking()
        self._side_work.begin(self._listing_models())
        if kept is not None and self._talk.state.is_empty:
            yield from self._talk.adopting(kept)
            self._say(words)

    def _listing_models(self) -> Steps[None]:
        self._models.show((yield from self._engine.models()))

    # Timers, and what others tell.

    def _on_canvas_timer(self) -> bool:
        self._canvas.look()
        self._presence.look()
        return bool(GLib.SOURCE_CONTINUE)

    def _on_hover_timer(self) -> bool:
        self._hovering.look(self._talk.state, is_busy=self._work.is_busy)
        return bool(GLib.SOURCE_CONTINUE)

    def _on_march_timer(self) -> bool:
        if self._window.look == "outline":
            self._showing.march()
        return bool(GLib.SOURCE_CONTINUE)

    def _on_put(self, found: Found, wish: Wish) -> None:
        self._talk.remember(found)
        self._canvas.expect(made_path=wish.output == "path")

    def _say(self, text: str) -> None:
        self._window.say(text)

    def _hear_if_open(self, tell: Callable[[], None]) -> None:
        """Call this if the image was not closed meanwhile; the next look at the canvas closes the panel."""

        def then(is_valid: Any, _error: Optional[BaseException]) -> None:
            if is_valid:
                tell()

        self._thread.do(self._image.is_valid, then)

    def _corner(self) -> Tuple[int, int]:
        seen = self._engine.seen
        return (seen.frame.left, seen.frame.top) if seen is not None else (0, 0)


def _in_main_loop(call: Callable[[], None]) -> None:
    """Have GTK's main loop call something soon; any thread may say so."""

    def once() -> bool:
        call()
        return bool(GLib.SOURCE_REMOVE)

    GLib.idle_add(once, priority=GLib.PRIORITY_DEFAULT)
