"""The scenarios' hands: mouse and keyboard of the X server, and what is sent until it was seen."""

import itertools
import subprocess
import time
from functools import partial

from PyQt5.QtCore import QPointF
from PyQt5.QtWidgets import QApplication

_UNSEEN_S = 6.0
"""What has become of nothing for so long after it was sent has not been seen, on any machine."""
_UNSEEN_TURNS = 100
_SENDS = 4


class Hands:
    """Of a stage, which knows Krita's window, what it waits for, and where the report is."""

    hands = None
    """What moves them, None where nothing has yet."""

    def at(self, x, y):
        """Where a point of the image is on the screen."""
        from smart_select_krita import canvas

        point = canvas.image_to_canvas().map(QPointF(x, y))
        place = canvas.canvas_widget().mapToGlobal(point.toPoint())
        return round(place.x() * self.ratio()), round(place.y() * self.ratio())

    def ratio(self):
        """The X server's pixels for each of Qt's."""
        return self.window.devicePixelRatioF()

    def click_screen(self, place):
        """Click a place of the screen with the X server's mouse."""
        x, y = round(place.x() * self.ratio()), round(place.y() * self.ratio())
        self._hands(f"xdotool mousemove {x} {y}; sleep 0.2; xdotool click 1")

    def move_screen(self, place):
        """Move the X server's mouse to a place of the screen."""
        self._hands(f"xdotool mousemove {round(place.x() * self.ratio())} {round(place.y() * self.ratio())}")

    def click_on(self, widget):
        """Click the middle of a widget."""
        self.click_screen(widget.mapToGlobal(widget.rect().center()))

    def click(self, x, y, held=""):
        """Click with the X server's mouse, a key held down."""
        down, up = (f"xdotool keydown {held};", f"xdotool keyup {held}") if held else ("", "true")
        self._hands(
            "xdotool mousemove {} {}; sleep 0.2; {} xdotool click 1; {}".format(*self.at(x, y), down, up)
        )

    def drag(self, x0, y0, x1, y1):
        """Drag with the X server's mouse."""
        self.drag_along(((x0, y0), (x1, y1)))

    def drag_along(self, points):
        """Drag with the X server's mouse from point to point."""
        moves = ""
        for (x0, y0), (x1, y1) in itertools.pairwise(points):
            for part in (0.3, 0.6, 1.0):
                at = self.at(x0 + (x1 - x0) * part, y0 + (y1 - y0) * part)
                moves += "xdotool mousemove {} {}; sleep 0.15;".format(*at)
        start = "xdotool mousemove {} {}; sleep 0.2; xdotool mousedown 1;".format(*self.at(*points[0]))
        self._hands(f"{start} {moves} xdotool mouseup 1")

    def carry(self, start, by, button, held=""):
        """Drag a button of the X server's mouse by so many of its pixels, a key held down."""
        x, y = self.at(*start)
        down, up = (f"xdotool keydown {held};", f"xdotool keyup {held}") if held else ("", "true")
        half = x + by[0] // 2, y + by[1] // 2
        moves = "".join(
            f"xdotool mousemove {to_x} {to_y}; sleep 0.2;" for to_x, to_y in (half, (x + by[0], y + by[1]))
        )
        self._hands(
            f"xdotool mousemove {x} {y}; sleep 0.2; {down} sleep 0.2; xdotool mousedown {button}; sleep 0.2;"
            f"{moves} xdotool mouseup {button}; sleep 0.2; {up}"
        )

    def point_at(self, x, y):
        """Move the X server's mouse there."""
        self._hands("xdotool mousemove {} {}".format(*self.at(x, y)))

    def press(self, name, is_seen):
        """Press a key of the X server until it was seen; a scenario's part."""

        def act():
            if QApplication.activeWindow() is None:
                self.window.activateWindow()
            self._hands(f"xdotool key {name}")

        yield from self.until_seen(act, is_seen)

    def step_by_key(self, name, by):
        """Press Ctrl+Z or the like, and wait until Krita's list of steps is so many longer."""
        yield self.idle
        is_seen = partial(self.has_steps, self.steps() + by)
        yield from self.press(name, is_seen)
        yield self.until(is_seen, 60)

    def press_on(self, widget, is_seen):
        """Click the middle of a widget until that was seen, wherever it is by then; a scenario's part."""
        yield from self.until_seen(lambda: self.click_on(widget), is_seen)

    def until_seen(self, act, is_seen):
        """Do something until something has become of it; a scenario's part.

        Krita lets a Ctrl+Z fall while it draws, as it does its thumbnails when nobody does anything. The
        window manager moves a window after it was shown, and gives it the keyboard later still. What was sent
        again is in the report. `is_seen` has to be false before, and must not become false again.
        """
        for _ in range(_SENDS):
            yield self.idle
            act()
            yield self._seen_or_lost(is_seen)
            if is_seen():
                return
            self.report.setdefault("sent again", []).append(self.line())
        yield self.within(0, is_seen)

    def _seen_or_lost(self, is_seen):
        since, first_turn = None, 0

        def condition():
            nonlocal since, first_turn
            if since is None and self.hands_are_free():
                since, first_turn = time.monotonic(), self.turn
            if is_seen():
                return True
            # While Krita stands still, it sees nothing.
            has_looked = since is not None and self.turn - first_turn > _UNSEEN_TURNS
            return has_looked and time.monotonic() - since > _UNSEEN_S

        return condition

    def _hands(self, commands):
        self.hands = subprocess.Popen(["sh", "-c", commands])

    def hands_are_free(self):
        """Whether all that was sent is on its way."""
        return self.hands is None or self.hands.poll() is not None
