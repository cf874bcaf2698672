"""The choices below the preview, folded away until somebody wants them."""

from __future__ import annotations

from typing import Any, Callable, Dict, Final, Sequence, Tuple

from smart_select_krita.options import MOST_FEATHER, MOST_GROW, Options
from smart_select_krita.qt import Qt, QtWidgets

_CHOICES: Final[Tuple[Tuple[str, str, Tuple[Tuple[str, str], ...]], ...]] = (
    (
        "candidate",
        "Take",
        (("best", "Best guess"), ("part", "Part"), ("middle", "In between"), ("whole", "Whole")),
    ),
    (
        "operation",
        "Combine",
        (
            ("krita", "As Krita's tools"),
            ("replace", "Replace"),
            ("add", "Add"),
            ("subtract", "Subtract"),
            ("intersect", "Intersect"),
        ),
    ),
    ("source", "Look at", (("visible", "All that is visible"), ("layer", "Active layer"))),
    (
        "output",
        "Make",
        (
            ("selection", "Selection"),
            ("transparency mask", "Transparency mask"),
            ("selection mask", "Local selection mask"),
            ("layer", "New layer, cut out"),
        ),
    ),
)


class OptionForm(QtWidgets.QWidget):
    """`changed` gets an option's name and its new text."""

    def __init__(self, options: Options, changed: Callable[[str, str], None]) -> None:
        super().__init__()
        self._changed = changed
        self._showing = True
        self._models: Sequence[Tuple[str, str]] = ()
        self._boxes: Dict[str, Any] = {}
        self._numbers: Dict[str, Any] = {}
        form = QtWidgets.QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(4)
        form.setRowWrapPolicy(QtWidgets.QFormLayout.RowWrapPolicy.DontWrapRows)
        form.setFieldGrowthPolicy(QtWidgets.QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, label, choices in _CHOICES:
            self._boxes[name] = _box(choices)
            self._boxes[name].activated.connect(lambda _, name=name: self._chosen(name))
            form.addRow(label, self._boxes[name])
        for name, label, low, high in (
            ("grow", "Grow", -MOST_GROW, MOST_GROW),
            ("feather", "Feather", 0, MOST_FEATHER),
        ):
            self._numbers[name] = _number(low, high)
            self._numbers[name].valueChanged.connect(lambda value, name=name: self._tell(name, str(value)))
            form.addRow(label, self._numbers[name])
        self._boxes["model"] = _box((("embedded", "Built in (small)"),))
        self._boxes["model"].activated.connect(lambda _: self._chosen("model"))
        form.addRow("Model", self._boxes["model"])
        self._hover = QtWidgets.QCheckBox("Show before clicking")
        self._hover.setToolTip("Show in blue what a click would select.")
        ignored, fixed = QtWidgets.QSizePolicy.Policy.Ignored, QtWidgets.QSizePolicy.Policy.Fixed
        self._hover.setSizePolicy(ignored, fixed)  # or its words would set the docker's least width
        self._hover.toggled.connect(lambda on: self._tell("hover", "true" if on else "false"))
        form.addRow(self._hover)
        self._showing = False
        self.show_options(options)

    def show_models(self, models: Sequence[Tuple[str, str]]) -> None:
        """Offer these models (id and name for people); nothing changes where there are none."""
        if not models or models == self._models:
            return
        self._models = models
        box = self._boxes["model"]
        self._showing = True
        box.clear()
        for model, label in models:
            box.addItem(label, model)
        self._showing = False

    def show_options(self, options: Options) -> None:
        """Show what is chosen."""
        self._showing = True
        for name, box in self._boxes.items():
            index = box.findData(options.text_of(name))
            if index >= 0 and index != box.currentIndex():
                box.setCurrentIndex(index)
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


def _box(choices: Sequence[Tuple[str, str]]) -> Any:
    box = QtWidgets.QComboBox()
    for value, label in choices:
        box.addItem(label, value)
    box.setSizeAdjustPolicy(QtWidgets.QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(6)
    box.setSizePolicy(QtWidgets.QSizePolicy.Policy.Ignored, QtWidgets.QSizePolicy.Policy.Fixed)
    box.setMinimumWidth(60)
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return box


def _number(low: int, high: int) -> Any:
    box = QtWidgets.QSpinBox()
    box.setRange(low, high)
    box.setSuffix(" px")
    box.setKeyboardTracking(False)
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return box
