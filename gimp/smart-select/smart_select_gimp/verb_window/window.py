"""The window itself: settings at the left, the preview at the right."""

from __future__ import annotations

from typing import Any, Final, Sequence

from smart_select_gimp.effect_arguments import NEEDS, SHOWN
from smart_select_gimp.gimp_api import Gimp, GObject
from smart_select_gimp.gtk_api import GimpUi, Gtk
from smart_select_gimp.i18n import _
from smart_select_gimp.procedures import REFINE
from smart_select_gimp.verb_window.following import Following, Making
from smart_select_gimp.verb_window.making import EffectMaking
from smart_select_gimp.verb_window.picture import PreviewPicture
from smart_select_gimp.verb_window.selection_making import SelectionMaking
from smart_select_plugin.client import WorkerClient

_SETTINGS: Final = "smart-select-settings"
_SETTINGS_PX: Final = 340
"""Their width: less would leave a slider no way to go."""
_SHARE: Final = (0.0, 1.0)
_PER_CENT: Final = (0.0, 100.0)
_SLIDERS: Final = {
    "light": _SHARE,
    "shadow": _SHARE,
    "haze": _SHARE,
    "amount": _SHARE,
    "specks": _PER_CENT,
    "holes": _PER_CENT,
    "blur": (0.1, 200.0),
    "falloff": (0.0, 1000.0),
    "smooth": (0.0, 50.0),
    "grow": (-50.0, 50.0),
    "feather": (0.0, 50.0),
}
"""How far the sliders go; of what is measured in pixels, more can be typed."""
_ROLE: Final = "smart-select-verb"


def ask_for_settings(
    procedure: Any, image: Any, drawables: Sequence[Any], config: Any, client: WorkerClient
) -> bool:
    """Let the user change a call's arguments, and see what they make; return whether they want it done.

    Where the image is closed meanwhile, the window goes with it, as GIMP's own do.
    """
    GimpUi.init("smart-select")
    dialog = GimpUi.ProcedureDialog.new(
        procedure, config, procedure.get_menu_label().replace("_", "").rstrip("… ")
    )
    names = SHOWN[procedure.get_name()]
    for name in names:
        _prepare(dialog, name)
    settings = dialog.fill_box(_SETTINGS, list(names))
    dialog.fill([_SETTINGS])
    for name, (other, values) in NEEDS.items():
        if name in names and other in names:
            dialog.set_sensitive_if_in(name, None, other, _texts(values), True)
    if "file" in names:
        _add_chooser(dialog, config)
    if "layer" in names:
        _align_layer(dialog)
    picture = PreviewPicture()
    _put_beside(settings, picture.widget)
    dialog.set_role(_ROLE)
    making: Making = (
        SelectionMaking(client, image, config)
        if procedure.get_name() == REFINE
        else EffectMaking(client, image, drawables, (procedure.get_name(), config))
    )
    following = Following(image, config, making, picture, lambda: dialog.response(Gtk.ResponseType.CANCEL))
    try:
        following.begin()
        return bool(dialog.run())
    finally:
        following.close()
        dialog.destroy()


def _put_beside(settings: Any, preview: Any) -> None:
    """Have the preview at the right of the settings, which keep their width."""
    parent = settings.get_parent()
    both = Gtk.Box(orientation=Gtk.Orientation.HORIZONTAL, spacing=18)
    parent.remove(settings)
    settings.set_valign(Gtk.Align.START)
    settings.set_size_request(_SETTINGS_PX, -1)
    both.pack_start(settings, False, False, 0)
    both.pack_start(preview, True, True, 0)
    parent.pack_start(both, True, True, 0)
    both.show()


def _prepare(dialog: Any, name: str) -> None:
    """Have shares, and what is measured in pixels, moved by a slider."""
    if name in _SLIDERS:
        dialog.get_scale_entry(name, 1.0).set_bounds(*_SLIDERS[name], True)


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

    def show_chosen(*_changed: Any) -> None:
        path = config.get_property("file")
        if not path:
            button.unselect_all()
        elif path != button.get_filename():
            button.set_filename(path)

    show_chosen()
    handler = config.connect("notify::file", show_chosen)  # as Reset and Load Saved Settings change it
    button.connect("destroy", lambda _button: config.disconnect(handler))
    button.connect("file-set", lambda _button: config.set_property("file", button.get_filename() or ""))
    labelled.attach_next_to(button, entry, Gtk.PositionType.RIGHT, 1, 1)
    labelled.get_label().set_mnemonic_widget(button)
    button.show()


def _align_layer(dialog: Any) -> None:
    """Have the button for the layer stand below the other settings, which GIMP does not do for such a one."""
    labels = Gtk.SizeGroup(mode=Gtk.SizeGroupMode.HORIZONTAL)
    labels.add_widget(dialog.get_widget("file", Gtk.Entry).get_label())
    labels.add_widget(dialog.get_widget("layer", GObject.TYPE_NONE).get_label())


def _texts(values: Any) -> Any:
    array = Gimp.ValueArray.new(len(values))
    for value in values:
        array.append(GObject.Value(str, value))
    return array
