"""What works on this machine, as a text to copy: the engine's own doctor, asked from Krita."""

from __future__ import annotations

import os
from typing import Any

from smart_select_krita.failures import SetupNeeded
from smart_select_krita.link import engine_python
from smart_select_krita.log import log_path
from smart_select_krita.qt import QtCore, QtGui, QtWidgets
from smart_select_plugin.child_environment import child_environment


class DoctorDialog(QtWidgets.QDialog):
    """Asks when it is shown."""

    def __init__(self, parent: Any, krita_version: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("Smart Select: Doctor")
        self.resize(620, 420)
        self._head = f"Krita {krita_version}, Qt {QtCore.qVersion()}\nlog: {log_path()}\n\n"
        self._text = QtWidgets.QPlainTextEdit(self._head + "Looking…")
        self._text.setReadOnly(True)
        copy = QtWidgets.QPushButton("Copy")
        copy.clicked.connect(self._copy)
        close = QtWidgets.QPushButton("Close")
        close.clicked.connect(self.reject)
        column = QtWidgets.QVBoxLayout(self)
        column.addWidget(self._text)
        row = QtWidgets.QHBoxLayout()
        row.addStretch(1)
        row.addWidget(copy)
        row.addWidget(close)
        column.addLayout(row)
        self._process = QtCore.QProcess(self)
        self._ask()

    def _ask(self) -> None:
        try:
            python, _ = engine_python()
        except SetupNeeded as error:
            self._text.setPlainText(f"{self._head}{error}")
            return
        settings = QtCore.QProcessEnvironment()
        for name, value in child_environment(os.environ).items():
            settings.insert(name, value)
        self._process.setProcessEnvironment(settings)
        self._process.setProcessChannelMode(QtCore.QProcess.ProcessChannelMode.MergedChannels)
        self._process.finished.connect(lambda *_: self._show())
        self._process.errorOccurred.connect(lambda _: self._show())
        self._process.start(str(python), ["-m", "smart_select", "doctor"])

    def _show(self) -> None:
        output = bytes(self._process.readAll().data()).decode("utf-8", "replace").strip()
        self._text.setPlainText(
            self._head + (output or f"The engine did not start: {self._process.errorString()}")
        )

    def _copy(self) -> None:
        QtGui.QGuiApplication.clipboard().setText(self._text.toPlainText())

    def reject(self) -> None:
        """Close."""
        self._process.kill()
        super().reject()
