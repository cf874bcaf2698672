"""Hands on the plug-in's panel."""

import time

from desk import PANEL, Desk

SIDE = 512
"""The photograph's."""
GAP = 12
PREVIEW_HEIGHT = 330


class PanelUser:
    """Somebody who opens the panel and works in it."""

    def __init__(self, desk: Desk, picture: str = "", *, is_open: bool = False) -> None:
        self.desk = desk
        self.width_px, self.height_px = SIDE, SIDE
        if not is_open:
            desk.menu("s", picture)
        self.window = desk.find(PANEL)
        desk.hands("windowmove", self.window, "835", "30")
        time.sleep(1)
        self.width = desk.place(self.window)[2] - 2 * GAP

    def spot(self, x: float, y: float) -> tuple[float, float]:
        """Return where in the window the preview shows a pixel of the picture."""
        scale = min(self.width / self.width_px, PREVIEW_HEIGHT / self.height_px)
        left = (self.width - self.width_px * scale) / 2
        top = (PREVIEW_HEIGHT - self.height_px * scale) / 2
        return GAP + left + x * scale, GAP + top + y * scale

    def click(self, x: float, y: float, button: int = 1) -> None:
        self.desk.click(*self.spot(x, y), button, self.window)

    def key(self, key: str) -> None:
        self.desk.key(key, self.window)

    def close(self) -> None:
        """Close the panel and wait until it is gone."""
        self.key("alt+c")
        self.desk.until(lambda: not self.desk.all(PANEL), "the panel stays")
