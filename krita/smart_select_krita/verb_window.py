"""The window of the verbs: what to do with an object and its background, with a preview of it."""

from __future__ import annotations

from typing import Any, Callable, Final, List, Tuple

from smart_select_krita import app, documents
from smart_select_krita.log import guarded
from smart_select_krita.qt import Qt, QtCore, QtGui, QtWidgets
from smart_select_krita.small_result import PREVIEW_SIDE
from smart_select_krita.verb_form import VerbForm
from smart_select_krita.verb_session import VerbSession
from smart_select_krita.verb_settings import VerbSettings, load_settings, save_settings
from smart_select_plugin.stages import words_of
from smart_select_plugin.translation import _

_WORK_MS: Final = 15
_LOOK_MS: Final = 400
_PREVIEW: Final = (400, 300)
_ABOUT: Final = _(
    "The object is what is selected; where nothing is, what the docker shows, or else what the picture is of."
)
_ABOUT_SKY: Final = _("Select the sky first: it is what is replaced.")


class VerbWindow(QtWidgets.QDialog):
    """Not modal: Krita can be used meanwhile, and the preview follows. `session` is given `changed`."""

    def __init__(self, parent: Any, new_session: Callable[[Callable[[], None]], VerbSession]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Smart Select")
        self.settings: VerbSettings = load_settings(app.read_setting)
        self._seen: Any = None
        self.form = VerbForm(lambda name, value: guarded(self.change, name, value))
        self.preview = QtWidgets.QLabel()
        self.preview.setMinimumSize(*_PREVIEW)
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.preview.setFrameShape(QtWidgets.QFrame.Shape.StyledPanel)
        self.preview.setAccessibleName(_("Preview"))
        self._about = _wrapped(QtWidgets.QLabel())
        self.said = _wrapped(QtWidgets.QLabel())
        self.said.setAccessibleName(_("State"))
        self.go = QtWidgets.QPushButton()
        self.go.setDefault(True)
        self.go.clicked.connect(lambda *checked: guarded(self._make))
        self._stop = QtWidgets.QPushButton(_("Close"))
        self._stop.setAutoDefault(False)
        self._stop.clicked.connect(lambda *checked: guarded(self._close_or_stop))
        self._lay_out()
        self._waiting = self._timer(250, self._show_small)
        self._waiting.setSingleShot(True)
        self._work = self._timer(_WORK_MS, self._tick)
        self._look = self._timer(_LOOK_MS, self._look_around)
        self.session = new_session(self._refresh)
        self.form.show_settings(self.settings, self._layers())
        self._refresh()

    def open_for(self, verb: str) -> None:
        """Show the window for this verb; "" for the last one, "cut-out" for a layer of the object alone."""
        self._seen = self._look_now()
        if verb == "cut-out":
            verb, self.settings = "remove", self.settings.with_value("output", "cut-out")
        self.change("verb", verb or self.settings.verb)
        self.show()
        self.raise_()
        self.activateWindow()
        self._work.start()
        self._look.start()
        self._waiting.start()

    def change(self, name: str, value: object) -> None:
        """Change one setting, keep it, and look what becomes of it."""
        self.settings = self.settings.with_value(name, value)
        self.session.unmade = ""
        self._follow()
        save_settings(self.settings, app.write_setting)

    def _follow(self) -> None:
        """Look again what becomes of it."""
        layers = self._layers()
        if self.settings.layer not in [layer_id for layer_id, _name in layers]:
            self.settings = self.settings.with_value("layer", layers[0][0] if layers else "")
        self.form.show_settings(self.settings, layers)
        self._refresh()
        self._waiting.start()

    def reject(self) -> None:
        """Close; what is being made is given up."""
        for timer in (self._work, self._look, self._waiting):
            timer.stop()
        self.session.cancel()
        super().reject()

    def _make(self) -> None:
        self._waiting.stop()
        self.session.make(self.settings)

    def _close_or_stop(self) -> None:
        if self.session.is_making:
            self.session.cancel()
        else:
            self.reject()

    def _show_small(self) -> None:
        if self.isVisible() and not self.session.is_making:
            self.session.preview_side = round(PREVIEW_SIDE * self.devicePixelRatioF())
            self.session.show(self.settings)

    def _tick(self) -> None:
        self.session.tick()
        if self.session.is_done:
            self.reject()

    def _look_around(self) -> None:
        """Follow another document, layer or selection, and whatever is painted or undone."""
        if self.session.is_making:
            return  # what changes now is followed afterwards
        now = self._look_now()
        if now != self._seen:
            self._follow()
        self._seen = now

    def _look_now(self) -> Tuple[Any, ...]:
        document = app.active_document()
        return (
            documents.identity(document),
            documents.selection_digest(document) if document is not None else None,
            self._layers(),
            self.session.history(),
        )

    def _layers(self) -> List[Tuple[str, str]]:
        """Return the ids and names of the layers that could come behind, the active one last."""
        document = app.active_document()
        if document is None:
            return []
        active = documents.node_id(documents.active_layer(document))
        found = [
            (documents.node_id(node), str(node.name()))
            for node in documents.all_nodes(document)
            if str(node.type()) not in documents.MASKS
        ]
        return sorted(found, key=lambda layer: layer[0] == active)

    def _refresh(self) -> None:
        if not hasattr(self, "session"):
            return  # it is just being made
        session, settings = self.session, self.settings
        self.go.setText(_("Make the mask") if settings.is_mask else _("Make the layer"))
        self.go.setEnabled(not session.is_making)
        self._stop.setText(_("Cancel") if session.is_making else _("Close"))
        font = self.said.font()
        said = session.message or session.unmade
        font.setBold(bool(said))
        self.said.setFont(font)
        self.said.setText(said or words_of(session.stage))
        self._about.setText(_ABOUT_SKY if settings.verb == "sky" else _ABOUT)
        image = session.preview
        if image is None:
            self.preview.clear()
        else:
            self.preview.setPixmap(self._fitted(QtGui.QPixmap.fromImage(image)))

    def _fitted(self, shown: Any) -> Any:
        """Return a picture that fits, in the screen's own pixels."""
        ratio = self.devicePixelRatioF()
        room = self.preview.contentsRect().size() * ratio
        if shown.width() > room.width() or shown.height() > room.height():
            shown = shown.scaled(
                room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        shown.setDevicePixelRatio(ratio)
        return shown

    def _lay_out(self) -> None:
        left = QtWidgets.QVBoxLayout()
        left.addWidget(self.form)
        left.addStretch(1)
        left.addWidget(self._about)
        right = QtWidgets.QVBoxLayout()
        right.addWidget(self.preview, 1)
        right.addWidget(self.said)
        both = QtWidgets.QHBoxLayout()
        both.addLayout(left)
        both.addLayout(right, 1)
        buttons = QtWidgets.QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._stop)
        buttons.addWidget(self.go)
        column = QtWidgets.QVBoxLayout(self)
        column.addLayout(both, 1)
        column.addLayout(buttons)
        self.said.setMinimumHeight(2 * self.said.fontMetrics().lineSpacing())

    def _timer(self, interval_ms: int, work: Callable[[], None]) -> Any:
        timer = QtCore.QTimer(self)
        timer.setInterval(interval_ms)
        timer.timeout.connect(lambda: guarded(work))
        return timer


def _wrapped(label: Any) -> Any:
    label.setWordWrap(True)
    return label
