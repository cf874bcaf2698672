"""The picture in the panel that takes clicks: wanted, not wanted, a box; zoom, pan, and the keyboard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Final, Optional, Sequence, Tuple

from smart_select_gimp.gimp_api import GLib
from smart_select_gimp.gtk_api import Gdk, Gtk
from smart_select_gimp.i18n import _
from smart_select_gimp.panel.drawing import Painter
from smart_select_gimp.panel.fine_image import show_frame
from smart_select_gimp.panel.key_cursor import DIRECTIONS, FINE_STEP_PX, STEP_PX, moved
from smart_select_gimp.panel.view import View
from smart_select_plugin.wire.values import Box, Point

_DRAG_PX: Final = 5
_LEAST_BOX_PX: Final = 1
"""Of the picture's."""
_ZOOM: Final = 1.25
_SIZE: Final = (440, 330)
_LOW_SCREEN_PX: Final = 860
_LOW_HEIGHT: Final = 220
"""On a low screen, so that the whole panel fits on one of 768 pixels."""
_LEAST_HEIGHT: Final = 120
"""What the user can make of it."""
_TURNING: Final = Gdk.ModifierType.CONTROL_MASK | Gdk.ModifierType.MOD1_MASK
"""Held with a click: not wanted. Window managers keep Alt for themselves."""


@dataclass(frozen=True)
class Gestures:
    """What the preview tells, in the picture's own pixels."""

    click: Callable[[float, float, bool], None]
    box: Callable[[Box], None]
    hover: Callable[[Optional[Tuple[float, float]]], None]


class Preview:
    """A widget that shows a picture and turns gestures into prompts."""

    def __init__(self, gestures: Gestures) -> None:
        self._gestures = gestures
        self._painter = Painter()
        self._base: Optional[Any] = None
        self._overlay: Optional[Any] = None
        self._points: Sequence[Point] = ()
        self._box: Optional[Box] = None
        self._drag: Optional[Tuple[float, float]] = None
        self._refused: Optional[Tuple[float, float]] = None
        """Where the right button is down."""
        self._pan: Optional[Tuple[float, float]] = None
        self._pointer: Optional[Tuple[float, float]] = None
        self._by_keys = False
        """Whether the pointer was moved by the keyboard last, so that its place has to be shown."""
        size = _SIZE[0], _LOW_HEIGHT if _screen_height() < _LOW_SCREEN_PX else _SIZE[1]
        self._view = View.fitted(*size, (1.0, 1.0))
        self._image = Gtk.Image()
        self.widget = Gtk.EventBox()
        self.widget.set_above_child(True)
        # Without scrollbars, but for the sake of a window that may become smaller than the picture in it.
        holder = Gtk.ScrolledWindow()
        holder.set_policy(Gtk.PolicyType.EXTERNAL, Gtk.PolicyType.EXTERNAL)
        holder.add(self._image)
        self.widget.add(holder)
        self.widget.set_can_focus(True)
        self.widget.set_size_request(*size)
        self.widget.get_accessible().set_name(
            _(
                "Preview: click on what you want, right-click or Ctrl-click on what you do not, drag a box; "
                "or arrows, Enter, minus, and b for a box"
            )
        )
        events = Gdk.EventMask
        self.widget.add_events(
            events.BUTTON_PRESS_MASK
            | events.BUTTON_RELEASE_MASK
            | events.POINTER_MOTION_MASK
            | events.SCROLL_MASK
            | events.ENTER_NOTIFY_MASK
            | events.LEAVE_NOTIFY_MASK
            | events.KEY_PRESS_MASK
        )
        self.widget.connect("button-press-event", self._on_press)
        self.widget.connect("button-release-event", self._on_release)
        self.widget.connect("motion-notify-event", self._on_motion)
        self.widget.connect("scroll-event", self._on_scroll)
        self.widget.connect("enter-notify-event", self._on_enter)
        self.widget.connect("leave-notify-event", self._on_leave)
        self.widget.connect("key-press-event", self._on_key)
        self.widget.connect("size-allocate", self._on_size)
        self.widget.connect("notify::scale-factor", lambda _widget, _name: self.redraw())

    @property
    def scale(self) -> float:
        """View pixels for one pixel of the picture."""
        return self._view.scale

    def show_picture(self, base: Any, size: Tuple[float, float]) -> None:
        """Show another picture; `size` is what its coordinates are in."""
        if size != self._view.picture:
            self._view = View.fitted(self._view.width, self._view.height, size)
        self._base = base
        self.redraw()

    def show_prompt(self, points: Sequence[Point], box: Optional[Box]) -> None:
        """Mark what was said."""
        self._points, self._box = points, box
        self.redraw()

    def show_overlay(self, overlay: Optional[Any]) -> None:
        """Lay pixels over the picture."""
        self._overlay = overlay
        self.redraw()

    def redraw(self) -> None:
        """Paint it anew."""
        if self._base is not None:
            box = self._box
            if self._drag is not None and self._pointer is not None:
                box = self._box_between(self._drag, self._pointer)
            cursor = self._pointer if self._by_keys else None
            factor = self.widget.get_scale_factor()
            if factor != self._painter.factor:  # moved to another screen
                self._painter = Painter(factor)
            frame = self._painter.paint(self._view, self._base, self._overlay, self._points, box, cursor)
            show_frame(self._image, frame, factor)

    def _box_between(self, start: Tuple[float, float], end: Tuple[float, float]) -> Box:
        x0, y0 = self._view.to_picture(*start)
        x1, y1 = self._view.to_picture(*end)
        width, height = self._view.picture
        xs, ys = sorted((x0, x1)), sorted((y0, y1))
        return max(xs[0], 0.0), max(ys[0], 0.0), min(xs[1], width), min(ys[1], height)

    def _on_press(self, widget: Any, event: Any) -> bool:
        widget.grab_focus()
        if event.type != Gdk.EventType.BUTTON_PRESS:
            self._drag = self._refused = None  # a double click is one: the second would take it back
            return True
        if event.button == 2:
            self._pan = event.x, event.y
        elif event.button == 1 and self._view.holds(event.x, event.y):
            self._drag = event.x, event.y
        elif event.button == 3 and self._view.holds(event.x, event.y):
            self._refused = event.x, event.y
        return True

    def _on_release(self, widget: Any, event: Any) -> bool:
        if event.button == 2:
            self._pan = None
        elif event.button == 1 and self._drag is not None:
            start, self._drag = self._drag, None
            wanted = not event.state & _TURNING
            if max(abs(event.x - start[0]), abs(event.y - start[1])) >= _DRAG_PX:
                self._end_box(start, (event.x, event.y), wanted)
            else:
                self._gestures.click(*self._view.to_picture(*start), wanted)
        elif event.button == 3 and self._refused is not None:
            start, self._refused = self._refused, None
            self._gestures.click(*self._view.to_picture(*start), False)
        return True

    def _end_box(self, start: Tuple[float, float], end: Tuple[float, float], wanted: bool = True) -> None:
        """Tell of a box; one with nothing in it was meant for a click, on what is `wanted` or not."""
        box = self._box_between(start, end)
        if min(box[2] - box[0], box[3] - box[1]) >= _LEAST_BOX_PX:
            self._gestures.box(box)
        elif self._view.holds(*start):
            self._gestures.click(*self._view.to_picture(*start), wanted)

    def _on_motion(self, widget: Any, event: Any) -> bool:
        self._pointer = event.x, event.y
        if self._by_keys:
            self._by_keys = False
            self.redraw()
        if self._pan is not None:
            self._view = self._view.moved(event.x - self._pan[0], event.y - self._pan[1])
            self._pan = event.x, event.y
            self.redraw()
        elif self._drag is not None:
            self._gestures.hover(None)
            self.redraw()
        elif self._view.holds(event.x, event.y):
            self._gestures.hover(self._view.to_picture(event.x, event.y))
        else:
            self._gestures.hover(None)
        return True

    def _on_scroll(self, widget: Any, event: Any) -> bool:
        up, down = Gdk.ScrollDirection.UP, Gdk.ScrollDirection.DOWN
        if event.direction in (up, down):
            factor = _ZOOM if event.direction == up else 1 / _ZOOM
            self._view = self._view.zoomed(factor, event.x, event.y)
            self.redraw()
        return True

    def _on_enter(self, widget: Any, event: Any) -> bool:
        # A pointer that rests sends no motion: it came from another window, or while GTK showed a button as
        # pressed by a key, which takes all motion for a quarter of a second.
        return False if self._by_keys else self._on_motion(widget, event)

    def _on_leave(self, widget: Any, event: Any) -> bool:
        if self._by_keys:
            return False
        self._pointer = None
        self._gestures.hover(None)
        return False

    def _on_key(self, widget: Any, event: Any) -> bool:
        """Arrows move, Enter clicks, minus says not wanted, b begins a box that Enter ends."""
        name = Gdk.keyval_name(event.keyval)
        at = self._pointer or (self._view.width / 2, self._view.height / 2)
        if name in DIRECTIONS:
            is_fine = bool(event.state & Gdk.ModifierType.SHIFT_MASK)
            self._view, at = moved(self._view, at, name, FINE_STEP_PX if is_fine else STEP_PX)
            self._gestures.hover(None if self._drag else self._view.to_picture(*at))
        elif name in ("Return", "KP_Enter", "space") and self._drag is not None:
            start, self._drag = self._drag, None
            self._end_box(start, at)
        elif name in ("Return", "KP_Enter", "space", "minus", "KP_Subtract") and self._view.holds(*at):
            self._gestures.click(*self._view.to_picture(*at), name not in ("minus", "KP_Subtract"))
        elif name == "b":
            self._drag = at
        elif name == "Escape" and self._drag is not None:
            self._drag = None
        elif name in ("plus", "equal", "KP_Add", "underscore"):
            self._view = self._view.zoomed(1 / _ZOOM if name == "underscore" else _ZOOM, *at)
        else:
            return False
        self._pointer, self._by_keys = at, True
        self.redraw()
        return True

    def _on_size(self, widget: Any, allocation: Any) -> None:
        if (allocation.width, allocation.height) != (self._view.width, self._view.height):
            self._view = self._view.resized(max(allocation.width, 2), max(allocation.height, 2))
            GLib.idle_add(self._redraw_once)  # GTK forgets what is set while it hands out sizes

    def _redraw_once(self) -> bool:
        # Only at first it has to be larger; a window that is there does not become smaller by itself.
        self.widget.set_size_request(_SIZE[0], _LEAST_HEIGHT)
        self.redraw()
        return bool(GLib.SOURCE_REMOVE)


def _screen_height() -> int:
    """Return how high the screen is, less the bars at its edges."""
    display = Gdk.Display.get_default()
    monitor = display.get_primary_monitor() or display.get_monitor(0)  # Wayland has no primary one
    return int(monitor.get_workarea().height) if monitor is not None else _LOW_SCREEN_PX
