"""The model chooser: name, size, licence and speed of each, and the download of one that is not there yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Final, Optional, Tuple

from smart_select_gimp.gimp_api import GLib
from smart_select_gimp.gtk_api import Gtk
from smart_select_gimp.i18n import _
from smart_select_gimp.model_texts import READY, line_of
from smart_select_gimp.panel.download import ModelDownload
from smart_select_gimp.worker_link import engine_python
from smart_select_plugin.engine_words import in_words
from smart_select_plugin.wire.values import ModelLine

_LOOK_MS: Final = 200


@dataclass(frozen=True)
class ModelEvents:
    """What the chooser tells."""

    chosen: Callable[[str], None]
    """Another model is to be used; it is there."""
    fetched: Callable[[], None]
    """The list of models has changed."""
    say: Callable[[str], None]


class ModelRow:
    """A labelled list to choose from, and a button that stops a download."""

    def __init__(self, events: ModelEvents, used: str) -> None:
        self._events = events
        self._used = used
        self._models: Tuple[ModelLine, ...] = ()
        self._download: Optional[ModelDownload] = None
        self._question: Optional[Any] = None
        self._timer = 0
        self._is_filling = False
        self.widget = Gtk.Box(spacing=6)
        label = Gtk.Label.new_with_mnemonic(_("Mo_del:"))
        self._combo = Gtk.ComboBoxText(hexpand=True)
        cell = self._combo.get_cells()[0]
        cell.set_property("ellipsize", 3)  # Pango.EllipsizeMode.END, without Pango's module
        cell.set_property("width-chars", 18)
        self._combo.set_popup_fixed_width(False)
        self._combo.connect("changed", self._on_changed)
        label.set_mnemonic_widget(self._combo)
        self._stop = Gtk.Button.new_with_mnemonic(_("S_top"))
        self._stop.set_tooltip_text(_("Stop the download; it goes on from there next time"))
        self._stop.set_no_show_all(True)
        self._stop.connect("clicked", self._on_stop)
        self.widget.pack_start(label, False, False, 0)
        self.widget.pack_start(self._combo, True, True, 0)
        self.widget.pack_end(self._stop, False, False, 0)

    def show(self, models: Tuple[ModelLine, ...]) -> None:
        """Show these models."""
        self._models = models
        self._fill()

    def use(self, model: str) -> bool:
        """Choose a model without telling so; return whether it is there."""
        if not any(line.id == model and line.state in READY for line in self._models):
            return False
        self._used = model
        self._fill()
        return True

    def close(self) -> None:
        """End what is going on."""
        if self._timer:
            GLib.source_remove(self._timer)
            self._timer = 0
        if self._download is not None:
            self._download.stop()
        if self._question is not None:
            self._question.destroy()

    def _fill(self) -> None:
        self._is_filling = True
        self._combo.remove_all()
        for model in self._models:
            self._combo.append(model.id, line_of(model))
        self._combo.set_active_id(self._used)
        self._is_filling = False
        tip = _("Larger models see more and take longer; all work on this computer alone.")
        used = [line_of(model) for model in self._models if model.id == self._used]
        self._combo.set_tooltip_text("\n".join([*used, tip]))

    def _on_changed(self, _combo: Any) -> None:
        name = self._combo.get_active_id()
        if self._is_filling or name is None or name == self._used:
            return
        model = next(model for model in self._models if model.id == name)
        if model.state in READY:
            self._used = name
            self._fill()
            self._events.chosen(name)
        else:
            self._fill()  # back to the one in use, until the other is there
            self._ask(model)

    def _ask(self, model: ModelLine) -> None:
        """Ask whether a model is to be fetched, without keeping anybody from working on."""
        if self._question is not None or self._download is not None:
            return
        text = _("Download {model}? It is {megabytes:.0f} MB, under the licence {licence}.").format(
            model=in_words(model.label),
            megabytes=model.download_bytes / 1e6,
            licence=model.licence or _("of its maker"),
        )
        question = Gtk.MessageDialog(
            title=_("Smart Select: Download"),
            transient_for=self.widget.get_toplevel(),
            message_type=Gtk.MessageType.QUESTION,
            text=text,
            secondary_text=_(
                "It is fetched once and then works without a network. No picture leaves this computer."
            ),
        )
        question.add_button(_("_Cancel"), Gtk.ResponseType.CANCEL)
        question.add_button(_("_Download"), Gtk.ResponseType.OK)
        question.connect("response", self._on_response, model.id)
        self._question = question
        question.show_all()

    def _on_response(self, question: Any, response: int, model: str) -> None:
        self._question = None
        question.destroy()
        if response == Gtk.ResponseType.OK:
            self._download = ModelDownload(engine_python(), model)
            self._stop.show()
            self._timer = GLib.timeout_add(_LOOK_MS, self._look)

    def _on_stop(self, _button: Any) -> None:
        if self._download is not None:
            self._download.stop()

    def _look(self) -> bool:
        download = self._download
        assert download is not None
        if not download.is_done:
            self._events.say(download.doing or _("Fetching the model …"))
            return bool(GLib.SOURCE_CONTINUE)
        self._download = None
        self._timer = 0
        self._stop.hide()
        if download.problem:
            self._events.say(download.problem)
        elif not download.was_stopped:
            self._used = download.model
            self._events.chosen(download.model)
        else:
            self._events.say(_("The download was stopped; choose the model again to go on with it."))
        self._events.fetched()
        return bool(GLib.SOURCE_REMOVE)
