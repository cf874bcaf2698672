"""What works on this machine, as a text to copy: the engine's own doctor, asked from Krita."""

from __future__ import annotations

import os
from typing import Any

from smart_select_krita.failures import SetupNeeded
from smart_select_krita.link import engine_python
from smart_select_krita.log import log_path
from smart_select_krita.qt import QtCore, QtGui, QtWidgets
from smart_select_plugin.child_environment import child_environment
from smart_select_plugin.translation import _


class DoctorDialog(QtWidgets.QDialog):
    """Asks when it is shown."""

    def __init__(self, parent: Any, krita_version: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Smart Select: Doctor"))
        self.resize(700, 460)
        self._head = f"Krita {krita_version}, Qt {QtCore.qVersion()}\nlog: {log_path()}\n\n"
        self._text = QtWidgets.QPlainTextEdit(self._head + _("Looking…"))
        self._text.setReadOnly(True)
        self._text.setFont(QtGui.QFontDatabase.systemFont(QtGui.QFontDatabase.SystemFont.FixedFont))
        self._copy_button = QtWidgets.QPushButton(_("Copy"))
        self._copy_button.clicked.connect(self._copy)
        close = QtWidgets.QPushButton(_("Close"))
        close.clicked.connect(self.reject)
        column = QtWidgets.QVBoxLayout(self)
        column.addWidget(self._text)
        row = QtWidgets.QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._copy_button)
        row.addWidget(close)
        column.addLayout(row)
        self._process = QtCore.QProcess(self)
        self._ask()

    def _ask(self) -> None:
        try:
            python = engine_python()
        except SetupNeeded as error:
            self._text.setPlainText(self._head + str(error))
            return
        settings = QtCore.QProcessEnvironment()
        for name, value in child_environment(os.environ).items():
            settings.insert(name, value)
        self._process.setProcessEnvironment(settings)
        self._process.setProcessChannelMode(QtCore.QProcess.ProcessChannelMode.MergedChannels)
        self._process.finished.connect(lambda *result: self._show())
        self._process.errorOccurred.connect(lambda error: self._show())
        self._process.start(str(python), ["-m", "smart_select", "doctor"])

    def _show(self) -> None:
        output = bytes(self._process.readAll().data()).decode("utf-8", "replace").strip()
        reason = self._process.errorString()
        self._text.setPlainText(
            self._head + (output or _("The engine did not start: {reason}", reason=reason))
        )

    def _copy(self) -> None:
        QtGui.QGuiApplication.clipboard().setText(self._text.toPlainText())

    def reject(self) -> None:
        """Close."""
        self._process.kill()
        super().reject()
