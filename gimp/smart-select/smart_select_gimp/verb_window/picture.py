"""The place in the window where the preview is, or the sentence that says why there is none."""

from __future__ import annotations

from typing import Any, Final, Optional

from smart_select_gimp.gimp_api import GLib
from smart_select_gimp.gtk_api import GdkPixbuf, Gtk
from smart_select_gimp.i18n import _
from smart_select_gimp.panel.fine_image import show_frame

SIZE: Final = (420, 320)
_CHEQUERS: Final = (8, 0xC8C8C8, 0x969696)
"""Their size and colours, behind what is transparent."""
_PIXELS_SEEN: Final = 2.5
"""Enlarged by more than this, a picture shows its pixels instead of blurring them."""


class PreviewPicture:
    """Shows a pixbuf fitted, or words in its place; words for a while stand below a picture that stays."""

    def __init__(self) -> None:
        self._shown: Optional[Any] = None
        self._drawn = (0, 0, 0)
        self._image = Gtk.Image()
        # Without scrollbars, but for the sake of a window that may become smaller than the picture in it.
        holder = Gtk.ScrolledWindow(hexpand=True, vexpand=True)
        holder.set_policy(Gtk.PolicyType.EXTERNAL, Gtk.PolicyType.EXTERNAL)
        holder.add(self._image)
        holder.set_size_request(*SIZE)
        holder.connect("size-allocate", self._on_size)
        holder.connect("notify::scale-factor", lambda _widget, _name: self._draw())
        self._holder = holder
        self._words = _label(justify=Gtk.Justification.CENTER, margin=24)
        self._below = _label(xalign=0.0)
        self._stack = Gtk.Stack()
        self._stack.add_named(holder, "picture")
        self._stack.add_named(self._words, "words")
        self.widget = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=6)
        place = Gtk.Frame()
        place.add(self._stack)
        self.widget.pack_start(place, True, True, 0)
        self.widget.pack_start(self._below, False, False, 0)
        self.widget.show_all()
        self._image.get_accessible().set_name(_("Preview"))
        self._stack.set_visible_child_name("words")

    @property
    def is_there(self) -> bool:
        """Whether there is a picture."""
        return self._shown is not None

    @property
    def longest_px(self) -> int:
        """So many of the screen's pixels the longer side of a preview has."""
        return int(max(SIZE) * self.widget.get_scale_factor())

    def show(self, pixbuf: Any) -> None:
        """Show a picture."""
        self._shown = pixbuf
        self._draw(anew=True)
        self._stack.set_visible_child_name("picture")
        self._below.set_text("")

    def say(self, words: str) -> None:
        """Tell what is being done: in the picture's place, or below one that is there."""
        (self._words if self._shown is None else self._below).set_text(words)

    def refuse(self, sentence: str) -> None:
        """Say in the picture's place why there is none."""
        self._shown = None
        self._image.clear()
        self._words.set_text(sentence)
        self._below.set_text("")
        self._stack.set_visible_child_name("words")

    def _draw(self, *, anew: bool = False) -> None:
        shown = self._shown
        if shown is None:
            return
        factor = self._holder.get_scale_factor()
        room = self._holder.get_allocated_width(), self._holder.get_allocated_height()
        if min(room) < 2:
            room = SIZE  # it was not shown yet
        if not anew and (*room, factor) == self._drawn:
            return
        self._drawn = (*room, factor)
        scale = min(factor * room[0] / shown.get_width(), factor * room[1] / shown.get_height())
        width, height = (max(1, int(side * scale)) for side in (shown.get_width(), shown.get_height()))
        types = GdkPixbuf.InterpType
        how = types.NEAREST if scale > _PIXELS_SEEN * factor else types.BILINEAR
        if shown.get_has_alpha():
            side, light, dark = _CHEQUERS
            side <<= factor - 1  # a power of two, as it has to be
            frame = shown.composite_color_simple(width, height, how, 255, side, light, dark)
        else:
            frame = shown.scale_simple(width, height, how)
        show_frame(self._image, frame, factor)

    def _on_size(self, _widget: Any, _allocation: Any) -> None:
        GLib.idle_add(self._draw_once)  # GTK forgets what is set while it hands out sizes

    def _draw_once(self) -> bool:
        self._draw()
        return bool(GLib.SOURCE_REMOVE)


def _label(**properties: Any) -> Any:
    label = Gtk.Label(wrap=True, max_width_chars=44, **properties)
    label.set_width_chars(1)
    return label
