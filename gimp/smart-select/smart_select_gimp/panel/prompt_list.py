"""The list of what was said: read it, and remove entries one by one with the mouse or the keyboard."""

from __future__ import annotations

from typing import Any, Callable, Final, Tuple

from smart_select_gimp.gimp_api import GLib
from smart_select_gimp.gtk_api import Gdk, Gtk
from smart_select_gimp.i18n import _
from smart_select_gimp.panel.prompt_entries import Entry
from smart_select_gimp.panel.prompt_state import PromptState

_HEIGHT: Final = 78


class PromptList:
    """A widget; `changed` gets the prompt that is left when an entry is removed."""

    def __init__(self, changed: Callable[[PromptState], None]) -> None:
        self._changed = changed
        self._entries: Tuple[Entry, ...] = ()
        self._list = Gtk.ListBox()
        self._list.set_selection_mode(Gtk.SelectionMode.BROWSE)
        self._list.set_placeholder(Gtk.Label(label=_("Nothing was said yet."), visible=True, sensitive=False))
        self._list.set_tooltip_text(_("What you have said; Delete removes an entry"))
        self._list.get_accessible().set_name(_("Clicks and boxes; Delete removes one"))
        self._list.connect("key-press-event", self._on_key)
        self.widget = Gtk.ScrolledWindow(shadow_type=Gtk.ShadowType.IN)
        self.widget.set_policy(Gtk.PolicyType.NEVER, Gtk.PolicyType.AUTOMATIC)
        self.widget.set_size_request(-1, _HEIGHT)
        self.widget.add(self._list)

    def show(self, entries: Tuple[Entry, ...]) -> None:
        """Show other entries; the keyboard stays where it was, or on the last one."""
        if [entry.text for entry in entries] == [entry.text for entry in self._entries]:
            self._entries = entries
            return
        chosen = self._list.get_selected_row()
        had_focus = self._list.get_focus_child() is not None
        grew = len(entries) > len(self._entries)
        at = len(entries) if chosen is None or grew else chosen.get_index()
        for row in self._list.get_children():
            self._list.remove(row)
        self._entries = entries
        for entry in entries:
            self._list.add(self._row(entry.text))
        self._list.show_all()
        row = self._list.get_row_at_index(min(at, len(entries) - 1)) if entries else None
        if row is not None:
            self._list.select_row(row)
            if had_focus:
                row.grab_focus()
            if grew:
                GLib.idle_add(self._show_last)

    def _show_last(self) -> bool:
        """Scroll down, once GTK knows how long the list is."""
        scrolled = self.widget.get_vadjustment()
        scrolled.set_value(scrolled.get_upper())
        return bool(GLib.SOURCE_REMOVE)

    def _row(self, text: str) -> Any:
        line = Gtk.Box(spacing=6)
        line.pack_start(Gtk.Label(label=text, xalign=0.0), True, True, 2)
        button = Gtk.Button(label="×", relief=Gtk.ReliefStyle.NONE)
        button.set_tooltip_text(_("Remove this"))
        button.get_accessible().set_name(_("Remove: {entry}").format(entry=text))
        line.pack_end(button, False, False, 0)
        row = Gtk.ListBoxRow()
        row.add(line)
        button.connect("clicked", lambda _widget: self._remove(row.get_index()))
        return row

    def _remove(self, index: int) -> None:
        if 0 <= index < len(self._entries):
            self._changed(self._entries[index].left)

    def _on_key(self, _widget: Any, event: Any) -> bool:
        row = self._list.get_selected_row()
        if row is None or Gdk.keyval_name(event.keyval) not in ("Delete", "KP_Delete", "BackSpace"):
            return False
        self._remove(row.get_index())
        return True
