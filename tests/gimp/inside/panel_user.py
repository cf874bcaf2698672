"""Hands on the plug-in's panel, and eyes on what it says."""

import json
import time

from desk import DESK, PANEL, Desk

SIDE = 512
"""The photograph's."""
GAP = 12
PREVIEW_HEIGHT = 330
WAITS = "…"
"""How the panel's sentence ends while it waits for the worker."""


class PanelUser:
    """Somebody who opens the panel and works in it; `beside` is another image's panel."""

    def __init__(self, desk: Desk, picture: str = "", *, is_open: bool = False, beside: str = "") -> None:
        self.desk = desk
        self.width_px, self.height_px = SIDE, SIDE
        if not is_open:
            desk.menu("s", picture)
        desk.until(lambda: bool(self._panels(beside)), "no panel is opened")
        self.window = self._panels(beside)[-1]
        desk.hands("windowmove", self.window, "835", "30")
        time.sleep(1)
        self.width = desk.place(self.window)[2] - 2 * GAP

    def _panels(self, beside: str) -> list[str]:
        return [window for window in self.desk.all(PANEL) if window != beside]

    def says(self) -> str:
        """Return the panel's sentence; nothing as long as it has said none."""
        said = self._seen("said")
        return said[0] if said else ""

    def has_chosen(self, text: str) -> bool:
        """Whether one of the panel's lists shows an entry with this text."""
        return any(text in (entry or "") for entry in self._seen("chosen"))

    def _seen(self, what: str) -> list[str]:
        process = self.desk.hands("getwindowpid", self.window)
        try:
            found: list[str] = json.loads((DESK / f"panel-{process}.json").read_text())[what]
        except FileNotFoundError:
            return []
        return found

    def wait_until_ready(self) -> None:
        """Wait until the panel has looked at the image and says what can be done."""
        self.desk.until(
            lambda: self.says() and not self.says().endswith(WAITS), "the panel is not ready", 120
        )

    def wait_until_it_says(self, words: str) -> None:
        """Wait until the panel's sentence begins like this."""
        self.desk.until(lambda: self.says().startswith(words), f"the panel does not say {words}", 120)

    def spot(self, x: float, y: float) -> tuple[float, float]:
        """Return where in the window the preview shows a pixel of the picture."""
        scale = min(self.width / self.width_px, PREVIEW_HEIGHT / self.height_px)
        left = (self.width - self.width_px * scale) / 2
        top = (PREVIEW_HEIGHT - self.height_px * scale) / 2
        return GAP + left + x * scale, GAP + top + y * scale

    def click(self, x: float, y: float, button: int = 1) -> None:
        self.desk.click(*self.spot(x, y), button, self.window)

    def come_to_front(self) -> None:
        """Have nothing else lie over the panel."""
        self.desk.hands("windowactivate", "--sync", self.window)
        time.sleep(0.5)

    def key(self, key: str) -> None:
        self.desk.key(key, self.window)

    def keys(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.key(key)

    def choose_output(self, further: int) -> None:
        """Choose what is made: the entry so many below the one that is chosen."""
        self.key("alt+m")
        time.sleep(0.7)
        for _entry in range(further):
            self.desk.hands("key", "Down")
            time.sleep(0.3)
        time.sleep(0.4)

    def choose_selection(self) -> None:
        """Choose that a selection is made."""
        self.key("alt+m")
        time.sleep(0.5)
        self.desk.hands("key", "Home")
        time.sleep(0.5)

    def look_at_active_layer(self) -> None:
        """Choose that the model sees the active layer alone; the list is the one behind the models."""
        self.key("alt+d")
        time.sleep(0.5)
        self.desk.hands("key", "Tab")
        time.sleep(0.3)
        self.desk.hands("key", "Down")
        time.sleep(0.5)

    def close(self) -> None:
        """Close the panel and wait until it is gone."""
        self.key("alt+c")
        self.desk.until(lambda: self.window not in self.desk.all(PANEL), "the panel stays")
