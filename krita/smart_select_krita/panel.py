"""The docker's inside: shows a desk and passes on what the user does. Decides nothing."""

from __future__ import annotations

from functools import partial
from typing import Any, Callable, Final

from smart_select_krita.button_rows import row_of
from smart_select_krita.buttons import Button, menu_button
from smart_select_krita.desk import Desk
from smart_select_krita.log import guarded
from smart_select_krita.models import choices
from smart_select_krita.option_form import OptionForm
from smart_select_krita.point_list import PointList
from smart_select_krita.preview import Preview
from smart_select_krita.qt import Qt, QtCore, QtWidgets
from smart_select_krita.refining import WAYS
from smart_select_plugin.stages import words_of
from smart_select_plugin.translation import _

_MORE: Final = _("Click more of it, or choose Not wanted and click what does not belong.")
"""The longest of the hints that come and go while somebody clicks."""

_MAKE: Final = {
    "transparency mask": _("Make the mask"),
    "selection mask": _("Make the mask"),
    "layer": _("Make the layer"),
    "layers": _("Make the layers"),
}


class Panel(QtWidgets.QWidget):
    """A column that still works at 180 pixels' width. `icon` finds one of the plug-in's icons."""

    def __init__(
        self,
        desk: Desk,
        icon: Callable[[str], Any],
        set_up: Callable[[], None],
        open_verbs: Callable[[str], None],
    ) -> None:
        super().__init__()
        self._desk = desk
        self._icon = icon
        self._showing = False
        self._arm = Button(
            _("Click to select"), _("Take clicks on the canvas: what is clicked is selected. Esc ends it.")
        )
        self._arm.setCheckable(True)
        self._arm.setIcon(icon("click"))
        self._arm.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._arm.toggled.connect(lambda on: guarded(self._arm_toggled, on))
        self._from = Button(_("From selection"), _("Snap the selection to the object in it."))
        self._from.clicked.connect(lambda *checked: guarded(desk.session.from_selection))
        self._live = Button(
            _("Live"), _("Snap whatever is drawn with Krita's own selection tools, as it is drawn.")
        )
        self._live.setCheckable(True)
        self._live.toggled.connect(lambda on: guarded(self._live_toggled, on))
        self._subject = Button(_("Subject"), _("Select what the picture is of."))
        self._subject.clicked.connect(lambda *checked: guarded(desk.session.subject))
        self._wanted = Button(_("+ Wanted"), _("Clicks say what belongs to the object."))
        self._not_wanted = Button(
            _("− Not wanted"), _("Clicks say what does not belong to it (or: Ctrl and a click).")
        )
        for button, wanted in ((self._wanted, True), (self._not_wanted, False)):
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.clicked.connect(lambda checked=False, wanted=wanted: self._choose_wanted(wanted))
        self._wanted.setChecked(True)
        self.preview = Preview(
            clicked=lambda at, wanted: guarded(self._preview_clicked, at, wanted),
            hovered=lambda at: guarded(desk.hover, at),
        )
        self._points = PointList(lambda number: guarded(desk.session.remove_point, number))
        self._undo = Button(_("Undo point"), _("Take the last point, the box or the last object back."))
        self._undo.clicked.connect(lambda *checked: guarded(desk.session.undo_point))
        self._new = Button(_("New object"), _("Leave this object as it is; the next click begins another."))
        self._new.clicked.connect(lambda *checked: guarded(desk.session.new_object))
        self._make = Button(_("Make"), _("Make the mask or layer of what is shown."))
        self._make.clicked.connect(lambda *checked: guarded(desk.session.make))
        self._verbs = Button(
            _("Background…"), _("Remove, replace, blur or desaturate the background, or replace a sky.")
        )
        self._verbs.clicked.connect(lambda *checked: guarded(open_verbs, ""))
        self.refine = menu_button(
            _("Refine"),
            _("Change the selection: its outline, its holes, its parts."),
            [(way.text, way.help, partial(desk.session.refine, name)) for name, way in WAYS.items()],
        )
        self._options = OptionForm(
            desk.session.options, lambda name, text: guarded(desk.set_option, name, text)
        )
        self._state = QtWidgets.QLabel()
        self._state.setWordWrap(True)
        self._longest = QtWidgets.QLabel(_MORE, self)  # only to be measured
        self._longest.hide()
        self._longest.setWordWrap(True)
        self._state.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._state.setAccessibleName(_("State"))
        self._set_up = Button(_("Set up…"), _("Install the engine that Smart Select works with."))
        self._set_up.clicked.connect(lambda *checked: guarded(set_up))
        self._progress = QtWidgets.QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._progress.setMaximumHeight(6)
        self._cancel = Button(_("Cancel"), _("Stop what is going on."))
        self._cancel.clicked.connect(lambda *checked: guarded(desk.session.cancel))
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
        self._undo.setEnabled(bool(session.prompt) or session.kept > 0)
        self._new.setEnabled(bool(session.prompt))
        self._make.setVisible(session.options.output in _MAKE)
        self._make.setText(_MAKE.get(session.options.output, ""))
        self._make.setEnabled(bool(session.answers))
        busy = bool(session.stage) and session.is_busy  # and not just following the pointer
        stage = session.stage if busy else ""
        self._progress.setVisible(busy)
        self._cancel.setVisible(busy)
        font = self._state.font()
        font.setBold(bool(session.message))  # something is wrong, and not just a hint
        self._state.setFont(font)
        self._state.setText(session.message or words_of(stage) or self._hint())
        self._set_up.setVisible(session.needs_setup)
        self._options.show_models(choices(session.models))
        self._options.show_options(session.options)
        read = session.read
        size = read.picture.full_size if read is not None else (0, 0)
        self.preview.set_content(read.image if read is not None else None, size, self._desk.tints(), points)
        self._showing = False

    def changeEvent(self, event: Any) -> None:  # noqa: N802  (Qt's name)
        """Follow Krita's theme."""
        if event.type() == QtCore.QEvent.Type.PaletteChange:
            self._arm.setIcon(self._icon("click"))
        super().changeEvent(event)

    def resizeEvent(self, event: Any) -> None:  # noqa: N802  (Qt's name)
        """Leave room for the longest hint, or the preview would jump whenever another one is shown."""
        super().resizeEvent(event)
        self._state.setMinimumHeight(self._longest.heightForWidth(max(1, self._state.width())))

    def _hint(self) -> str:
        session = self._desk.session
        if session.answer is None and session.kept:
            return _("Objects so far: {count}. Click another one, or make them.", count=session.kept)
        if session.answer is not None:
            return _MORE
        if self._desk.is_armed:
            return _("Click a thing on the canvas, or drag a box around it. Esc ends it.")
        if self._desk.live.is_on:
            return _("Draw around a thing with one of Krita's selection tools.")
        return ""

    def _lay_out(self) -> None:
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(4)
        column.addWidget(self._arm)
        column.addLayout(row_of(self._from, self._live, self._subject))
        column.addLayout(row_of(self._wanted, self._not_wanted))
        column.addWidget(self._state)
        column.addWidget(self._set_up)
        column.addLayout(self._busy_row())
        column.addWidget(self.preview, 1)
        column.addWidget(self._points)
        column.addLayout(row_of(self._undo, self._new))
        column.addWidget(self._make)
        column.addLayout(row_of(self.refine, self._verbs))
        column.addWidget(self._options)

    def _busy_row(self) -> Any:
        """Progress and its button keep their room when there is none, or the preview below would jump."""
        row = QtWidgets.QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self._progress, 2)
        row.addWidget(self._cancel, 1)
        for widget in (self._progress, self._cancel):
            policy = widget.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            widget.setSizePolicy(policy)
        return row

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


def scrolling(panel: Panel) -> Any:
    """Return the panel in a column that scrolls where the docker is too low."""
    area = QtWidgets.QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(panel)
    return area
