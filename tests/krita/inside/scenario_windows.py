"""Menu entries chosen with the mouse, the windows they open, and a pen."""

from PyQt5.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PyQt5.QtGui import QTabletEvent
from PyQt5.QtWidgets import QApplication, QDialog

from smart_select_krita.doctor_dialog import DoctorDialog
from smart_select_krita.qt import is_deleted
from smart_select_krita.setup_dialog import SetupDialog

EYE = (150, 110)


def scenario(stage):
    report, session, desk = stage.report, stage.session, stage.desk
    before = [stage.pixels(), stage.layers()]
    yield from choose(stage, "Smart Select: Click to Select")
    yield lambda: desk.is_armed
    yield lambda: stage.idle() and session.read is not None
    report["armed by the menu"] = True
    yield from pen(stage)
    yield from keyboard(stage)
    yield from choose(stage, "Smart Select: Switch Wanted and Not Wanted")
    yield stage.within(60, lambda: not desk.wanted)
    report["switched by the menu"] = not desk.wanted
    yield from choose(stage, "Smart Select: Click to Select")
    yield stage.within(60, lambda: not desk.is_armed)
    report["disarmed by the menu"] = not desk.is_armed
    yield from choose(stage, "Smart Select: Select Subject")
    yield stage.within(60, lambda: session.answer is not None and session.prompt.subject and stage.idle())
    report["subject by the menu"] = stage.selection() is not None
    yield from stage.undo()
    steps = stage.steps()
    yield from choose(stage, "Smart Select: Remove Background")
    yield stage.until(lambda: stage.steps() == steps + 1, 60)
    stage.shot("background_removed")
    report["background removed"] = [session.message, stage.layers()[0][2], stage.steps() - steps]
    yield from stage.undo()
    yield from choose(stage, "Smart Select: Set Up…")
    dialog = yield from opened(SetupDialog)
    stage.shot("set_up")
    yield from stage.press_on(dialog._go, lambda: dialog._work is not None)
    yield lambda: not dialog._work.is_running
    yield 1.0
    stage.shot("set_up_without_a_network")
    report["set-up"] = [dialog._said.text(), dialog._steps.text(), dialog._go.text()]
    steps, said = dialog._steps, dialog._said
    report["set-up fits"] = (
        steps.height() >= steps.sizeHint().height() and said.height() >= said.heightForWidth(said.width())
    )
    yield from stage.press_on(dialog._close, lambda: is_deleted(dialog) or not dialog.isVisible())
    yield from choose(stage, "Smart Select: Doctor…")
    dialog = yield from opened(DoctorDialog)
    yield lambda: "Looking…" not in dialog._text.toPlainText()
    yield 0.5
    stage.shot("doctor")
    report["doctor"] = dialog._text.toPlainText()
    copied = QApplication.clipboard().text
    yield from stage.press_on(dialog._copy_button, lambda: copied() == dialog._text.toPlainText())
    report["copied"] = copied() == dialog._text.toPlainText()
    dialog.reject()
    report["untouched"] = [stage.pixels(), stage.layers()] == before


def choose(stage, text):
    """Open Tools ▸ Scripts with the mouse and click an entry."""
    bar = stage.window.menuBar()
    tools = next(action for action in bar.actions() if action.text().replace("&", "") == "Tools")
    menu = tools.menu()
    yield from pressed(stage, bar, tools, menu.isVisible)
    yield 0.5
    scripts = next(action for action in menu.actions() if action.text().replace("&", "") == "Scripts")
    entries = scripts.menu()
    yield from pressed(stage, menu, scripts, entries.isVisible)
    yield 0.5
    # Straight into it: on a slanting way it would close.
    at = QPoint(entries.mapToGlobal(QPoint(30, 0)).x(), middle_of(menu, scripts).y())
    stage.move_screen(at)
    yield 0.5
    names = [action.text().replace("&", "") for action in entries.actions()]
    stage.report["entries"] = [name for name in names if name.startswith("Smart Select")]
    if text.endswith("Subject"):
        stage.shot("menu")
    entry = entries.actions()[names.index(text)]
    yield from pressed(stage, entries, entry, lambda: not entries.isVisible())
    yield 0.3


def pressed(stage, menu, entry, is_seen):
    """Click an entry of a menu, or of the menu bar, until that was seen; a scenario's part."""
    yield from stage.until_seen(lambda: stage.click_screen(middle_of(menu, entry)), is_seen)


def middle_of(menu, entry):
    return menu.mapToGlobal(menu.actionGeometry(entry).center())


def opened(kind):
    found = []

    def look():
        found[:] = [
            it for it in QApplication.topLevelWidgets() if isinstance(it, QDialog) and type(it) is kind
        ]
        return bool(found) and found[0].isVisible()

    yield look
    yield 0.7
    return found[0]


def keyboard(stage):
    """From the first button to the preview by Tab, to a place by an arrow; Enter and minus click."""
    session, preview = stage.session, stage.docker._panel.preview
    session.forget_objects()
    stage.docker._panel._arm.setFocus(Qt.TabFocusReason)
    tabs = 0
    while not preview.hasFocus() and tabs < 12:
        tabs += 1
        before = QApplication.focusWidget()
        yield from stage.press("Tab", lambda before=before: QApplication.focusWidget() is not before)
    seen = stage.report["keyboard"] = [preview.hasFocus()]
    yield from stage.press("Left", lambda: preview._cross is not None)
    yield from stage.press("Return", lambda: session.is_busy or session.prompt.points)
    yield stage.points(1)
    stage.shot("keyboard")
    seen += [session.prompt.points[0][0] < stage.document.width() / 2, stage.undo_text()]
    # Krita's own shortcut for this is to zoom out.
    yield from stage.press("minus", lambda: session.is_busy or len(session.prompt.points) == 2)
    yield stage.points(2)
    seen.append([label for _x, _y, label in session.prompt.points])
    yield from stage.undo(2)
    session.forget_objects()


def pen(stage):
    """What a tablet's driver makes of a tap of the pen."""
    from smart_select_krita import canvas

    widget = canvas.canvas_widget()
    at = canvas.image_to_canvas().map(QPointF(*EYE))
    place = QPointF(widget.mapToGlobal(QPoint(0, 0))) + at
    taken = []
    for kind, pressure, buttons in (
        (QEvent.TabletMove, 0.0, Qt.NoButton),
        (QEvent.TabletPress, 0.4, Qt.LeftButton),
        (QEvent.TabletMove, 0.6, Qt.LeftButton),
        (QEvent.TabletRelease, 0.0, Qt.NoButton),
    ):
        event = QTabletEvent(
            kind,
            at,
            place,
            QTabletEvent.Stylus,
            QTabletEvent.Pen,
            pressure,
            10,
            -5,
            0.0,
            0.0,
            0,
            Qt.NoModifier,
            1,
            Qt.NoButton if kind == QEvent.TabletMove else Qt.LeftButton,
            buttons,
        )
        QCoreApplication.sendEvent(widget, event)
        taken.append(event.isAccepted())
        yield 0.05
    yield stage.points(1)
    stage.report["pen"] = [taken, stage.session.prompt.points[0], stage.selection(), stage.undo_text()]
    stage.shot("pen")
    yield from stage.undo()
