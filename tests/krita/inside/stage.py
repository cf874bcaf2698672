"""What scenarios have: Krita, the plug-in's desk, hands for mouse and keyboard, eyes."""

import hashlib
import sys
import time
from functools import partial

import hands
from PyQt5.QtCore import QModelIndex, Qt
from PyQt5.QtWidgets import QApplication, QDockWidget, QListView, QTreeView

from krita import Krita


class Stage(hands.Hands):
    def __init__(self, out):
        self.out = out
        self.report = {}
        self.turn = 0
        self._idle_since = None
        self.quits = False
        """Whether Krita is to be left as a user leaves it."""
        self.krita = Krita.instance()
        self.krita.setBatchmode(True)
        from smart_select_krita import docker
        from smart_select_krita.options import Options

        self.docker = docker.DOCKERS[-1]
        self.desk = self.docker.desk
        self.session = self.desk.session
        self.session.options = Options()  # not those that an earlier scenario has left in Krita's settings
        self.window = self.krita.activeWindow().qwindow()
        self.window.showMaximized()
        self.docker.show()
        self.docker.raise_()

    # Krita.

    @property
    def document(self):
        return self.krita.activeDocument()

    def settled(self):
        """The document, when Krita has done in it all that it was told to do: it draws in its own time."""
        document = self.document
        document.waitForDone()
        return document

    def trigger(self, name):
        self.krita.action(name).trigger()

    def activate(self, name):
        """Make a layer the active one, as a click in the list of layers does."""
        view = self.window.findChild(QDockWidget, "KisLayerBox").findChild(QTreeView)
        model = view.model()
        waiting = [QModelIndex()]
        while waiting:
            parent = waiting.pop()
            for row in range(model.rowCount(parent)):
                index = model.index(row, 0, parent)
                if index.data() == name:
                    view.setCurrentIndex(index)
                    return
                waiting.append(index)
        raise LookupError(name)

    def undo_text(self):
        """The last thing that Ctrl+Z would undo."""
        return self.krita.action("edit_undo").text()

    def steps(self):
        """How many times Ctrl+Z would undo something, counted in Krita's own list of it."""
        history = self.window.findChild(QDockWidget, "History").findChild(QListView)
        return history.currentIndex().row()

    def has_steps(self, count):
        """Whether Ctrl+Z would undo something so many times."""
        return self.steps() == count

    def undo(self, count=1):
        """Undo as Ctrl+Z does, so many times, and wait until Krita is done with it; a scenario's part."""
        for _ in range(count):
            yield self.idle
            left = self.steps() - 1
            is_undone = partial(self.has_steps, left)
            yield from self.until_seen(lambda: self.trigger("edit_undo"), is_undone)
            yield self.until(is_undone, 60)

    def deselect(self):
        """Select nothing, and wait until nothing is; a scenario's part."""
        self.trigger("deselect")
        yield self.until(lambda: self.bounds() is None, 60)

    def layers(self):
        """Names, types and children of the layers, without Krita's own node for the selection."""
        return [
            [node.name(), node.type(), [child.type() for child in node.childNodes()]]
            for node in self.document.topLevelNodes()
            if node.type() != "selectionmask"
        ]

    def pixels(self):
        """A digest of all that the document shows, and of its layers' own pixels."""
        document = self.settled()
        width, height = document.width(), document.height()
        digest = hashlib.sha256(bytes(document.pixelData(0, 0, width, height)))
        for node in document.topLevelNodes():
            if node.type() == "paintlayer":
                digest.update(bytes(node.pixelData(0, 0, width, height)))
        return digest.hexdigest()

    def selection(self):
        """Bounds and sum of what is selected, None for nothing."""
        document = self.settled()
        selection = document.selection()
        if selection is None or selection.width() < 1:
            return None
        data = bytes(selection.pixelData(0, 0, document.width(), document.height()))
        return [selection.x(), selection.y(), selection.width(), selection.height(), sum(data)]

    def bounds(self):
        """Bounds of what is selected, None for nothing; quick on a large document."""
        selection = self.document.selection()
        if selection is None or selection.width() < 1:
            return None
        return [selection.x(), selection.y(), selection.width(), selection.height()]

    def keep_selection(self, name):
        """Leave the selection's bytes for the test."""
        document = self.settled()
        data = document.selection().pixelData(0, 0, document.width(), document.height())
        (self.out / f"{name}.selection").write_bytes(bytes(data))

    # Eyes.

    def tidy(self):
        """Leave the docker of ours and that of the layers at the right, ours the larger one."""
        layers = self.window.findChild(QDockWidget, "KisLayerBox")
        for dock in self.window.findChildren(QDockWidget):
            if dock.objectName() != "ToolBox" and dock not in (layers, self.docker):
                self.window.removeDockWidget(dock)
        self.window.addDockWidget(Qt.RightDockWidgetArea, self.docker)
        self.window.splitDockWidget(self.docker, layers, Qt.Vertical)
        for dock in (self.docker, layers):
            dock.show()
        self.window.resizeDocks([self.docker, layers], [640, 150], Qt.Vertical)
        self.window.resizeDocks([self.docker], [290], Qt.Horizontal)

    def shot(self, name):
        """Take the whole screen; a window's own picture lacks the marching ants."""
        QApplication.primaryScreen().grabWindow(0).save(str(self.out / f"{name}.png"))

    # Conditions.

    def idle(self):
        """The plug-in and Krita have nothing to do, and no key is held down any more; and that for two turns.

        Krita lets a Ctrl+Z fall while it still draws. What its threads have done, as another undo step, its
        window knows a turn of the event loop later.
        """
        if not self._has_nothing_to_do():
            self._idle_since = None
        elif self._idle_since is None:
            self._idle_since = self.turn
        return self._idle_since is not None and self.turn >= self._idle_since + 2

    def _has_nothing_to_do(self):
        if self.session.is_busy or not self.hands_are_free():
            return False
        from smart_select_krita import documents

        return self.document is None or documents.is_settled(self.document)

    def next_turn(self, begins):
        """Another turn of the event loop; `begins` tells whether something new is waited for."""
        self.turn += 1
        if begins:
            self._idle_since = None

    def within(self, seconds, condition):
        """A condition that is given up after so many seconds: the report tells what was there instead."""
        end = time.monotonic() + seconds
        line = self.line()

        def so_or_given_up():
            if condition():
                return True
            if time.monotonic() > end:
                self.report.setdefault("waited in vain", []).append(line)
                return True
            return False

        return so_or_given_up

    def line(self):
        """The scenario's line that is being done."""
        caller = sys._getframe(1)
        while caller.f_code.co_filename in (__file__, hands.__file__):
            caller = caller.f_back
        return f"{caller.f_code.co_name}, line {caller.f_lineno}"

    def until(self, condition, seconds=30):
        """A condition: nothing is going on and it is so; given up after so many seconds, as in `within`."""
        return self.within(seconds, lambda: self.idle() and condition())

    def in_front(self):
        """A condition: the window has the keyboard and the whole screen; not waited for long."""
        end, seen, since = time.monotonic() + 30, None, 0.0

        def condition():
            nonlocal seen, since
            now = self.window.isActiveWindow(), self.window.isMaximized(), self.window.geometry()
            if now != seen:
                seen, since = now, time.monotonic()
            is_there = now[0] and now[1] and time.monotonic() - since > 0.3
            return is_there or time.monotonic() > end

        return condition

    def steady(self, seconds=0.4):
        """A condition: the picture has not moved on the screen for so long, as it does after a zoom."""
        seen, since = None, 0.0

        def condition():
            nonlocal seen, since
            now = [self.at(0, 0), self.at(self.document.width(), self.document.height())]
            if now != seen or not self.hands_are_free():
                seen, since = now, time.monotonic()
            return self.idle() and time.monotonic() - since > seconds

        return condition

    def points(self, count):
        """A condition: so many points were answered."""
        return lambda: self.idle() and len(self.session.prompt.points) == count
