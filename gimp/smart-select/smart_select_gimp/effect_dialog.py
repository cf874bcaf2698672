"""The window of a verb's settings, as GIMP makes them."""

from __future__ import annotations

from typing import Any

from smart_select_gimp.effect_arguments import NEEDS, SHOWN
from smart_select_gimp.gimp_api import Gimp, GObject
from smart_select_gimp.gtk_api import GimpUi, Gtk
from smart_select_gimp.i18n import _


def ask_for_settings(procedure: Any, config: Any) -> bool:
    """Let the user change a call's arguments; return whether they want it done."""
    GimpUi.init("smart-select")
    dialog = GimpUi.ProcedureDialog.new(
        procedure, config, procedure.get_menu_label().replace("_", "").rstrip("… ")
    )
    names = SHOWN[procedure.get_name()]
    for name in names:
        _prepare(dialog, name)
    dialog.fill(list(names))
    if "fill" in names:
        for name, fills in NEEDS.items():
            dialog.set_sensitive_if_in(name, None, "fill", _texts(fills), True)
        _add_chooser(dialog, config)
    try:
        return bool(dialog.run())
    finally:
        dialog.destroy()


def _prepare(dialog: Any, name: str) -> None:
    """Have shares, and what is measured in pixels, moved by a slider."""
    if name in ("light", "shadow", "haze", "amount"):
        dialog.get_scale_entry(name, 1.0)
    elif name == "blur":
        dialog.get_scale_entry(name, 1.0).set_bounds(0.1, 200.0, True)


def _add_chooser(dialog: Any, config: Any) -> None:
    """Have the picture chosen by a button instead of typed."""
    labelled = dialog.get_widget("file", Gtk.Entry)
    entry = labelled.get_entry()
    entry.set_no_show_all(True)
    entry.hide()
    button = Gtk.FileChooserButton(title=_("The picture behind the object"), hexpand=True)
    images, everything = Gtk.FileFilter(), Gtk.FileFilter()
    images.add_pixbuf_formats()
    images.set_name(_("Pictures"))
    everything.add_pattern("*")
    everything.set_name(_("All files"))
    button.add_filter(images)
    button.add_filter(everything)
    if config.get_property("file"):
        button.set_filename(config.get_property("file"))
    button.connect("file-set", lambda _button: config.set_property("file", button.get_filename() or ""))
    labelled.attach_next_to(button, entry, Gtk.PositionType.RIGHT, 1, 1)
    button.show()


def _texts(values: Any) -> Any:
    array = Gimp.ValueArray.new(len(values))
    for value in values:
        array.append(GObject.Value(str, value))
    return array
