"""The settings of the verbs: one row each, of which those that say something are shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Dict, Final, Sequence, Tuple

from smart_select_krita.qt import Qt, QtCore, QtGui, QtWidgets
from smart_select_krita.verb_settings import BOUNDS, VerbSettings
from smart_select_plugin.translation import _

_GROUND: Final = ("color", "second_color", "angle", "file", "layer", "fit")
_ROWS: Final[Dict[str, Tuple[str, ...]]] = {
    "remove": ("output", "edge"),
    "replace": ("fill", *_GROUND, "light", "shadow", "edge"),
    "blur": ("blur", "lens", "falloff", "edge"),
    "desaturate": ("amount", "edge"),
    "sky": ("sky", *_GROUND, "haze", "light", "edge"),
}
_ORDER: Final = (
    *("verb", "output", "fill", "sky", *_GROUND, "haze", "light", "shadow"),
    *("blur", "lens", "falloff", "amount", "edge"),
)
_NEEDS: Final[Dict[str, Tuple[str, ...]]] = {
    "color": ("color", "gradient"),
    "second_color": ("gradient",),
    "angle": ("gradient",),
    "file": ("file",),
    "layer": ("layer",),
    "fit": ("file", "layer"),
}
"""For which grounds a setting says something."""

_FILLS: Final = (
    ("color", _("Colour")),
    ("gradient", _("Gradient")),
    ("file", _("Picture file")),
    ("layer", _("Layer")),
)
_CHOICES: Final[Dict[str, Tuple[str, Sequence[Tuple[str, str]]]]] = {
    "verb": (
        _("What to do"),
        (
            ("remove", _("Remove the background")),
            ("replace", _("Replace the background")),
            ("blur", _("Blur the background")),
            ("desaturate", _("Desaturate the background")),
            ("sky", _("Replace the sky")),
        ),
    ),
    "output": (
        _("Make"),
        (("mask", _("Transparency mask")), ("cut-out", _("New layer, clean colours"))),
    ),
    "fill": (_("Fill with"), _FILLS),
    "sky": (_("Fill with"), (("clear", _("Clear sky")), *_FILLS)),
    "fit": (
        _("Fit"),
        (
            ("fill", _("Fill")),
            ("fit", _("Seen whole")),
            ("stretch", _("Stretched")),
            ("tile", _("Repeated")),
        ),
    ),
    "lens": (
        _("Lens"),
        (("gaussian", _("Gaussian")), ("disc", _("Disc")), ("hexagon", _("Hexagon"))),
    ),
    "edge": (
        _("Edge"),
        (
            ("auto", _("Soft where it pays")),
            ("matte", _("As soft as hair and fur")),
            ("mask", _("As selected")),
        ),
    ),
}
_NUMBERS: Final = {
    "angle": (_("Angle"), "°", 0),
    "light": (_("Match light"), " %", 100),
    "shadow": (_("Shadow"), " %", 100),
    "haze": (_("Haze"), " %", 100),
    "amount": (_("Amount"), " %", 100),
    "blur": (_("Blur"), " px", 200),
    "falloff": (_("Falloff"), " px", 0),
}
"""Label, unit, and how far a slider goes (0: none)."""

_HELP: Final = {
    "angle": _("The gradient's direction: 0° from top to bottom, 90° from left to right."),
    "light": _("How far the object is brought into the new light."),
    "shadow": _("How dark a soft shadow the object casts."),
    "haze": _("How softly the sky meets the horizon."),
    "amount": _("How much of the colours is taken away."),
    "falloff": _("The blur grows over so many pixels from the object; 0: it is the same everywhere."),
    "edge": _("How soft the edge becomes."),
}

_SWATCH: Final = QtCore.QSize(28, 14)
_FRAME: Final = "#808080"

Layers = Sequence[Tuple[str, str]]
"""Ids and names."""


class VerbForm(QtWidgets.QWidget):
    """`changed` gets a setting's name and its new value."""

    def __init__(self, changed: Callable[[str, object], None]) -> None:
        super().__init__()
        self._changed = changed
        self._showing = False
        self.fields: Dict[str, Any] = {}
        self._labels: Dict[str, Any] = {}
        self._rows: Dict[str, Any] = {}
        column = QtWidgets.QVBoxLayout(self)  # a form would leave room for rows that are hidden
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for name in _ORDER:
            field, whole, label = self._made(name)
            self.fields[name] = field
            field.setToolTip(_HELP.get(name, ""))
            self._labels[name] = QtWidgets.QLabel(label)
            self._labels[name].setBuddy(field)
            self._rows[name] = QtWidgets.QWidget()
            row = QtWidgets.QHBoxLayout(self._rows[name])
            row.setContentsMargins(0, 0, 0, 0)
            row.addWidget(self._labels[name])
            row.addWidget(whole, 1)
            column.addWidget(self._rows[name])
        widest = max(label.sizeHint().width() for label in self._labels.values())
        for label in self._labels.values():
            label.setFixedWidth(widest)

    def show_settings(self, settings: VerbSettings, layers: Layers) -> None:
        """Show what is chosen, and the rows that it needs."""
        self._showing = True
        self._show_layers(layers)
        for name, field in self.fields.items():
            value = getattr(settings, name)
            if name in BOUNDS:
                field.setValue(value)
            elif name in ("color", "second_color"):
                field.setIcon(_swatch(value))
                field.setIconSize(_SWATCH)
                field.setText(value)
            elif name == "file":
                field.setText(Path(value).name or _("Choose…"))
            else:
                field.setCurrentIndex(field.findData(value))
        rows = ("verb", *_ROWS[settings.verb])
        for name in self.fields:
            is_shown = name in rows and settings.ground in _NEEDS.get(name, (settings.ground,))
            self._rows[name].setVisible(is_shown)
        self._showing = False

    def _made(self, name: str) -> Tuple[Any, Any, str]:
        """Return a setting's field, what is put into its row, and its label."""
        if name in _NUMBERS:
            return self._number(name)
        if name in _CHOICES:
            label, choices = _CHOICES[name]
            box = QtWidgets.QComboBox()
            for value, text in choices:
                box.addItem(text, value)
            box.activated.connect(lambda index: self._tell(name, box.currentData()))
            return box, box, label
        if name == "layer":
            box = QtWidgets.QComboBox()
            box.setMinimumContentsLength(12)
            box.activated.connect(lambda index: self._tell(name, box.currentData()))
            return box, box, _("Layer")
        button = QtWidgets.QPushButton()
        if name == "file":
            button.clicked.connect(lambda *checked: self._choose_file())
            return button, button, _("Picture")
        button.clicked.connect(lambda *checked: self._choose_colour(name))
        return button, button, _("Colour") if name == "color" else _("Second colour")

    def _number(self, name: str) -> Tuple[Any, Any, str]:
        label, unit, farthest = _NUMBERS[name]
        low, high = BOUNDS[name]
        box = QtWidgets.QSpinBox()
        box.setRange(low, high)
        box.setSuffix(unit)
        box.setKeyboardTracking(False)
        box.valueChanged.connect(lambda value: self._tell(name, value))
        if not farthest:
            return box, box, label
        whole = QtWidgets.QWidget()
        row = QtWidgets.QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        slider = QtWidgets.QSlider(Qt.Orientation.Horizontal)
        slider.setRange(low, farthest)
        slider.setMinimumWidth(110)
        slider.setAccessibleName(label)
        slider.valueChanged.connect(box.setValue)
        slider.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box.valueChanged.connect(lambda value: _let_follow(slider, value))
        row.addWidget(slider, 1)
        row.addWidget(box)
        return box, whole, label

    def _show_layers(self, layers: Layers) -> None:
        box = self.fields["layer"]
        box.clear()
        for layer_id, name in layers:
            box.addItem(name, layer_id)

    def _choose_file(self) -> None:
        suffixes = sorted(bytes(one).decode() for one in QtGui.QImageReader.supportedImageFormats())
        pictures = _("Pictures") + " ({})".format(" ".join(f"*.{suffix}" for suffix in suffixes))
        everything = _("All files") + " (*)"
        path, _filter = QtWidgets.QFileDialog.getOpenFileName(
            self, _("The picture behind the object"), "", f"{pictures};;{everything}"
        )
        if path:
            self._tell("file", path)

    def _choose_colour(self, name: str) -> None:
        before = QtGui.QColor(self.fields[name].text())
        colour = QtWidgets.QColorDialog.getColor(before, self, self._labels[name].text())
        if colour.isValid():
            self._tell(name, colour.name())

    def _tell(self, name: str, value: object) -> None:
        if not self._showing:
            self._changed(name, value)


def _let_follow(slider: Any, value: int) -> None:
    """Have a slider show a value, or its end; it says nothing of it, or the end would become the value."""
    was_blocked = slider.blockSignals(True)
    slider.setValue(value)
    slider.blockSignals(was_blocked)


def _swatch(colour: str) -> Any:
    pixmap = QtGui.QPixmap(_SWATCH)
    pixmap.fill(QtGui.QColor(colour))
    painter = QtGui.QPainter(pixmap)
    painter.setPen(QtGui.QColor(_FRAME))  # or white would not be seen on a light button
    painter.drawRect(0, 0, _SWATCH.width() - 1, _SWATCH.height() - 1)
    painter.end()
    return QtGui.QIcon(pixmap)
