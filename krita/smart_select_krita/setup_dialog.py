"""The window that installs the engine: a list of steps, a progress bar, one button."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Final

from smart_select_krita.qt import QtCore, QtWidgets
from smart_select_krita.setting_up import SettingUp
from smart_select_plugin.environment import Step, StepState
from smart_select_plugin.translation import _

_SIGNS: Final = {
    StepState.WAITING: "·",
    StepState.RUNNING: "▸",
    StepState.DONE: "✓",
    StepState.SKIPPED: "–",
    StepState.FAILED: "✗",
}
_ABOUT: Final = _(
    "Smart Select works with an engine of its own, which is installed once into your user folder "
    "(about 160 MB). Pictures never leave this computer."
)


class SetupDialog(QtWidgets.QDialog):
    """Not modal: Krita can be used meanwhile."""

    def __init__(self, parent: Any, begin: Callable[[Path | None], SettingUp] = SettingUp) -> None:
        super().__init__(parent)
        self._begin = begin
        self.setWindowTitle(_("Set up Smart Select"))
        self.setMinimumWidth(420)
        self._work: SettingUp | None = None
        about = QtWidgets.QLabel(_ABOUT)
        about.setWordWrap(True)
        self._steps = QtWidgets.QLabel()
        self._bar = QtWidgets.QProgressBar()
        self._bar.hide()
        self._said = QtWidgets.QLabel()
        self._said.setWordWrap(True)
        self._go = QtWidgets.QPushButton(_("Install"))
        self._go.clicked.connect(lambda: self._start())
        self._offline = QtWidgets.QPushButton(_("From an offline bundle…"))
        self._offline.clicked.connect(self._choose_bundle)
        self._close = QtWidgets.QPushButton(_("Close"))
        self._close.clicked.connect(self.reject)
        column = QtWidgets.QVBoxLayout(self)
        for widget in (about, self._steps, self._bar, self._said):
            column.addWidget(widget)
        buttons = QtWidgets.QHBoxLayout()
        for button in (self._offline, self._close, self._go):
            buttons.addWidget(button)
        column.addLayout(buttons)
        self._timer = QtCore.QTimer(self)
        self._timer.timeout.connect(self._look)

    def reject(self) -> None:
        """Close; what is going on is stopped and can be started again."""
        if self._work is not None:
            self._work.stop()
        self._timer.stop()
        super().reject()

    def _choose_bundle(self) -> None:
        path, _filter = QtWidgets.QFileDialog.getOpenFileName(
            self, _("Offline bundle"), "", _("Bundles") + " (*.zip)"
        )
        if path:
            self._start(Path(path))

    def _start(self, bundle: Path | None = None) -> None:
        self._work = self._begin(bundle)
        self._said.setText("")
        self._go.setEnabled(False)
        self._offline.setEnabled(False)
        self._timer.start(150)

    def _look(self) -> None:
        work = self._work
        if work is None:
            return
        self._steps.setText("\n".join(f"{_SIGNS[step.state]}  {step.label}" for step in work.steps))
        self._make_room()
        running = next((step for step in work.steps if step.state is StepState.RUNNING), None)
        self._show_bytes(running)
        if work.is_running:
            return
        self._timer.stop()
        self._bar.hide()
        self._offline.setEnabled(True)
        self._go.setEnabled(bool(work.error))
        self._go.setText(_("Try again"))
        self._said.setText(work.error or _("Smart Select is ready."))
        self._make_room()

    def _make_room(self) -> None:
        """A window does not grow by itself with lines that are broken to its width."""
        needed = self.layout().totalHeightForWidth(self.width())
        if needed > self.height():
            self.resize(self.width(), needed)

    def _show_bytes(self, step: Step | None) -> None:
        self._bar.setVisible(step is not None)
        if step is not None:
            self._bar.setRange(0, step.total_bytes // 1000)
            self._bar.setValue(step.done_bytes // 1000)
