"""The plug-in's entries in Tools ▸ Scripts; each can have a shortcut (smart_select_krita.action)."""

from __future__ import annotations

from typing import Any, Callable, Dict, Final, List, Tuple

from krita import Extension  # type: ignore[attr-defined]
from smart_select_krita import app, docker
from smart_select_krita.doctor_dialog import DoctorDialog
from smart_select_krita.log import guarded, log
from smart_select_krita.qt import QtCore, is_deleted
from smart_select_krita.refining import WAYS
from smart_select_plugin.translation import _

_EXPLAIN_MS: Final = 1000
"""Whenever it gives out shortcuts, Krita takes the explanations of the .action file, in English, and tells
nobody."""


_VERBS: Final = (
    (
        "cut_out",
        "cut-out",
        _("Smart Select: Cut Out with Clean Colours…"),
        _("Put the object on a layer of its own, without the old background's colours in its edge."),
    ),
    (
        "replace_background",
        "replace",
        _("Smart Select: Replace Background…"),
        _("Put a colour, a gradient, a picture or a layer behind the object."),
    ),
    (
        "blur_background",
        "blur",
        _("Smart Select: Blur Background…"),
        _("Blur what is behind the object, without a halo."),
    ),
    (
        "desaturate_background",
        "desaturate",
        _("Smart Select: Desaturate Background…"),
        _("Take the colours out of what is behind the object."),
    ),
    (
        "replace_sky",
        "sky",
        _("Smart Select: Replace Sky…"),
        _("Put another sky in the place of the selected one."),
    ),
)
"""The verbs that have a window: action, verb, text, explanation."""


class SmartSelectActions(Extension):
    """Krita asks it for actions at each new window."""

    def __init__(self, parent: Any) -> None:
        super().__init__(parent)
        self._helps: List[Tuple[Any, str]] = []
        self._explaining = QtCore.QTimer(self)
        self._explaining.timeout.connect(lambda: guarded(self._explain))
        self._explaining.start(_EXPLAIN_MS)

    def _explain(self) -> None:
        self._helps = [(action, text) for action, text in self._helps if not is_deleted(action)]
        for action, text in self._helps:
            if action.toolTip() != text:
                action.setToolTip(text)

    def setup(self) -> None:
        """Nothing to do before there is a window."""

    def createActions(self, window: Any) -> None:  # noqa: N802  (Krita's name)
        """Add the entries to one window."""
        doing: Dict[str, tuple[str, str, Callable[[Any], None]]] = {
            "click": (
                _("Smart Select: Click to Select"),
                _("Take clicks on the canvas: what is clicked is selected. Esc ends it."),
                _click,
            ),
            "from_selection": (
                _("Smart Select: Snap Selection to Object"),
                _("Snap the selection to the object in it."),
                lambda it: it.desk.session.from_selection(),
            ),
            "live": (
                _("Smart Select: Live Mode"),
                _("Snap whatever is drawn with Krita's own selection tools, as it is drawn."),
                lambda it: it.desk.set_live(not it.desk.live.is_on),
            ),
            "subject": (
                _("Smart Select: Select Subject"),
                _("Select what the picture is of."),
                lambda it: it.desk.session.subject(),
            ),
            "remove_background": (
                _("Smart Select: Remove Background"),
                _("Hide all of the active layer but what is selected, or else what the picture is of."),
                lambda it: it.desk.session.remove_background(),
            ),
            **{name: (text, help_text, _opening(verb)) for name, verb, text, help_text in _VERBS},
            **{name: (way.action, way.help, _refining(name)) for name, way in WAYS.items()},
            "wanted": (
                _("Smart Select: Switch Wanted and Not Wanted"),
                _("Switch between clicks on what belongs to the object and on what does not."),
                _switch_wanted,
            ),
            "new_object": (
                _("Smart Select: New Object"),
                _("Leave this object as it is; the next click begins another."),
                lambda it: it.desk.session.new_object(),
            ),
            "make": (
                _("Smart Select: Make Mask or Layer"),
                _("Make the mask or layer of what is shown."),
                lambda it: it.desk.session.make(),
            ),
            "setup": (
                _("Smart Select: Set Up…"),
                _("Install the engine that Smart Select works with."),
                lambda it: it.set_up(),
            ),
            "doctor": (
                _("Smart Select: Doctor…"),
                _("See what works on this computer, as a text to copy."),
                _doctor,
            ),
        }
        for name, (text, help_text, work) in doing.items():
            action = window.createAction(f"smart_select_{name}", text, "tools/scripts")
            self._helps.append((action, help_text))
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


def _opening(verb: str) -> Callable[[Any], None]:
    return lambda it: it.open_verbs(verb)


def _refining(way: str) -> Callable[[Any], None]:
    return lambda it: it.desk.session.refine(way)


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
