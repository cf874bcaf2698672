"""The panel: prompts from its preview and from GIMP's canvas in, an object out, GIMP usable all the time."""

from __future__ import annotations

import logging
from typing import Any, Callable, Final, Optional, Sequence, Tuple

from smart_select_gimp.ask import Ask
from smart_select_gimp.gimp_api import GLib
from smart_select_gimp.gtk_api import Gtk
from smart_select_gimp.i18n import _
from smart_select_gimp.object_mask import ObjectMask, mask_of
from smart_select_gimp.outputs import Target, Wish, put
from smart_select_gimp.panel.canvas import Canvas, Drawn
from smart_select_gimp.panel.drawing import pixbuf_of
from smart_select_gimp.panel.engine import Answer, Listener, PanelEngine
from smart_select_gimp.panel.looks import LOOKS
from smart_select_gimp.panel.preview import Gestures, Preview
from smart_select_gimp.panel.prompt_state import PromptState
from smart_select_gimp.panel.thumbnail import thumbnail
from smart_select_gimp.panel.window import Actions, PanelWindow
from smart_select_gimp.problems import Problem
from smart_select_gimp.prompting import ask_of_selection
from smart_select_gimp.seeing import layers_of
from smart_select_plugin.client import WorkerClient
from smart_select_plugin.wire.values import Box, Selection, Size

_log: Final = logging.getLogger(__name__)
_CANVAS_MS: Final = 200
_HOVER_MS: Final = 70
_MARCH_MS: Final = 150
_THUMB_PX: Final = 900
_READY: Final = "Click on an object; right-click what is not wanted; or draw a rectangle on the canvas."


class Panel:
    """One image's panel; it lives until it is closed or the image is."""

    def __init__(self, image: Any, drawables: Sequence[Any], client: WorkerClient) -> None:
        self._image = image
        self._target = Target(image, layers_of(drawables))
        self._state = PromptState()
        self._mask: Optional[ObjectMask] = None
        self._answer: Optional[Answer] = None
        self._shown = b""  # the answer's
        self._drawn = b""  # what is seen now, which may be a hover's
        self._thumb: Size = (1, 1)
        self._pointer: Optional[Tuple[float, float]] = None
        self._asked_pointer: Optional[Tuple[float, float]] = None
        self._phase = 0
        self._preview = Preview(Gestures(self._on_click, self._on_box, self._on_hover))
        actions = Actions(
            apply=self._guarded(self._apply),
            start_over=self._guarded(self._start_over),
            undo_click=self._guarded(self._undo_click),
            subject=self._guarded(self._subject),
            close=self.close,
            size_chosen=lambda size: self._change(self._state.with_candidate(size)),
            look_chosen=self._redraw,
            wish_changed=self._guarded(self._to_canvas),
        )
        title = _("Smart Select: {image}").format(image=image.get_name())
        self._window = PanelWindow(title, self._preview.widget, actions)
        listener = Listener(
            lambda answer: self._guarded(lambda: self._on_answer(answer))(),
            self._window.say,
            self._window.say,
            lambda: self._window.say(_(_READY)),
        )
        self._engine = PanelEngine(client, image, drawables, listener)
        self._canvas = Canvas(image)
        self._timers = [
            GLib.timeout_add(_CANVAS_MS, self._on_canvas_timer),
            GLib.timeout_add(_HOVER_MS, self._on_hover_timer),
            GLib.timeout_add(_MARCH_MS, self._on_march_timer),
        ]

    def run(self) -> None:
        """Show it and come back when it is closed."""
        self._window.window.show_all()
        self._window.window.present()
        self._guarded(self._look)()
        Gtk.main()

    def close(self) -> None:
        """End it."""
        for timer in self._timers:
            GLib.source_remove(timer)
        self._timers = []
        self._engine.close()
        self._window.window.destroy()
        Gtk.main_quit()

    # What the user says.

    def _on_click(self, x: float, y: float, wanted: bool) -> None:
        left, top = self._corner()
        at = x + left, y + top
        near = self._state.point_at(*at, self._preview.scale)
        if near is not None:
            self._change(self._state.without_point(near))
        else:
            wanted = wanted and self._window.adds_wanted
            self._change(self._state.with_point(*at, wanted=wanted, previous=self._correctable()))

    def _correctable(self) -> Optional[Selection]:
        """Return the last answer, if it is one to what is said now and of the picture as it is."""
        answer = self._answer
        if answer is None or self._state.is_empty or answer.seen is not self._engine.seen:
            return None
        return answer.selection

    def _on_box(self, box: Box) -> None:
        left, top = self._corner()
        self._change(self._state.with_box((box[0] + left, box[1] + top, box[2] + left, box[3] + top)))

    def _on_hover(self, at: Optional[Tuple[float, float]]) -> None:
        self._pointer = at

    def _change(self, state: PromptState) -> None:
        self._state = state
        self._guarded(self._ask)()

    def _undo_click(self) -> None:
        self._state = self._state.undone()
        self._ask()

    def _start_over(self) -> None:
        self._state = self._state.cleared()
        self._ask()

    def _subject(self) -> None:
        self._state = self._state.cleared()
        self._look()
        self._engine.ask_subject()

    # Questions and answers.

    def _look(self) -> None:
        before = self._engine.seen
        seen = self._engine.look()
        if seen is not before:
            width, height = seen.picture.size
            base = pixbuf_of(seen.picture.pixels, seen.picture.size, has_alpha=False)
            share = min(1.0, _THUMB_PX / max(width, height))
            self._thumb = max(1, round(width * share)), max(1, round(height * share))
            full = seen.frame.full_size
            self._preview.show_picture(base, (float(full[0]), float(full[1])))

    def _ask(self) -> None:
        self._look()
        state = self._state
        self._show_prompt()
        if state.is_empty:
            self._engine.forget()
            self._mask = None
            self._shown = b""
            self._show_mask(b"")
        else:
            self._engine.ask(self._ask_of(state), state.candidate)

    def _ask_of(self, state: PromptState) -> Ask:
        assert self._engine.seen is not None
        frame = self._engine.seen.frame
        area = state.rough_area
        if area is not None:
            area = area[0] - frame.left, area[1] - frame.top, area[2] - frame.left, area[3] - frame.top
        return Ask(
            frame.points_within(state.points), frame.box_within(state.box), state.rough, area, state.previous
        )

    def _on_answer(self, answer: Answer) -> None:
        if not self._image.is_valid():
            return  # the next look at the canvas closes the panel
        frame = answer.seen.frame
        selection = answer.selection
        shown = thumbnail(selection.area, selection.mask, selection.full_size, self._thumb)
        if answer.is_hover:
            if self._pointer is not None:
                self._show_mask(shown)
            return
        self._shown, self._answer = shown, answer
        self._show_mask(shown)
        self._mask = mask_of(selection, frame, (self._image.get_width(), self._image.get_height()))
        if self._mask is None:
            self._window.say(_("No object was found there; click elsewhere, or draw a box."))
            return
        self._window.say(_("Right-click what does not belong to it; Apply when it is right."))
        self._guarded(self._to_canvas)()

    def _to_canvas(self) -> None:
        """Let the selection follow, where that is wanted."""
        wish = self._wish()
        if (
            self._mask is None
            or not self._window.is_live
            or (wish.output, wish.operation) != ("selection", "replace")
        ):
            return
        self._put(wish)

    def _apply(self) -> None:
        if self._mask is None:
            self._window.say(_("There is nothing to apply yet: click on an object first."))
            return
        self._put(self._wish())
        self._window.say(_("Done; Ctrl+Z in GIMP takes it back."))

    def _put(self, wish: Wish) -> None:
        assert self._mask is not None
        if not self._engine.fits():
            self._mask = None
            raise Problem(_("The image has changed its size meanwhile; click again."))
        put(self._target, self._mask, wish)
        self._canvas.expect()

    def _wish(self) -> Wish:
        window = self._window
        return Wish(
            window.chosen("output"),
            window.chosen("operation"),
            window.number("feather"),
            int(window.number("grow")),
        )

    # Timers.

    def _on_canvas_timer(self) -> bool:
        if not self._image.is_valid():
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
        self._start_over()
        self._canvas = Canvas(self._image)
        self._window.say(_("The image has changed its size, so the clicks are forgotten; click again."))

    def _heed(self, drawn: Drawn) -> None:
        """Take what was drawn on the canvas as a prompt."""
        if drawn.anchors is not None:
            self._state = self._state.with_anchors(drawn.anchors, wanted=self._window.adds_wanted)
            self._ask()
        elif drawn.selection:
            self._look()
            assert self._engine.seen is not None
            ask = ask_of_selection(self._image, self._engine.seen.frame)
            self._state = self._state.drawn(ask, self._corner())
            self._ask()

    def _on_hover_timer(self) -> bool:
        at = self._pointer
        if at != self._asked_pointer:
            self._asked_pointer = at
            if at is None:
                self._engine.hover(None, "best")
                self._show_mask(self._shown)
            elif self._state.is_empty:
                self._engine.hover(Ask(points=((*at, 1),)), self._state.candidate)
        return bool(GLib.SOURCE_CONTINUE)

    def _on_march_timer(self) -> bool:
        if self._window.look == "outline":
            self._phase += 1
            self._redraw()
        return bool(GLib.SOURCE_CONTINUE)

    # Showing.

    def _show_prompt(self) -> None:
        ask = self._ask_of(self._state)
        self._preview.show_prompt(ask.points, ask.box)

    def _show_mask(self, mask: bytes) -> None:
        self._drawn = mask
        self._redraw()

    def _redraw(self) -> None:
        mask = self._drawn
        overlay = None
        if len(mask) == self._thumb[0] * self._thumb[1] and any(mask):
            rgba = LOOKS[self._window.look](mask, self._thumb[0], self._phase)
            overlay = pixbuf_of(rgba, self._thumb, has_alpha=True)
        self._preview.show_overlay(overlay)

    def _corner(self) -> Tuple[int, int]:
        seen = self._engine.seen
        return (seen.frame.left, seen.frame.top) if seen is not None else (0, 0)

    def _guarded(self, work: Callable[[], None]) -> Callable[[], None]:
        """Let what goes wrong be a sentence in the panel: here is where GTK calls us."""

        def run() -> None:
            try:
                work()
            except Problem as problem:
                self._window.say(str(problem))
            except Exception:
                _log.exception("panel")
                self._window.say(_("Something unexpected went wrong; the log says more. Try again."))

        return run
