"""The panel's widgets: built here, filled and heard by `panel.Panel`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Dict, Final, List, Optional, Tuple

from smart_select_gimp.gtk_api import Gdk, GimpUi, Gtk
from smart_select_gimp.i18n import _
from smart_select_gimp.outputs import Wish
from smart_select_gimp.panel.looks import LOOKS

_GAP: Final = 6


@dataclass(frozen=True)
class Actions:
    """What buttons and choices do."""

    apply: Callable[[], None]
    start_over: Callable[[], None]
    undo_click: Callable[[], None]
    subject: Callable[[], None]
    close: Callable[[], None]
    size_chosen: Callable[[str], None]
    look_chosen: Callable[[], None]
    wish_changed: Callable[[], None]
    source_chosen: Callable[[str], None]
    help: Callable[[], None]


@dataclass(frozen=True)
class Parts:
    """Widgets that are made elsewhere."""

    preview: Any
    prompt_list: Any
    models: Any


class PanelWindow:
    """A window that stays beside the picture and leaves GIMP usable."""

    def __init__(self, title: str, parts: Parts, actions: Actions, wish: Wish) -> None:
        self._actions = actions
        self._sizes: Dict[str, Any] = {}
        self._is_showing = False
        self.window = Gtk.Window(title=title, border_width=2 * _GAP)
        self.window.set_role("smart-select-panel")
        GimpUi.window_set_transient(self.window)
        self.window.connect("delete-event", self._on_delete)
        self.window.connect_after("key-press-event", self._on_key)  # Escape may end something within it first
        self.window.connect("destroy", lambda _window: actions.close())  # also when nobody has asked
        column = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=_GAP)
        self.window.add(column)
        column.pack_start(parts.preview, True, True, 0)
        # Always of the same height: a window that grows with a sentence moves what is about to be clicked.
        self.status = Gtk.Label(xalign=0.0, yalign=0.0, wrap=True, max_width_chars=50, lines=3)
        self.status.set_ellipsize(3)  # Pango.EllipsizeMode.END, without Pango's module
        self.status.set_size_request(-1, 54)
        column.pack_start(self._status_row(), False, False, 0)
        column.pack_start(self._prompt_row(), False, False, 0)
        column.pack_start(parts.prompt_list, False, True, 0)
        column.pack_start(self._size_row(), False, False, 0)
        column.pack_start(parts.models, False, False, 0)
        column.pack_start(self._wish_grid(wish), False, False, 0)
        column.pack_start(self._button_row(), False, False, 0)

    def say(self, text: str) -> None:
        """Show one sentence."""
        if text != self.status.get_text():
            self.status.set_text(text)
            self.status.set_tooltip_text(text)

    def say_ready(self) -> None:
        """Tell what can be done."""
        self.say(_("Click on an object; right-click what is not wanted; or draw a rectangle on the canvas."))

    @property
    def adds_wanted(self) -> bool:
        """Whether a plain click says “wanted”."""
        return bool(self._wanted.get_active())

    @property
    def is_live(self) -> bool:
        """Whether the selection follows every click."""
        return bool(self._live.get_active())

    @property
    def live_wish(self) -> Optional[Wish]:
        """What the canvas is to show at once, where that is wanted."""
        wish = self.wish
        return wish if self.is_live and _can_follow(wish) else None

    @property
    def look(self) -> str:
        """How the object is shown."""
        return str(self._look.get_active_id())

    @property
    def wish(self) -> Wish:
        """What is to become of the object."""
        return Wish(
            str(self._combos["output"].get_active_id()),
            str(self._combos["operation"].get_active_id()),
            float(self._numbers["feather"].get_value()),
            int(self._numbers["grow"].get_value()),
        )

    def show_size(self, candidate: str) -> None:
        """Show which of the model's answers is taken."""
        button = self._sizes.get(candidate)
        if button is not None:
            self._is_showing = True
            button.set_active(True)
            self._is_showing = False

    def show_source(self, source: str) -> None:
        """Show what is looked at."""
        self._is_showing = True
        self._source.set_active_id(source)
        self._is_showing = False

    def _status_row(self) -> Any:
        """Return the sentence, and how the object is shown above it."""
        row = Gtk.Box(spacing=_GAP)
        row.pack_start(self.status, True, True, 0)
        self._look = Gtk.ComboBoxText(valign=Gtk.Align.START)
        names = {
            "tint": _("Tint"),
            "outline": _("Outline"),
            "spotlight": _("Spotlight"),
            "brightness": _("Brightness"),
            "on white": _("On white"),
            "on black": _("On black"),
            "on checks": _("Transparent"),
        }
        for look in LOOKS:
            self._look.append(look, names[look])
        self._look.set_active_id("tint")
        self._look.set_tooltip_text(_("How the object is shown above"))
        self._look.get_accessible().set_name(_("How the object is shown above"))
        self._look.connect("changed", lambda _widget: self._actions.look_chosen())
        row.pack_end(self._look, False, False, 0)
        return row

    def _prompt_row(self) -> Any:
        row = Gtk.Box(spacing=_GAP)
        self._wanted = Gtk.RadioButton.new_with_mnemonic(None, _("_Wanted"))
        unwanted = Gtk.RadioButton.new_with_mnemonic_from_widget(self._wanted, _("_Not wanted"))
        self._wanted.set_tooltip_text(_("What a click says, here and with the Path tool on the canvas"))
        unwanted.set_tooltip_text(_("A right-click always says this, and a click with Ctrl"))
        subject = _button(_("Sub_ject"), _("Select what the picture is of"), self._actions.subject)
        undo = _button(_("_Undo click"), _("Take back the last click"), self._actions.undo_click)
        over = _button(_("Start o_ver"), _("Forget all clicks"), self._actions.start_over)
        for widget in (self._wanted, unwanted):
            row.pack_start(widget, False, False, 0)
        for widget in (over, undo, subject):
            row.pack_end(widget, False, False, 0)
        return row

    def _size_row(self) -> Any:
        row = Gtk.Box(spacing=_GAP)
        row.pack_start(Gtk.Label(label=_("Size:")), False, False, 0)
        group = None
        for value, label in (
            ("best", _("Likeliest")),
            ("part", _("Part")),
            ("2", _("Object")),
            ("whole", _("Whole")),
        ):
            button = Gtk.RadioButton.new_with_label_from_widget(group, label)
            button.set_mode(False)
            button.connect("toggled", self._on_size, value)
            self._sizes[value] = button
            group = group or button
            row.pack_start(button, False, False, 0)
        self._source = Gtk.ComboBoxText()
        self._source.append("visible", _("What is visible"))
        self._source.append("layer", _("The active layer"))
        self._source.set_active_id("visible")
        self._source.set_tooltip_text(_("What the model sees"))
        self._source.get_accessible().set_name(_("What the model sees"))
        self._source.connect("changed", self._on_source)
        row.pack_end(self._source, False, False, 0)
        return row

    def _wish_grid(self, wish: Wish) -> Any:
        grid = Gtk.Grid(column_spacing=_GAP, row_spacing=_GAP)
        self._combos: Dict[str, Any] = {}
        self._numbers: Dict[str, Any] = {}
        outputs = [
            ("selection", _("Selection")),
            ("layer-mask", _("Layer mask")),
            ("new-layer", _("New layer")),
            ("channel", _("Channel")),
            ("path", _("Path")),
        ]
        operations = [
            ("replace", _("Replace")),
            ("add", _("Add")),
            ("subtract", _("Subtract")),
            ("intersect", _("Intersect")),
        ]
        self._combo(grid, 0, 0, "output", _("_Make:"), outputs, wish.output)
        self._combo(grid, 2, 0, "operation", _("_How:"), operations, wish.operation)
        self._number(grid, 0, 1, "grow", _("_Grow:"), -1000, wish.grow_px)
        self._number(grid, 2, 1, "feather", _("_Feather:"), 0, wish.feather_px)
        self._live = Gtk.CheckButton.new_with_mnemonic(_("_Selection follows on the canvas"))
        self._live.set_active(True)
        self._live.set_tooltip_text(
            _("Draw a rectangle or a lasso on the canvas, or click with the Path tool: it snaps to things")
        )
        self._show_what_can_follow()
        return grid

    def _combo(
        self,
        grid: Any,
        column: int,
        row: int,
        name: str,
        label: str,
        values: List[Tuple[str, str]],
        first: str,
    ) -> None:
        combo = Gtk.ComboBoxText(hexpand=True)
        for value, text in values:
            combo.append(value, text)
        combo.set_active_id(first)
        combo.connect("changed", lambda _widget: self._on_wish())
        self._combos[name] = combo
        _labelled(grid, column, row, label, combo)

    def _number(
        self, grid: Any, column: int, row: int, name: str, label: str, least: int, first: float
    ) -> None:
        number = Gtk.SpinButton.new_with_range(least, 1000, 1)
        number.set_value(first)
        number.connect("value-changed", lambda _widget: self._actions.wish_changed())
        self._numbers[name] = number
        _labelled(grid, column, row, label, number)

    def _button_row(self) -> Any:
        row = Gtk.Box(spacing=_GAP)
        row.pack_start(self._live, False, False, 0)
        apply = _button(_("_Apply"), _("Make it: one undo step"), self._actions.apply)
        apply.get_style_context().add_class("suggested-action")
        row.pack_end(apply, False, False, 0)
        row.pack_end(_button(_("_Close"), "", self._actions.close), False, False, 0)
        return row

    def _on_size(self, button: Any, value: str) -> None:
        if button.get_active() and not self._is_showing:
            self._actions.size_chosen(value)

    def _on_wish(self) -> None:
        self._show_what_can_follow()
        self._actions.wish_changed()

    def _show_what_can_follow(self) -> None:
        """Grey out what has no effect now: only a selection that is replaced can follow every click."""
        self._live.set_sensitive(_can_follow(self.wish))

    def _on_source(self, combo: Any) -> None:
        if not self._is_showing:
            self._actions.source_chosen(str(combo.get_active_id()))

    def _on_key(self, widget: Any, event: Any) -> bool:
        actions = {Gdk.KEY_F1: self._actions.help, Gdk.KEY_Escape: self._actions.close}
        action = actions.get(event.keyval)
        if action is not None:
            action()
        return action is not None

    def _on_delete(self, widget: Any, event: Any) -> bool:
        self._actions.close()
        return True


def _can_follow(wish: Wish) -> bool:
    return (wish.output, wish.operation) == ("selection", "replace")


def _button(label: str, tip: str, action: Callable[[], None]) -> Any:
    button = Gtk.Button.new_with_mnemonic(label)
    if tip:
        button.set_tooltip_text(tip)
    button.connect("clicked", lambda _widget: action())
    return button


def _labelled(grid: Any, column: int, row: int, label: str, widget: Any) -> None:
    text = Gtk.Label.new_with_mnemonic(label)
    text.set_xalign(0.0)
    text.set_mnemonic_widget(widget)
    grid.attach(text, column, row, 1, 1)
    grid.attach(widget, column + 1, row, 1, 1)
