"""The set-up's window: what each model takes, the steps, progress, cancel, an offline bundle, the doctor."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, Final, Optional, Tuple

from smart_select_gimp.gimp_api import GLib
from smart_select_gimp.gtk_api import GimpUi, Gtk
from smart_select_gimp.i18n import _
from smart_select_gimp.setting_up.job import MODEL_STEP, DoctorJob, SetupJob, model_step
from smart_select_gimp.setting_up.model_chooser import ModelChooser
from smart_select_plugin.environment import Step, StepState, find_environment, user_places
from smart_select_plugin.environment.recipe import DOWNLOADED_BYTES
from smart_select_plugin.environment.steps import steps_to_do
from smart_select_plugin.installed_engine import find_engine

_LOOK_MS: Final = 100
_GAP: Final = 6
_MARKS: Final = {
    StepState.WAITING: "○",
    StepState.RUNNING: "▶",
    StepState.DONE: "✓",
    StepState.SKIPPED: "—",
    StepState.FAILED: "✗",
}


class SetupWindow:
    """Shown until it is closed; nothing is fetched before the user says so."""

    def __init__(self) -> None:
        self._job: Optional[SetupJob] = None
        self._doctor: Optional[DoctorJob] = None
        self._bundle: Optional[Path] = None
        self._window = Gtk.Window(title=_("Smart Select: Set Up"), border_width=2 * _GAP)
        self._window.set_default_size(600, -1)
        GimpUi.window_set_transient(self._window)
        self._window.connect("delete-event", self._on_delete)
        self._window.connect("destroy", lambda _window: Gtk.main_quit())
        column = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=_GAP)
        self._window.add(column)
        self._text = Gtk.Label(label=_introduction(), xalign=0.0, wrap=True, max_width_chars=60)
        column.pack_start(self._text, False, False, 0)
        self._models = ModelChooser(self._show_model_step)
        column.pack_start(self._models.widget, False, False, 0)
        self._lines: Dict[str, Any] = {}
        for step in steps_to_do():
            self._add_line(column, step)
        self._add_line(column, model_step(self._models.chosen))
        self._lines[MODEL_STEP].set_no_show_all(True)
        self._show_model_step()
        self._bar = Gtk.ProgressBar(show_text=True, text="")
        column.pack_start(self._bar, False, False, 0)
        self._report = Gtk.TextView(editable=False, monospace=True)
        self._scroller = Gtk.ScrolledWindow(no_show_all=True)
        self._scroller.set_size_request(-1, 220)
        self._scroller.add(self._report)
        column.pack_start(self._scroller, True, True, 0)
        column.pack_start(self._buttons(), False, False, 0)
        self._timer = GLib.timeout_add(_LOOK_MS, self._look)

    def run(self) -> bool:
        """Show it; return, when it is closed, whether there is an environment."""
        self._window.show_all()
        self._window.present()
        Gtk.main()
        GLib.source_remove(self._timer)
        if self._job is not None:
            self._job.stop()
            self._job.wait()
        return find_engine() is not None

    def _buttons(self) -> Any:
        row = Gtk.Box(spacing=_GAP)
        chooser = Gtk.FileChooserButton(title=_("Offline bundle"), action=Gtk.FileChooserAction.OPEN)
        chooser.set_tooltip_text(_("A file with everything in it, for a computer without a network"))
        chooser.connect("file-set", self._on_bundle)
        label = Gtk.Label.new_with_mnemonic(_("Offline _bundle:"))
        label.set_mnemonic_widget(chooser)
        row.pack_start(label, False, False, 0)
        row.pack_start(chooser, True, True, 0)
        check = Gtk.Button.new_with_mnemonic(_("_Doctor"))
        check.set_tooltip_text(_("Look at what is installed and whether it works"))
        check.connect("clicked", self._on_doctor)
        self._start = Gtk.Button.new_with_mnemonic(_("_Set up"))
        self._start.get_style_context().add_class("suggested-action")
        self._start.connect("clicked", self._on_start)
        self._close = Gtk.Button.new_with_mnemonic(_("_Close"))
        self._close.connect("clicked", self._on_close)
        for button in (self._close, self._start, check):
            row.pack_end(button, False, False, 0)
        return row

    def _add_line(self, column: Any, step: Step) -> None:
        line = Gtk.Label(label=_line(step), xalign=0.0)
        self._lines[step.name] = line
        column.pack_start(line, False, False, 0)

    def _show_model_step(self) -> None:
        line = self._lines[MODEL_STEP]
        line.set_text(_line(model_step(self._models.chosen)))
        line.set_visible(self._models.fetches)

    def _on_bundle(self, chooser: Any) -> None:
        name = chooser.get_filename()
        self._bundle = Path(name) if name else None
        self._models.offer(self._bundle is None)

    def _on_start(self, _button: Any) -> None:
        self._job = SetupJob(self._bundle, self._models.chosen)
        self._models.widget.set_sensitive(False)
        self._start.set_sensitive(False)
        self._close.set_label(_("_Cancel"))
        self._text.set_text(_("You can go on working in GIMP meanwhile."))

    def _on_doctor(self, _button: Any) -> None:
        self._doctor = DoctorJob()
        self._show_report(_("Looking …"))

    def _on_close(self, _button: Any) -> None:
        if self._job is not None:
            self._job.stop()
        else:
            self._end()

    def _on_delete(self, _window: Any, _event: Any) -> bool:
        self._end()
        return True

    def _end(self) -> None:
        """Close it, at once for the eye, and when a set-up that is going on has been undone."""
        self._window.destroy()

    def _look(self) -> bool:
        if self._doctor is not None and self._doctor.is_done:
            self._show_report(self._doctor.text)
            self._doctor = None
        job = self._job
        if job is not None:
            self._show_steps(job.steps, job.doing)
            if job.is_done:
                self._job = None
                self._bar.set_text("")
                self._bar.set_fraction(0.0 if job.problem else 1.0)
                self._models.widget.set_sensitive(True)
                self._models.refresh()
                self._start.set_sensitive(True)
                self._close.set_label(_("_Close"))
                self._text.set_text(job.problem or _("Done: Smart Select is ready."))
        return bool(GLib.SOURCE_CONTINUE)

    def _show_steps(self, steps: Tuple[Step, ...], doing: str) -> None:
        for step in steps:
            self._lines[step.name].set_text(_line(step))
            if step.state is StepState.RUNNING:
                self._bar.set_text(doing or step.label if step.name == MODEL_STEP else step.label)
                if step.total_bytes:
                    self._bar.set_fraction(min(1.0, step.done_bytes / step.total_bytes))
                else:
                    self._bar.pulse()

    def _show_report(self, text: str) -> None:
        self._report.get_buffer().set_text(text)
        self._scroller.show()
        self._report.show()


def _introduction() -> str:
    engine = find_engine()
    if engine is not None and not engine.version:
        return _("Smart Select uses the engine of {python}, which SMART_SELECT_PYTHON names.").format(
            python=engine.python
        )
    if find_environment(user_places()) is not None:
        return _(
            "Smart Select is set up on this computer; Doctor tells how well it works. "
            "Setting it up again downloads about {download:.0f} MB."
        ).format(download=DOWNLOADED_BYTES / 1e6)
    return _(
        "Smart Select runs on this computer alone; no picture ever leaves it. It needs a private "
        "environment, with a small model built in. Which models shall it use?"
    )


def _line(step: Step) -> str:
    done, total = step.done_bytes / 1e6, step.total_bytes / 1e6
    size = f" ({done:.0f} / {total:.0f} MB)" if step.done_bytes else ""
    return f"{_MARKS[step.state]}  {step.label}{size}"
