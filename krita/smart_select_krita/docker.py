"""The docker “Smart Select”: one in each window of Krita."""

from __future__ import annotations

from typing import Any, Final, List

from krita import DockWidget  # type: ignore[attr-defined]
from smart_select_krita import icons
from smart_select_krita.desk import Desk
from smart_select_krita.link import WorkerLink
from smart_select_krita.log import guarded, log
from smart_select_krita.panel import Panel, scrolling
from smart_select_krita.qt import QtCore, QtWidgets, is_deleted
from smart_select_krita.setup_dialog import SetupDialog
from smart_select_krita.verb_session import VerbSession
from smart_select_krita.verb_window import VerbWindow
from smart_select_plugin.translation import _

LINKS: List[WorkerLink] = []
"""Krita's one line to the worker, shared by its windows; a list because it is made on first use."""

_MOVING_MS: Final = 250
"""A docker that floats, is docked or dragged to another side is out of sight for a moment, and not hidden."""

DOCKERS: List[Any] = []
"""The dockers that there are, so that actions find the one of their window."""


def link() -> WorkerLink:
    """Return the line to the worker."""
    if not LINKS:
        LINKS.append(WorkerLink("krita"))
    return LINKS[0]


class SmartSelectDocker(DockWidget):
    """Krita makes it; an exception in here would remove it without a word."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Smart Select")  # a name, the same in all languages
        self.desk: Desk | None = None
        self.verbs: VerbWindow | None = None
        self._setting_up: SetupDialog | None = None
        self._panel: Panel | None = None
        self._refreshing = QtCore.QTimer(self)
        self._refreshing.setSingleShot(True)
        self._refreshing.timeout.connect(self._refresh)
        self._hiding = QtCore.QTimer(self)
        self._hiding.setSingleShot(True)
        self._hiding.timeout.connect(self._hidden)
        try:
            self.desk = Desk(link(), self._changed)
            self._panel = Panel(self.desk, icons.icon, self.set_up, self.open_verbs)
            self.setWidget(scrolling(self._panel))
            self.destroyed.connect(self.desk.close)
        except Exception:  # one of the entry points
            log.exception("making the docker")
            self.setWidget(QtWidgets.QLabel(_("Smart Select could not start; details are in its log.")))
        self.visibilityChanged.connect(self._visibility_changed)
        DOCKERS.append(self)

    def canvasChanged(self, canvas: Any) -> None:  # noqa: N802  (Krita's name)
        """Krita may be in the middle of closing a view: touch nothing, look a little later."""
        self._changed()

    def set_up(self) -> None:
        """Install the engine, in a window; one that is open already comes to the front."""
        if self._setting_up is None:
            self._setting_up = SetupDialog(self)
            self._setting_up.finished.connect(lambda result: self._set_up_done())
        self._setting_up.show()
        self._setting_up.raise_()
        self._setting_up.activateWindow()

    def open_verbs(self, verb: str) -> None:
        """Open the window of the verbs for one of them; "" for the last one."""
        desk = self.desk
        if desk is None:
            return
        if self.verbs is None:
            self.verbs = VerbWindow(
                self,
                lambda changed: VerbSession(
                    link(), desk.session.shown, lambda: desk.session.options, changed
                ),
            )
        self.verbs.open_for(verb)

    def _set_up_done(self) -> None:
        dialog, self._setting_up = self._setting_up, None
        if dialog is not None:
            dialog.deleteLater()
        link().close()
        if self.desk is not None:
            self.desk.session.needs_setup = False
            self.desk.session.message = ""
            self._changed()

    def _visibility_changed(self, visible: bool) -> None:
        if visible:
            self._hiding.stop()
        else:
            self._hiding.start(_MOVING_MS)

    def _hidden(self) -> None:
        if self.desk is not None:
            guarded(self.desk.disarm)
            guarded(self.desk.set_live, False)

    def _changed(self) -> None:
        # What Krita closes is gone before we are told.
        if not is_deleted(self._refreshing) and not self._refreshing.isActive():
            self._refreshing.start(0)

    def _refresh(self) -> None:
        try:
            if self._panel is not None and not is_deleted(self._panel):
                self._panel.refresh()
        except Exception:  # one of the entry points
            log.exception("refreshing the docker")
