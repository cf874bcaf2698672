"""The docker's inside: shows a desk and passes on what the user does. Decides nothing."""

from __future__ import annotations

from typing import Any, Callable, Final

from smart_select_krita.desk import Desk
from smart_select_krita.log import guarded
from smart_select_krita.option_form import OptionForm
from smart_select_krita.point_list import PointList
from smart_select_krita.preview import Preview
from smart_select_krita.qt import Qt, QtCore, QtWidgets

_STAGES: Final = {
    "reading": "Reading the picture…",
    "queued": "Waiting for the worker…",
    "loading": "Loading the model…",
    "encoding": "Looking at the picture…",
    "drawing": "Drawing the mask…",
    "edges": "Drawing the edge…",
    "writing": "Selecting…",
}

_MAKE: Final = {
    "transparency mask": "Make the mask",
    "selection mask": "Make the mask",
    "layer": "Make the layer",
}


class Panel(QtWidgets.QWidget):
    """A column that still works at 180 pixels' width. `icon` finds one of the plug-in's icons."""

    def __init__(self, desk: Desk, icon: Callable[[str], Any], set_up: Callable[[], None]) -> None:
        super().__init__()
        self._desk = desk
        self._icon = icon
        self._showing = False
        self._arm = _button(
            "Click to select", "Take clicks on the canvas: what is clicked is selected. Esc ends it."
        )
        self._arm.setCheckable(True)
        self._arm.setIcon(icon("click"))
        self._arm.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._arm.toggled.connect(lambda on: guarded(self._arm_toggled, on))
        self._from = _button("From selection", "Snap the selection to the object in it.")
        self._from.clicked.connect(lambda *_: guarded(desk.session.from_selection))
        self._live = _button(
            "Live", "Snap whatever is drawn with Krita's own selection tools, as it is drawn."
        )
        self._live.setCheckable(True)
        self._live.toggled.connect(lambda on: guarded(self._live_toggled, on))
        self._subject = _button("Subject", "Select what the picture is of.")
        self._subject.clicked.connect(lambda *_: guarded(desk.session.subject))
        self._wanted = _button("+ Wanted", "Clicks say what belongs to the object.")
        self._not_wanted = _button(
            "− Not wanted", "Clicks say what does not belong to it (or: Ctrl and a click)."
        )
        for button, wanted in ((self._wanted, True), (self._not_wanted, False)):
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.clicked.connect(lambda _=False, wanted=wanted: self._choose_wanted(wanted))
        self._wanted.setChecked(True)
        self.preview = Preview(
            clicked=lambda at, wanted: guarded(self._preview_clicked, at, wanted),
            hovered=lambda at: guarded(desk.session.hover, at),
        )
        self._points = PointList(lambda number: guarded(desk.session.remove_point, number))
        self._undo = _button("Undo point", "Take the last point back.")
        self._undo.clicked.connect(lambda *_: guarded(self._undo_point))
        self._new = _button("New object", "Leave this object as it is; the next click begins another.")
        self._new.clicked.connect(lambda *_: guarded(desk.session.new_object))
        self._make = _button("Make", "Make the mask or layer of what is shown.")
        self._make.clicked.connect(lambda *_: guarded(desk.session.make))
        self._options = OptionForm(
            desk.session.options, lambda name, text: guarded(desk.set_option, name, text)
        )
        self._state = QtWidgets.QLabel()
        self._state.setWordWrap(True)
        self._state.setAccessibleName("State")
        self._set_up = _button("Set up…", "Install the engine that Smart Select works with.")
        self._set_up.clicked.connect(lambda *_: guarded(set_up))
        self._progress = QtWidgets.QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._progress.setMaximumHeight(6)
        self._cancel = _button("Cancel", "Stop what is going on.")
        self._cancel.clicked.connect(lambda *_: guarded(desk.session.cancel))
        # Krita's style shows a pressed button hardly at all.
        self.setStyleSheet(
            "QToolButton:checked { background: palette(highlight); color: palette(highlighted-text); }"
        )
        self._lay_out()
        self.refresh()

    def refresh(self) -> None:
        """Show the desk as it is now."""
        session = self._desk.session
        self._showing = True
        self._arm.setChecked(self._desk.is_armed)
        self._live.setChecked(self._desk.live.is_on)
        (self._wanted if self._desk.wanted else self._not_wanted).setChecked(True)
        points = session.prompt.points
        self._points.show_points(points)
        self._undo.setEnabled(bool(points))
        self._new.setEnabled(bool(session.prompt))
        self._make.setVisible(session.options.output in _MAKE)
        self._make.setText(_MAKE.get(session.options.output, ""))
        self._make.setEnabled(session.answer is not None)
        busy = bool(session.stage)
        self._progress.setVisible(busy)
        self._cancel.setVisible(busy)
        self._state.setText(session.message or _STAGES.get(session.stage, "") or self._hint())
        self._set_up.setVisible(session.needs_setup)
        self._options.show_models(session.models)
        self._options.show_options(session.options)
        read = session.read
        size = read.picture.full_size if read is not None else (0, 0)
        self.preview.set_content(read.image if read is not None else None, size, self._desk.tint(), points)
        self._showing = False

    def changeEvent(self, event: Any) -> None:  # noqa: N802  (Qt's name)
        """Follow Krita's theme."""
        if event.type() == QtCore.QEvent.Type.PaletteChange:
            self._arm.setIcon(self._icon("click"))
        super().changeEvent(event)

    def _hint(self) -> str:
        session = self._desk.session
        if session.answer is not None:
            return "Click more of it, or choose Not wanted and click what does not belong."
        if self._desk.is_armed:
            return "Click a thing on the canvas, or drag a box around it. Esc ends it."
        if self._desk.live.is_on:
            return "Draw around a thing with one of Krita's selection tools."
        return ""

    def _lay_out(self) -> None:
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(4)
        column.addWidget(self._arm)
        column.addLayout(_row(self._from, self._live, self._subject))
        column.addLayout(_row(self._wanted, self._not_wanted))
        column.addWidget(self._state)
        column.addWidget(self._set_up)
        column.addWidget(self._progress)
        column.addWidget(self._cancel)
        column.addWidget(self.preview, 1)
        column.addWidget(self._points)
        column.addLayout(_row(self._undo, self._new))
        column.addWidget(self._make)
        column.addWidget(self._options)

    def _arm_toggled(self, on: bool) -> None:
        if self._showing:
            return
        if on:
            self._desk.arm()
        else:
            self._desk.disarm()
        self.refresh()

    def _live_toggled(self, on: bool) -> None:
        if not self._showing:
            self._desk.set_live(on)

    def _choose_wanted(self, wanted: bool) -> None:
        self._desk.wanted = wanted

    def _preview_clicked(self, at: Any, wanted: bool) -> None:
        self._desk.session.point(at, wanted and self._desk.wanted)

    def _undo_point(self) -> None:
        self._desk.session.remove_point(len(self._desk.session.prompt.points) - 1)


def scrolling(panel: Panel) -> Any:
    """Return the panel in a column that scrolls where the docker is too low."""
    area = QtWidgets.QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(panel)
    return area


def _button(text: str, help_text: str) -> Any:
    button = QtWidgets.QToolButton()
    button.setText(text)
    button.setToolTip(help_text)
    button.setSizePolicy(QtWidgets.QSizePolicy.Policy.Ignored, QtWidgets.QSizePolicy.Policy.Fixed)
    button.setMinimumWidth(button.fontMetrics().horizontalAdvance(text) // 2)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _row(*widgets: Any) -> Any:
    row = QtWidgets.QHBoxLayout()
    row.setSpacing(4)
    for widget in widgets:
        # As wide as its words need, and together as wide as the docker.
        row.addWidget(widget, max(1, widget.sizeHint().width()))
    return row
