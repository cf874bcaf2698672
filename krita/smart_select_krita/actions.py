"""The plug-in's entries in Tools ▸ Scripts; each can have a shortcut (smart_select_krita.action)."""

from __future__ import annotations

from typing import Any, Callable, Dict

from krita import Extension  # type: ignore[attr-defined]
from smart_select_krita import app, docker
from smart_select_krita.doctor_dialog import DoctorDialog
from smart_select_krita.log import log
from smart_select_krita.qt import is_deleted
from smart_select_plugin.translation import _


class SmartSelectActions(Extension):
    """Krita asks it for actions at each new window."""

    def setup(self) -> None:
        """Nothing to do before there is a window."""

    def createActions(self, window: Any) -> None:  # noqa: N802  (Krita's name)
        """Add the entries to one window."""
        doing: Dict[str, tuple[str, Callable[[Any], None]]] = {
            "click": (_("Smart Select: Click to Select"), _click),
            "from_selection": (
                _("Smart Select: Snap Selection to Object"),
                lambda it: it.desk.session.from_selection(),
            ),
            "live": (_("Smart Select: Live Mode"), lambda it: it.desk.set_live(not it.desk.live.is_on)),
            "subject": (_("Smart Select: Select Subject"), lambda it: it.desk.session.subject()),
            "wanted": (_("Smart Select: Switch Wanted and Not Wanted"), _switch_wanted),
            "new_object": (_("Smart Select: New Object"), lambda it: it.desk.session.new_object()),
            "make": (_("Smart Select: Make Mask or Layer"), lambda it: it.desk.session.make()),
            "setup": (_("Smart Select: Set Up…"), lambda it: it.set_up()),
            "doctor": (_("Smart Select: Doctor…"), _doctor),
        }
        for name, (text, work) in doing.items():
            action = window.createAction(f"smart_select_{name}", text, "tools/scripts")
            action.triggered.connect(lambda checked=False, work=work: _run(work))


def _run(work: Callable[[Any], None]) -> None:
    """Do it with the docker of the window in front."""
    try:
        it = _docker_in_front()
        if it is None or it.desk is None:
            return
        if not it.isVisible():
            it.show()
        it.raise_()
        work(it)
    except Exception:  # one of the entry points
        log.exception("an action")


def _docker_in_front() -> Any:
    window = app.active_window()
    main = window.qwindow() if window is not None else None
    docker.DOCKERS[:] = [it for it in docker.DOCKERS if not is_deleted(it)]
    for it in docker.DOCKERS:
        if (main is not None and it.window() is main) or it.parent() is main:
            return it
    return docker.DOCKERS[-1] if docker.DOCKERS else None


def _click(it: Any) -> None:
    if it.desk.is_armed:
        it.desk.disarm()
    else:
        it.desk.arm()


def _switch_wanted(it: Any) -> None:
    it.desk.wanted = not it.desk.wanted
    it.desk.show_change()


def _doctor(it: Any) -> None:
    DoctorDialog(it, str(app.krita().version())).show()
