"""What one window of Krita has: the session, the canvas it listens to, the timers that keep both going."""

from __future__ import annotations

import sys
from typing import Any, Callable, Final, Tuple

from smart_select_krita import app, canvas, documents
from smart_select_krita.canvas_input import CanvasInput
from smart_select_krita.failures import no_document, our_mistake
from smart_select_krita.geometry import ImagePoint, Size, WidgetPoint
from smart_select_krita.gestures import Click, Drag
from smart_select_krita.link import WorkerLink
from smart_select_krita.live import LiveSelection
from smart_select_krita.log import guarded, log
from smart_select_krita.masks import Shade, Tint
from smart_select_krita.options import load_options, save_options
from smart_select_krita.overlay import Overlay, chosen_renderer, renders_right
from smart_select_krita.qt import QT, QtCore, is_deleted
from smart_select_krita.session import Session
from smart_select_plugin.translation import _

_WORK_MS: Final = 15
_LOOK_MS: Final = 150
_SELECTION_TOOLS: Final = "KisToolSelect"
"""How the names of all of Krita's begin."""


class Desk(QtCore.QObject):
    """`changed` is called whenever the docker should look again."""

    def __init__(self, link: WorkerLink, changed: Callable[[], None]) -> None:
        super().__init__()
        self._changed = changed
        self.session = Session(link, load_options(app.read_setting), self._session_changed)
        self.wanted = True
        self.live = LiveSelection()
        self._input = CanvasInput(
            gesture=self._gesture, moved=self._moved, stop=self.disarm, wanted=lambda: self.wanted
        )
        self._overlay: Overlay | None = None
        self._armed_for = ""
        self._armed_size: Size = (0, 0)
        self._tool = ""
        self._in_front: Tuple[str, Size] = ("", (0, 0))
        self._tints: Tuple[Tint | Shade, ...] = ()
        self._work = self._timer(_WORK_MS, self._do_work)
        self._look = self._timer(_LOOK_MS, self._look_around)

    @property
    def is_armed(self) -> bool:
        """Tell whether clicks on the canvas are ours."""
        return self._input.widget is not None

    def arm(self) -> None:
        """Take clicks on the canvas in front from now on."""
        widget, document = canvas.canvas_widget(), app.active_document()
        if widget is None or document is None:
            self.session.message = str(no_document())
            self._changed()
            return
        self._armed_for, self._tool = documents.identity(document), canvas.active_tool()
        self._armed_size = documents.size_of(document)
        self._input.listen(widget)
        kind = str(widget.metaObject().className())
        if renders_right(kind, qt=QT, platform=sys.platform, renderer=chosen_renderer()):
            self._overlay = Overlay(widget)  # else the docker's preview has to do
        self.session.prepare()
        self._changed()

    def disarm(self, message: str = "", *, closing: bool = False) -> None:
        """Give the canvas back; what is selected stays. `closing`: Krita is about to delete the canvas."""
        if not self.is_armed:
            return
        self._input.release(closing=closing)
        overlay, self._overlay = self._overlay, None
        if overlay is not None and not is_deleted(overlay):
            overlay.hide()
            overlay.deleteLater()
        self.session.hover(None)
        if message:
            self.session.message = message
        self._changed()

    def set_live(self, on: bool) -> None:
        """Snap whatever is drawn with Krita's own selection tools to the object in it."""
        document = app.active_document()
        if on and document is None:
            self.session.message = str(no_document())
        if not on or document is None:
            self.live.stop()
        else:
            self.disarm()
            self.live.start(documents.identity(document), documents.selection_digest(document))
            self.session.prepare()
            if not canvas.active_tool().startswith(_SELECTION_TOOLS):
                app.trigger("KisToolSelectRectangular")
        self._changed()

    def set_option(self, name: str, text: str) -> None:
        """Change one option, keep it, and ask again where it changes the answer."""
        before = self.session.options
        self.session.options = before.with_text(name, text)
        if self.session.options == before:
            return
        save_options(self.session.options, app.write_setting)
        if name in ("model", "candidate", "grow", "feather"):
            self.session.ask_again()
        elif name == "source":
            self.session.forget_objects()
            if self.is_armed:
                self.session.prepare()
        elif name == "output" and "selection" in (before.output, text):
            self.session.forget_objects()  # what is selected already would be made a second time
        self._session_changed()

    def hover(self, point: ImagePoint | None) -> None:
        """Show what a click here would select, as clicks are meant now; None for nowhere."""
        self.session.hover(point, self.wanted)

    def show_change(self) -> None:
        """Have the docker look again."""
        self._changed()

    def close(self) -> None:
        """Stop for good; may be called twice, and when Krita has deleted all widgets."""
        for timer in (self._work, self._look):
            if not is_deleted(timer):
                timer.stop()
        self.disarm(closing=True)
        self.session.cancel()

    def tints(self) -> Tuple[Tint | Shade, ...]:
        """Return the masks to show: what is hovered over, or the answer, and the objects put aside."""
        hovered, answers, look = self.session.hovered, self.session.answers, self.session.options.look
        shown = answers if hovered is None else (*answers[: self.session.kept], hovered)
        shown = tuple(answer for answer in shown if answer.area is not None)
        known = {(tint.look, *map(id, tint.answers)): tint for tint in self._tints}
        if look == "brightness":
            self._tints = (known.get((look, *map(id, shown))) or Shade(shown),) if shown else ()
        else:
            self._tints = tuple(known.get((look, id(answer))) or Tint(answer, look) for answer in shown)
        return self._tints

    # Called by the timers and the canvas.

    def _do_work(self) -> None:
        self.session.tick()
        guarded(self._follow_canvas)

    def _follow_canvas(self) -> None:
        if self._overlay is not None and not is_deleted(self._overlay):
            self._overlay.follow()

    def _look_around(self) -> None:
        try:
            self._stop_when_elsewhere()
            self._follow_document()
            self._input.stay_first()
            self.session.look_around()
            self._look_at_selection()
        except Exception:  # one of the entry points
            log.exception("looking around")
            self.disarm(our_mistake())
            self.live.stop()

    def _follow_document(self) -> None:
        """Krita tells of another picture, but not that one was cropped or scaled."""
        document = app.active_document()
        seen = (
            ("", (0, 0)) if document is None else (documents.identity(document), documents.size_of(document))
        )
        if seen != self._in_front:
            self._in_front = seen
            self._session_changed()

    def _look_at_selection(self) -> None:
        document = app.active_document() if self.live.is_on and not self.session.is_busy else None
        if document is None:
            return
        self.live.know(self.session.written)
        if self.live.look(documents.identity(document), documents.selection_digest(document)):
            self.session.from_selection()

    def _stop_when_elsewhere(self) -> None:
        """A tool, document or window chosen meanwhile means that the user is done with selecting."""
        widget = self._input.widget
        if widget is None:
            return
        document = app.active_document()
        elsewhere = (
            is_deleted(widget)
            or document is None
            or documents.identity(document) != self._armed_for
            or canvas.canvas_widget() is not widget
            or canvas.active_tool() != self._tool
        )
        if elsewhere:
            self.disarm()
        elif self._armed_size != documents.size_of(document) and not self.session.is_busy:
            self._armed_size = documents.size_of(document)
            self.session.prepare()  # it was cropped or scaled; nothing would be shown before the next click

    def _gesture(self, done: Click | Drag) -> None:
        if self._overlay is not None:
            self._overlay.set_drag(None)
        if isinstance(done, Click):
            for at in canvas.image_points(done.at):
                self.session.point(at, done.wanted)
            return
        if not done.wanted:
            self.session.say(_("A box is drawn around what is wanted; click what is not."))
            return
        corners = canvas.image_points(done.start, done.end)
        if corners:
            self.session.box(*corners)

    def _moved(self, at: WidgetPoint | None, drag: Drag | None) -> None:
        if self._overlay is not None:
            self._overlay.set_drag(drag if drag is not None and drag.wanted else None)
        points = canvas.image_points(at) if at is not None and drag is None else ()
        self.hover(points[0] if points else None)

    def _session_changed(self) -> None:
        if self._overlay is not None and not is_deleted(self._overlay):
            written = self.session.options.output == "selection" and self.session.hovered is None
            # Marching ants show the selection already.
            self._overlay.set_content(() if written else self.tints(), self.session.prompt.points)
        self._changed()

    def _timer(self, interval_ms: int, work: Callable[[], None]) -> Any:
        timer = QtCore.QTimer(self)
        timer.setInterval(interval_ms)
        timer.timeout.connect(work)
        timer.start()
        return timer
