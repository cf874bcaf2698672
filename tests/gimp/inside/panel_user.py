"""Hands on the plug-in's panel, and eyes on what it says."""

import json
from typing import Any

from desk import DESK, PANEL, Desk

SIDE = 512
"""The photograph's."""
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
        desk.move(self.window, 835, 30)

    def _panels(self, beside: str) -> list[str]:
        return [window for window in self.desk.all(PANEL) if window != beside]

    def says(self) -> str:
        """Return the panel's sentence; nothing as long as it has said none."""
        said = self._seen("said")
        return said[0] if said else ""

    def is_waiting(self) -> bool:
        """Whether the panel waits for the worker."""
        return self.says().endswith(WAITS)

    def has_chosen(self, text: str) -> bool:
        """Whether one of the panel's lists shows an entry with this text."""
        return any(text in (entry or "") for entry in self._seen("chosen"))

    def _seen(self, what: str) -> Any:
        process = self.desk.hands("getwindowpid", self.window)
        try:
            return json.loads((DESK / f"panel-{process}.json").read_text()).get(what, [])
        except FileNotFoundError:
            return []

    def until_seen(self, what: str, wanted: object, complaint: str) -> None:
        """Wait until this is seen of the panel."""
        self.desk.until(lambda: self._seen(what) == wanted, complaint)

    @property
    def entries(self) -> list[str]:
        """What the list of what was said shows."""
        return list(self._seen("entries"))

    def wait_until_ready(self) -> None:
        """Wait until the panel has looked at the image and says what can be done."""
        self.desk.until(lambda: bool(self.says()) and not self.is_waiting(), "the panel is not ready", 120)

    def wait_until_it_says(self, words: str) -> None:
        """Wait until the panel's sentence begins like this."""
        self.desk.until(lambda: self.says().startswith(words), f"the panel does not say {words}", 120)

    def spot(self, x: float, y: float) -> tuple[float, float]:
        """Return where in the window the preview shows a pixel of the picture."""
        x0, y0, width, height = self.preview
        scale = min(width / self.width_px, height / self.height_px)
        left = (width - self.width_px * scale) / 2
        top = (height - self.height_px * scale) / 2
        return x0 + left + x * scale, y0 + top + y * scale

    @property
    def preview(self) -> tuple[int, int, int, int]:
        """Where the preview is in the window: x, y, width, height."""
        self.desk.until(lambda: bool(self._seen("preview")), "the panel has no preview")
        x, y, width, height = self._seen("preview")
        return x, y, width, height

    @property
    def picture(self) -> str:
        """Return a text that is another one whenever the preview shows something else."""
        return str(self._seen("picture"))

    def hover(self, x: float, y: float) -> None:
        """Point at a pixel of the picture, and wait until the preview shows what a click would select."""
        before = self.picture
        self.desk.point(*self.spot(x, y), self.window)
        self.desk.until(lambda: self.picture != before, "nothing is shown of what the pointer is over")

    def click_entry(self, index: int) -> None:
        """Click on an entry of the list of what was said, beside its button."""
        self.desk.until(lambda: len(self._seen("rows")) > index, "the list has no such entry")
        x, y, _width, height = self._seen("rows")[index]
        self.desk.click(x + 60, y + height / 2, 1, self.window)

    def click(self, x: float, y: float, button: int = 1, times: int = 1) -> None:
        self.desk.click(*self.spot(x, y), button, self.window, times)

    def come_to_front(self) -> None:
        """Have nothing else lie over the panel."""
        self.desk.focus(self.window)

    def key(self, key: str) -> None:
        self.desk.key(key, self.window)

    def keys(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.key(key)

    def choose_output(self, further: int) -> None:
        """Choose what is made: the entry so many below the one that is chosen."""
        self._go_to("alt+m", "Make:")
        for _entry in range(further):
            before = self._seen("chosen")
            self.desk.hands("key", "Down")
            self.desk.until(lambda before=before: self._seen("chosen") != before, "no other output is chosen")

    def choose_selection(self) -> None:
        """Choose that a selection is made."""
        self._go_to("alt+m", "Make:")
        self.desk.hands("key", "Home")
        self.desk.until(lambda: "Selection" in self._seen("chosen"), "no selection is chosen")

    def choose_how(self, name: str) -> None:
        """Choose what becomes of the earlier selection: "Replace", "Add", "Subtract" or "Intersect"."""
        self._go_to("alt+h", "How:")
        self.desk.hands("key", "Home")
        for _entry in range(("Replace", "Add", "Subtract", "Intersect").index(name)):
            self.desk.hands("key", "Down")
        self.desk.until(lambda: name in self._seen("chosen"), f"{name} is not chosen")

    def look_at_active_layer(self) -> None:
        """Choose that the model sees the active layer alone; the list is the one before the models."""
        self._go_to("alt+d", "Model:")
        self.desk.hands("key", "shift+Tab")
        self.until_seen("focus", "What the model sees", "the list cannot be reached by Tab")
        self.desk.hands("key", "Down")
        self.desk.until(lambda: self.has_chosen("The active layer"), "the active layer is not chosen")

    def _go_to(self, key: str, name: str) -> None:
        self.key(key)
        self.until_seen("focus", name, f"{key} does not lead to {name}")

    def close(self, key: str = "alt+c") -> None:
        """Close the panel and wait until it is gone."""
        self.key(key)
        self.desk.until(lambda: self.window not in self.desk.all(PANEL), "the panel stays")
