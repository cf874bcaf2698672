"""The panel: prompts from its preview and from GIMP's canvas in, an object out, GIMP usable all the time."""

from __future__ import annotations

from typing import Any, Callable, Dict, Final, List, Optional, Tuple

from smart_select_gimp.ask import Ask
from smart_select_gimp.gimp_api import GLib
from smart_select_gimp.gtk_api import Gtk
from smart_select_gimp.i18n import _
from smart_select_gimp.outputs import Wish
from smart_select_gimp.panel.active import ActiveLayers
from smart_select_gimp.panel.canvas import Canvas
from smart_select_gimp.panel.engine import PanelEngine
from smart_select_gimp.panel.failures import sentence_of
from smart_select_gimp.panel.finding import Applied, Finder, Found, Hearers
from smart_select_gimp.panel.hovering import Hovering
from smart_select_gimp.panel.model_row import ModelEvents, ModelRow
from smart_select_gimp.panel.preview import Gestures, Preview
from smart_select_gimp.panel.prompt_entries import entries_of
from smart_select_gimp.panel.prompt_list import PromptList
from smart_select_gimp.panel.prompt_state import PromptState
from smart_select_gimp.panel.showing import Showing
from smart_select_gimp.panel.window import Actions, PanelWindow, Parts
from smart_select_gimp.panel.work import Work
from smart_select_gimp.parasite import attached
from smart_select_gimp.prompting import ask_of_selection
from smart_select_gimp.steps import MORE, Steps
from smart_select_gimp.stored_prompt import StoredPrompt
from smart_select_plugin.client import WorkerClient
from smart_select_plugin.wire.values import Box

_CANVAS_MS: Final = 200
_HOVER_MS: Final = 40
_MARCH_MS: Final = 150


class Panel:
    """One image's panel; it lives until it is closed or the image is."""

    def __init__(self, image: Any, client: WorkerClient, wish: Wish, model: str) -> None:
        self._image = image
        self._state = PromptState()
        self._said: Dict[StoredPrompt, PromptState] = {}
        self._list = PromptList(self._change)
        self._models = ModelRow(
            ModelEvents(self._on_model, lambda: self._side_work.begin(self._listing_models()), self._say),
            model,
        )
        gestures = Gestures(self._on_click, self._on_box, lambda at: self._hovering.point(at))
        self._preview = Preview(gestures)
        actions = Actions(
            apply=self._guarded(self._apply),
            start_over=lambda: self._change(self._state.cleared()),
            undo_click=lambda: self._change(self._state.undone()),
            subject=lambda: self._change(self._state.of_subject()),
            close=self.close,
            size_chosen=lambda size: self._change(self._state.with_candidate(size)),
            look_chosen=lambda: self._showing.redraw(),
            wish_changed=self._guarded(self._follow),
            source_chosen=self._on_source,
        )
        title = _("Smart Select: {image}").format(image=image.get_name())
        parts = Parts(self._preview.widget, self._list.widget, self._models.widget)
        self._window = PanelWindow(title, parts, actions, wish)
        self._showing = Showing(self._preview, lambda: self._window.look)
        active = ActiveLayers(image)
        self._engine = PanelEngine(client, image, active, self._say)
        self._engine.model = model
        self._hovering = Hovering(self._engine, self._showing)
        self._work = Work(self._is_open, self._on_failed)
        self._side_work = Work(self._is_open, self._on_failed)
        self._canvas = Canvas(image)
        self._heeds_canvas = True
        hearers = Hearers(self._say, self._on_put)
        self._finder = Finder(image, active, self._engine, self._showing, hearers)
        self._timers: List[int] = []

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
        """End it."""
        for timer in self._timers:
            GLib.source_remove(timer)
        self._timers = []
        self._work.close()
        self._side_work.close()
        self._models.close()
        self._engine.close()
        self._window.window.destroy()
        Gtk.main_quit()

    # What the user says.

    def _on_click(self, x: float, y: float, wanted: bool) -> None:
        left, top = self._corner()
        at = round(x + left, 2), round(y + top, 2)
        near = self._state.point_at(*at, self._preview.scale)
        if near is not None:
            self._change(self._state.without_point(near))
        else:
            wanted = wanted and self._window.adds_wanted
            previous = None if self._state.is_empty else self._finder.correctable()
            self._change(self._state.with_point(*at, wanted=wanted, previous=previous))

    def _on_box(self, box: Box) -> None:
        left, top = self._corner()
        self._change(self._state.with_box((box[0] + left, box[1] + top, box[2] + left, box[3] + top)))

    def _on_model(self, model: str) -> None:
        self._engine.model = model
        self._ask_anew()

    def _on_source(self, source: str) -> None:
        self._engine.source = source
        self._ask_anew()

    def _ask_anew(self) -> None:
        if self._state.is_empty:
            self._work.begin(self._looking())
        else:
            self._change(self._state.without_previous())

    def _change(self, state: PromptState) -> None:
        self._state = state
        self._list.show(entries_of(state))
        self._guarded(self._find)()

    # Questions and answers.

    def _find(self) -> None:
        self._finder.found = None
        if not self._state.is_empty:
            self._work.begin(self._finder.finding(self._state, self._live_wish))
            return
        self._work.drop()
        self._showing.prompt((), None)
        self._showing.mask(None)
        self._window.say_ready()

    def _opening(self) -> Steps[None]:
        """Look, and show the prompt that the image carries, if there is one; nothing is changed by that."""
        kept = attached(self._image)
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
        yield from self._looking()
        self._side_work.begin(self._listing_models())
        if kept is not None and self._state.is_empty:
            yield from self._adopting(kept)
            self._say(words)

    def _adopting(self, kept: StoredPrompt) -> Steps[None]:
        """Let a kept prompt be what was said, and show what it means; nothing is changed by that."""
        state = self._said.get(kept)
        if state is None:
            seen = yield from self._engine.looking()
            corner = seen.frame.left, seen.frame.top
            state = PromptState.of(Ask.of_stored(kept, seen.frame), corner, kept.candidate)
        self._state = state
        self._window.show_size(kept.candidate)
        self._list.show(entries_of(state))
        yield from self._finder.finding(state, lambda: None)

    def _on_put(self, found: Found, wish: Wish) -> None:
        if found.prompt is not None:
            self._said[found.prompt] = found.state
        self._canvas.expect(made_path=wish.output == "path")

    def _looking(self) -> Steps[None]:
        """Look at the image and let the worker do so, too."""
        self._showing.picture((yield from self._engine.looking()))
        yield from self._engine.getting_ready()
        self._window.say_ready()

    def _listing_models(self) -> Steps[None]:
        self._models.show((yield from self._engine.models()))

    def _live_wish(self) -> Optional[Wish]:
        """Return what the canvas is to show at once, where that is wanted."""
        wish = self._window.wish
        follows = self._window.is_live and (wish.output, wish.operation) == ("selection", "replace")
        return wish if follows else None

    def _follow(self) -> None:
        """Let the selection follow what was found, when it is wished otherwise now."""
        wish = self._live_wish()
        if wish is not None and self._finder.found is not None:
            self._work.begin(self._finder.putting(wish))

    def _apply(self) -> None:
        if self._state.is_empty:
            self._say(_("There is nothing to apply yet: click on an object first."))
            return
        self._work.begin(self._finder.applying(self._state, self._window.wish))

    # Timers.

    def _on_canvas_timer(self) -> bool:
        if not self._is_open():
            self._timers.pop(0)
            self.close()
            return bool(GLib.SOURCE_REMOVE)
        if not self._engine.fits():
            self._guarded(self._heed_new_size)()
        elif self._window.is_live and self._heeds_canvas:
            self._guarded(self._heed_canvas)()
        return bool(GLib.SOURCE_CONTINUE)

    def _heed_new_size(self) -> None:
        """Forget what was said of another image: it was scaled, cropped or turned."""
        self._engine.forget()  # so that this is not done again before the next look has ended
        self._change(PromptState())
        self._heeds_canvas = False
        self._work.begin(self._looking_again())

    def _looking_again(self) -> Steps[None]:
        try:
            yield from self._looking()
        finally:  # GIMP scales one thing after the other, and the selection is none that was drawn
            if self._is_open():
                self._canvas = Canvas(self._image)
            self._heeds_canvas = True
        self._say(_("The image has changed its size, so the clicks are forgotten; click again."))

    def _heed_canvas(self) -> None:
        """Take what was drawn on the canvas as a prompt, and go with GIMP's undo and redo."""
        follows = self._live_wish() is not None  # what was made by Apply can be undone to be made otherwise
        if follows and not self._work.is_busy and self._canvas.kept_has_changed():
            self._heed_undo()
        drawn = self._canvas.look()
        state = self._state.with_anchors(drawn.new, drawn.gone, wanted=self._window.adds_wanted)
        if state is not self._state:
            self._canvas.forget(drawn.gone)
            self._change(state)
        elif drawn.selection:
            self._work.begin(self._heeding_selection())

    def _heed_undo(self) -> None:
        kept = attached(self._image)
        if kept is not None:
            self._work.begin(self._adopting(kept))
        else:
            self._change(self._state.cleared())

    def _heeding_selection(self) -> Steps[None]:
        seen = yield from self._engine.looking()
        yield MORE
        ask = ask_of_selection(self._image, seen.frame)
        yield MORE
        self._state = self._state.drawn(ask, (seen.frame.left, seen.frame.top))
        self._list.show(entries_of(self._state))
        yield from self._finder.finding(self._state, self._live_wish)

    def _on_hover_timer(self) -> bool:
        self._hovering.look(self._state, is_busy=self._work.is_busy)
        return bool(GLib.SOURCE_CONTINUE)

    def _on_march_timer(self) -> bool:
        if self._window.look == "outline":
            self._showing.march()
        return bool(GLib.SOURCE_CONTINUE)

    # The rest.

    def _say(self, text: str) -> None:
        self._window.say(text)

    def _is_open(self) -> bool:
        return bool(self._image.is_valid())

    def _corner(self) -> Tuple[int, int]:
        seen = self._engine.seen
        return (seen.frame.left, seen.frame.top) if seen is not None else (0, 0)

    def _guarded(self, work: Callable[[], None]) -> Callable[[], None]:
        """Let what goes wrong be a sentence in the panel: here is where GTK calls us."""

        def run() -> None:
            try:
                work()
            except Exception as error:  # as good as where GIMP calls us: the other broad catch
                self._on_failed(error)

        return run

    def _on_failed(self, error: Exception) -> None:
        if not self._is_open():
            return  # closed in the middle of it; the next look at the canvas closes the panel
        sentence = sentence_of(error)
        if sentence:
            self._say(sentence)
