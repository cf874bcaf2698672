"""The choice of models in the set-up's window, with what is downloaded and kept on the disk for each."""

from __future__ import annotations

from typing import Any, Callable, Dict, Final

from smart_select_gimp.gtk_api import Gtk
from smart_select_gimp.i18n import _
from smart_select_gimp.setting_up.model_choice import EXTRAS, is_here, kept_choice
from smart_select_plugin.environment.recipe import DOWNLOADED_BYTES, INSTALLED_BYTES
from smart_select_plugin.installed_engine import find_engine
from smart_select_plugin.outlines import EMBEDDED

_INDENT_PX: Final = 24
"""So that a line begins below its button's text."""
_GAP_PX: Final = 4


class ModelChooser:
    """The built-in model alone, or a larger one as well; what was chosen last is chosen at first."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._buttons: Dict[str, Any] = {}
        self._sizes: Dict[str, Any] = {}
        self._is_online = True
        self.widget = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
        first = None
        for model, words in _offers().items():
            button = Gtk.RadioButton.new_with_mnemonic_from_widget(first, words)
            first = first or button
            size = Gtk.Label(xalign=0.0, margin_start=_INDENT_PX, margin_bottom=_GAP_PX)
            size.get_style_context().add_class("dim-label")
            self._buttons[model], self._sizes[model] = button, size
            self.widget.pack_start(button, False, False, 0)
            self.widget.pack_start(size, False, False, 0)
        self.refresh()
        self._buttons[kept_choice()].set_active(True)
        for button in self._buttons.values():
            button.connect("toggled", lambda _button: self._changed())

    @property
    def chosen(self) -> str:
        """The model's id."""
        return next(model for model, button in self._buttons.items() if button.get_active())

    @property
    def fetches(self) -> bool:
        """Whether a model is to be downloaded."""
        return not is_here(self.chosen)

    def refresh(self) -> None:
        """Say anew what is to be downloaded: it may be here by now."""
        extras = {extra.id: (extra.download_bytes, extra.disk_bytes) for extra in EXTRAS}
        engine = (0, 0) if find_engine() is not None else (DOWNLOADED_BYTES, INSTALLED_BYTES)
        if not self._is_online:
            engine = 0, engine[1]
        for model, label in self._sizes.items():
            more = (0, 0) if is_here(model) else extras[model]
            label.set_text(_sizes(engine[0] + more[0], engine[1] + more[1]))

    def offer(self, is_online: bool) -> None:
        """Offer what is to be downloaded, or not: an offline bundle has the built-in model alone."""
        if not is_online:
            self._buttons[EMBEDDED].set_active(True)
        for model, button in self._buttons.items():
            button.set_sensitive(is_online or is_here(model))
        self._is_online = is_online
        self.refresh()


def _offers() -> Dict[str, str]:
    """Return what is said of each model."""
    return {
        EMBEDDED: _("Bu_ilt-in model only"),
        "sam2.1-tiny": _("With SAM 2.1 _tiny: finer edges, better first clicks"),
        "sam2.1-small": _("With SAM 2.1 s_mall: better still, and slower"),
    }


def _sizes(download: int, disk: int) -> str:
    if not download:
        return _("Nothing to download")
    return _("{download:.0f} MB to download, {disk:.0f} MB on the disk").format(
        download=download / 1e6, disk=disk / 1e6
    )
