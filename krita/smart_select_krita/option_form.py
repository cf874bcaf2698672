"""The choices below the preview."""

from __future__ import annotations

from typing import Any, Callable, Dict, Final, Sequence, Tuple

from smart_select_krita.models import Choice
from smart_select_krita.options import MOST_FEATHER, MOST_GROW, Options
from smart_select_krita.qt import Qt, QtGui, QtWidgets
from smart_select_plugin.translation import _

Choices = Sequence[Tuple[str, str]]

_BESIDE_WORDS, _BESIDE_ICON = 3, 4
"""Pixels that styles leave free in a list's field."""

_LABEL_COLOURS: Final = (
    (_("blue"), "#5bb2f1"),
    (_("green"), "#92cc50"),
    (_("yellow"), "#ffdf49"),
    (_("orange"), "#f6a945"),
    (_("brown"), "#a47a4f"),
    (_("red"), "#e35a5a"),
    (_("purple"), "#b874d6"),
    (_("grey"), "#808080"),
)
"""Krita's colour labels, from 1 on, as Krita calls and paints them."""

_CHOICES: Final[Tuple[Tuple[str, str, Choices], ...]] = (
    (
        "candidate",
        _("Take"),
        (("best", _("Best guess")), ("part", _("Part")), ("middle", _("In between")), ("whole", _("Whole"))),
    ),
    (
        "operation",
        _("Combine"),
        (
            ("krita", _("As Krita's tools")),
            ("replace", _("Replace")),
            ("add", _("Add")),
            ("subtract", _("Subtract")),
            ("intersect", _("Intersect")),
        ),
    ),
    (
        "source",
        _("Look at"),
        (
            ("visible", _("All that is visible")),
            ("layer", _("Active layer")),
            *(
                (f"label {number}", _("Layers labelled {colour}", colour=colour))
                for number, (colour, _code) in enumerate(_LABEL_COLOURS, 1)
            ),
        ),
    ),
    (
        "output",
        _("Make"),
        (
            ("selection", _("Selection")),
            ("transparency mask", _("Transparency mask")),
            ("selection mask", _("Local selection mask")),
            ("layer", _("New layer, cut out")),
            ("layers", _("A new layer for each object")),
        ),
    ),
)


_HELP: Final[Dict[str, str]] = {
    "candidate": _("Which reading of your clicks is taken: a part, the whole, or something in between."),
    "operation": _("What becomes of what is selected already."),
    "source": _("Where the object is looked for."),
    "output": _("What becomes of the object."),
    "grow": _("How many pixels larger it becomes; below zero, smaller."),
    "feather": _("Over how many pixels its edge becomes soft."),
    "look": _("How it is shown what a click would select."),
}

_LOOKS: Final[Choices] = (
    ("tint", _("Tint")),
    ("outline", _("Outline")),
    ("brightness", _("Brightness")),
)


class OptionForm(QtWidgets.QWidget):
    """`changed` gets an option's name and its new text."""

    def __init__(self, options: Options, changed: Callable[[str, str], None]) -> None:
        super().__init__()
        self._changed = changed
        self._showing = True
        self._models: Sequence[Choice] = ()
        self._boxes: Dict[str, Any] = {}
        self._numbers: Dict[str, Any] = {}
        form = QtWidgets.QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(4)
        form.setRowWrapPolicy(QtWidgets.QFormLayout.RowWrapPolicy.DontWrapRows)
        form.setFieldGrowthPolicy(QtWidgets.QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, label, choices in _CHOICES:
            self._boxes[name] = _box(choices)
            self._boxes[name].activated.connect(lambda index, name=name: self._chosen(name))
            form.addRow(label, self._boxes[name])
        for name, label, low, high in (
            ("grow", _("Grow"), -MOST_GROW, MOST_GROW),
            ("feather", _("Feather"), 0, MOST_FEATHER),
        ):
            self._numbers[name] = _number(low, high)
            self._numbers[name].valueChanged.connect(lambda value, name=name: self._tell(name, str(value)))
            form.addRow(label, self._numbers[name])
        for number, (_colour, code) in enumerate(_LABEL_COLOURS, 1):
            box = self._boxes["source"]
            box.setItemIcon(box.findData(f"label {number}"), _swatch(code))
        self._boxes["model"] = _box((("embedded", _("Built in (small)")),))
        self._boxes["model"].activated.connect(lambda index: self._chosen("model"))
        form.addRow(_("Model"), self._boxes["model"])
        self._boxes["look"] = _box(_LOOKS)
        self._boxes["look"].activated.connect(lambda index: self._chosen("look"))
        form.addRow(_("Show as"), self._boxes["look"])
        self._hover = QtWidgets.QCheckBox(_("Show before clicking"))
        self._hover.setToolTip(_("Show what a click would select."))
        ignored, fixed = QtWidgets.QSizePolicy.Policy.Ignored, QtWidgets.QSizePolicy.Policy.Fixed
        self._hover.setSizePolicy(ignored, fixed)  # or its words would set the docker's least width
        self._hover.toggled.connect(lambda on: self._tell("hover", "true" if on else "false"))
        form.addRow(self._hover)
        for name, text in _HELP.items():
            field = self._boxes[name] if name in self._boxes else self._numbers[name]
            field.setToolTip(text)
            form.labelForField(field).setToolTip(text)
        self._showing = False
        self.show_options(options)

    def show_models(self, models: Sequence[Choice]) -> None:
        """Offer these models; nothing changes where there are none."""
        if not models or models == self._models:
            return
        self._models = models
        box = self._boxes["model"]
        self._showing = True
        box.clear()
        for model in models:
            box.addItem(model.text, model.id)
            box.setItemData(box.count() - 1, model.details, Qt.ItemDataRole.ToolTipRole)
        self._showing = False

    def show_options(self, options: Options) -> None:
        """Show what is chosen."""
        self._showing = True
        for name, box in self._boxes.items():
            index = box.findData(options.text_of(name))
            if index >= 0 and index != box.currentIndex():
                box.setCurrentIndex(index)
        for name, box in self._boxes.items():
            details = box.currentData(Qt.ItemDataRole.ToolTipRole)
            box.setToolTip(details or f"{box.currentText()}\n{_HELP.get(name, '')}".strip())
        for name, number in self._numbers.items():
            if number.value() != getattr(options, name):
                number.setValue(getattr(options, name))
        self._hover.setChecked(options.hover)
        self._showing = False

    def _chosen(self, name: str) -> None:
        self._tell(name, str(self._boxes[name].currentData()))

    def _tell(self, name: str, text: str) -> None:
        if not self._showing:
            self._changed(name, text)


class _Box(QtWidgets.QComboBox):
    """A list of choices that says with “…” where the chosen one has more words than there is room for."""

    def paintEvent(self, event: Any) -> None:  # noqa: N802  (Qt's name)
        option = QtWidgets.QStyleOptionComboBox()
        self.initStyleOption(option)
        kinds = QtWidgets.QStyle
        field = self.style().subControlRect(
            kinds.ComplexControl.CC_ComboBox, option, kinds.SubControl.SC_ComboBoxEditField, self
        )
        beside = 0 if option.currentIcon.isNull() else option.iconSize.width() + _BESIDE_ICON
        room = field.width() - _BESIDE_WORDS - beside
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, max(0, room)
        )
        painter = QtWidgets.QStylePainter(self)
        painter.drawComplexControl(kinds.ComplexControl.CC_ComboBox, option)
        painter.drawControl(kinds.ControlElement.CE_ComboBoxLabel, option)
        painter.end()

    def wheelEvent(self, event: Any) -> None:  # noqa: N802
        """Whoever scrolls the docker and comes across a list has not chosen anything."""
        super().wheelEvent(event) if self.hasFocus() else event.ignore()


class _Number(QtWidgets.QSpinBox):
    """A number that the wheel changes as it does a list's choice: where the keyboard is, too."""

    def wheelEvent(self, event: Any) -> None:  # noqa: N802
        super().wheelEvent(event) if self.hasFocus() else event.ignore()


def _box(choices: Choices) -> Any:
    box = _Box()
    for value, label in choices:
        box.addItem(label, value)
    box.setSizeAdjustPolicy(QtWidgets.QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(6)
    box.setSizePolicy(QtWidgets.QSizePolicy.Policy.Ignored, QtWidgets.QSizePolicy.Policy.Fixed)
    box.setMinimumWidth(60)
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return box


def _swatch(colour: str) -> Any:
    pixmap = QtGui.QPixmap(12, 12)
    pixmap.fill(QtGui.QColor(colour))
    return QtGui.QIcon(pixmap)


def _number(low: int, high: int) -> Any:
    box = _Number()
    box.setRange(low, high)
    box.setSuffix(" px")
    box.setKeyboardTracking(False)
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return box
