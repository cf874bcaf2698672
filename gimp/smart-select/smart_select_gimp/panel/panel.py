"""The panel: prompts from its preview and from GIMP's canvas in, an object out, GIMP usable all the time."""

from __future__ import annotations

import logging
from typing import Any, Callable, Final, List, Optional, Sequence, Tuple

from smart_select_gimp.ask import Ask
from smart_select_gimp.gimp_api import GLib
from smart_select_gimp.gtk_api import Gtk
from smart_select_gimp.i18n import _
from smart_select_gimp.outputs import Target, Wish
from smart_select_gimp.panel.canvas import Canvas, Drawn
from smart_select_gimp.panel.engine import PanelEngine
from smart_select_gimp.panel.finding import Applied, Finder, Hearers
from smart_select_gimp.panel.model_row import ModelEvents, ModelRow
from smart_select_gimp.panel.preview import Gestures, Preview
from smart_select_gimp.panel.prompt_entries import entries_of
from smart_select_gimp.panel.prompt_list import PromptList
from smart_select_gimp.panel.prompt_state import PromptState
from smart_select_gimp.panel.showing import Showing
from smart_select_gimp.panel.window import Actions, PanelWindow, Parts
from smart_select_gimp.panel.work import Work
from smart_select_gimp.parasite import attached
from smart_select_gimp.problems import Problem
from smart_select_gimp.prompting import ask_of_selection
from smart_select_gimp.seeing import layers_of
from smart_select_gimp.steps import Steps
from smart_select_plugin.client import WorkerClient
from smart_select_plugin.wire.values import Box
from smart_select_plugin.worker_errors import RequestCancelled, Superseded, WorkerError

_log: Final = logging.getLogger(__name__)
_CANVAS_MS: Final = 200
_HOVER_MS: Final = 40
_MARCH_MS: Final = 150


class Panel:
    """One image's panel; it lives until it is closed or the image is."""

    def __init__(
        self, image: Any, drawables: Sequence[Any], client: WorkerClient, wish: Wish, model: str
    ) -> None:
        self._image = image
        self._state = PromptState()
        self._asked_pointer: Optional[Tuple[float, float]] = None
        self._pointer: Optional[Tuple[float, float]] = None
        self._list = PromptList(self._change)
        self._models = ModelRow(
            ModelEvents(self._on_model, lambda: self._side_work.begin(self._listing_models()), self._say),
            model,
        )
        self._preview = Preview(Gestures(self._on_click, self._on_box, self._on_hover))
        actions = Actions(
            apply=self._guarded(self._apply),
            start_over=lambda: self._change(self._state.cleared()),
            undo_click=lambda: self._change(self._state.undone()),
            subject=lambda: self._change(self._state.of_subject()),
            close=self.close,
            size_chosen=lambda size: self._change(self._state.with_candidate(size)),
            look_chosen=lambda: self._showing.redraw(),
            wish_changed=self._guarded(self._follow),
        )
        title = _("Smart Select: {image}").format(image=image.get_name())
        parts = Parts(self._preview.widget, self._list.widget, self._models.widget)
        self._window = PanelWindow(title, parts, actions, wish)
        self._showing = Showing(self._preview, lambda: self._window.look)
        self._engine = PanelEngine(client, image, drawables, self._say)
        self._engine.model = model
        self._work = Work(self._is_open, self._on_failed)
        self._side_work = Work(self._is_open, self._on_failed)
        self._canvas = Canvas(image)
        hearers = Hearers(self._say, lambda: self._canvas.expect())
        target = Target(image, layers_of(drawables))
        self._finder = Finder(image, target, self._engine, self._showing, hearers)
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

    def _on_hover(self, at: Optional[Tuple[float, float]]) -> None:
        self._pointer = at

    def _on_model(self, model: str) -> None:
        self._engine.model = model
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
        yield from self._looking()
        self._side_work.begin(self._listing_models())
        kept, seen = attached(self._image), self._engine.seen
        if kept is None or seen is None or not self._state.is_empty:
            return
        corner = seen.frame.left, seen.frame.top
        self._state = PromptState.of(Ask.of_stored(kept, seen.frame), corner, kept.candidate)
        self._window.show_size(kept.candidate)
        self._list.show(entries_of(self._state))
        yield from self._finder.finding(self._state, lambda: None)
        self._say(_("This is what was said of this image before: go on from here, or Start over."))

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
        elif self._window.is_live:
            self._guarded(lambda: self._heed(self._canvas.look()))()
        return bool(GLib.SOURCE_CONTINUE)

    def _heed_new_size(self) -> None:
        """Forget what was said of another image: it was scaled, cropped or turned."""
        self._engine.forget()  # so that this is not done again before the next look has ended
        self._change(PromptState())
        self._canvas = Canvas(self._image)
        self._work.begin(self._looking_again())

    def _looking_again(self) -> Steps[None]:
        yield from self._looking()
        self._say(_("The image has changed its size, so the clicks are forgotten; click again."))

    def _heed(self, drawn: Drawn) -> None:
        """Take what was drawn on the canvas as a prompt."""
        if drawn.anchors is not None:
            self._change(self._state.with_anchors(drawn.anchors, wanted=self._window.adds_wanted))
        elif drawn.selection:
            self._work.begin(self._heeding_selection())

    def _heeding_selection(self) -> Steps[None]:
        seen = yield from self._engine.looking()
        ask = ask_of_selection(self._image, seen.frame)
        self._state = self._state.drawn(ask, (seen.frame.left, seen.frame.top))
        self._list.show(entries_of(self._state))
        yield from self._finder.finding(self._state, self._live_wish)

    def _on_hover_timer(self) -> bool:
        hovered = self._engine.hovered()
        if hovered is not None and self._pointer is not None and self._state.is_empty:
            self._showing.hover(hovered)
        at = self._pointer
        if at != self._asked_pointer and not self._work.is_busy:
            self._asked_pointer = at
            if at is None:
                self._engine.hover(None, "best")
                self._showing.no_hover()
            elif self._state.is_empty:
                self._engine.hover(Ask(points=((*at, 1),)), self._state.candidate)
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
        """Say what went wrong; a bug goes to the log."""
        if isinstance(error, (RequestCancelled, Superseded)):
            return
        if isinstance(error, (Problem, WorkerError)):
            self._say(str(error))
            return
        if not self._is_open():
            return  # closed in the middle of it; the next look at the canvas closes the panel
        _log.error("panel", exc_info=error)
        self._say(_("Something unexpected went wrong; the log says more. Try again."))
