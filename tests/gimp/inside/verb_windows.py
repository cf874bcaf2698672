"""Hands on a verb's window, and eyes on its preview."""

import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from desk import DESK, Desk

ENGINE = Path(os.environ["SMART_SELECT_PYTHON"])
CONTACT = Path(os.environ["SMART_SELECT_HOME"]) / "run" / "worker.json"


class VerbWindow:
    """Somebody who opens the window of a verb by its letter in the menu."""

    def __init__(self, desk: Desk, letter: str, title: str) -> None:
        self.desk = desk
        self.title = title
        self._last = ""
        desk.menu(letter)
        self.window = desk.find(title)

    def sees_another(self) -> bool:
        """Wait for a preview, another one than was there when this was called last."""
        self.desk.until(
            lambda: self._told("shown") not in ("", self._last), f"{self.title}: no other preview", 120
        )
        self._last = self._told("shown")
        return True

    def reads(self, about: str = "") -> str:
        """Wait for a sentence in the preview's place, with this word in it, and return it."""

        def is_said() -> bool:
            return self._told("instead").endswith(".") and about in self._told("instead")

        self.desk.until(is_said, f"{self.title}: no sentence", 120)
        self._last = ""
        return self._told("instead")

    def key(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.desk.key(key, self.window)

    def choose_file(self, path: Path) -> None:
        """Have the window's button choose a file."""
        part = DESK / "choose-file.part"
        part.write_text(str(path))
        part.rename(DESK / "choose-file")
        self.desk.until(lambda: not (DESK / "choose-file").exists(), f"{path} is not chosen")

    @property
    def file(self) -> str:
        """The file that the window's button shows."""
        return self._told("file")

    def reset(self) -> None:
        """Press Reset, and the first of what it offers: the values that the window was opened with."""
        self.key("alt+r")
        self.desk.until(lambda: "Initial" in self._told("focus"), "Reset offers nothing")
        self.key("Return")

    def accept(self) -> None:
        """Press OK."""
        self.key("alt+o")
        self.desk.until(lambda: not self.desk.all(self.title), f"{self.title} stays")

    def close(self) -> None:
        """Give it up."""
        self.key("Escape")
        self.desk.until(lambda: not self.desk.all(self.title), f"{self.title} stays")

    def _told(self, what: str) -> str:
        return str(self._all_told().get(what, ""))

    def _all_told(self) -> dict[str, Any]:
        process = self.desk.hands("getwindowpid", self.window)
        try:
            return dict(json.loads((DESK / f"panel-{process}.json").read_text()))
        except FileNotFoundError:
            return {}


@contextmanager
def no_worker() -> Iterator[None]:
    """Have the worker die, and no other one start."""
    away = ENGINE.with_name("python-away")
    ENGINE.rename(away)
    os.kill(int(json.loads(CONTACT.read_text())["process"]), signal.SIGKILL)
    yield
    away.rename(ENGINE)
