"""A desk with a screen that nobody sees: Xvfb, a window manager, GIMP, and hands. Runs in a host."""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HOME = Path(os.environ["HOME"])
DESK = HOME / "desk"
OUT = HOME / "out"
SCREEN = 1366, 900
SMALL_SCREEN = 1366, 768
RC = """
(config-version "{version}")
(show-welcome-dialog no)
(check-updates no)
(restore-session no)
(save-session-info no)
"""
"""Without a version, GIMP takes itself for a new one and greets its user."""
_HAND_S = 0.2
"""A hand's pace: between keys and clicks, of which GIMP and the panel get some each."""
IMAGE_WINDOW = "layers?\\) .*GIMP"
PANEL = "Smart Select:"


def install_browser(opened: Path) -> None:
    """Let pages be opened by a program that writes down which."""
    program = Path("/usr/local/bin/browser-of-tests")
    program.write_text(f'#!/bin/sh\necho "$@" >> "{opened}"\n')
    program.chmod(0o755)
    folder = Path("/usr/share/applications")
    folder.mkdir(parents=True, exist_ok=True)
    kinds = "text/html;x-scheme-handler/file;"
    (folder / "browser-of-tests.desktop").write_text(
        f"[Desktop Entry]\nType=Application\nName=Browser\nExec={program} %u\nMimeType={kinds}\n"
    )
    lines = "".join(f"{kind}=browser-of-tests.desktop\n" for kind in kinds.strip(";").split(";"))
    (folder / "mimeapps.list").write_text(f"[Default Applications]\n{lines}")
    (folder / "mimeinfo.cache").write_text(f"[MIME Cache]\n{lines}")


def version_of_gimp() -> str:
    """Return what GIMP calls itself."""
    asked = subprocess.run(["gimp-console", "--version"], capture_output=True, text=True, check=True)
    return asked.stdout.split()[-1]


class Desk:
    """GIMP with a photograph open in it."""

    def __init__(self, photo: str = "astronaut.png", screen: tuple[int, int] = SCREEN) -> None:
        DESK.mkdir(exist_ok=True)
        OUT.mkdir(exist_ok=True)
        for old in DESK.iterdir():
            old.unlink()
        os.environ["DISPLAY"] = ":9"
        os.environ["NO_AT_BRIDGE"] = "1"
        os.environ["PROBE_PHOTO"] = photo
        os.environ["PANEL_TEXTS"] = str(DESK)
        profile = Path(os.environ["GIMP3_DIRECTORY"])
        (profile / "gimprc").write_text(RC.format(version=version_of_gimp()))
        shutil.rmtree(profile / "plug-in-settings", ignore_errors=True)  # what was chosen last time
        self.start("Xvfb", ":9", "-screen", "0", "{}x{}x24".format(*screen), "-nolisten", "tcp")
        self.until(lambda: Path("/tmp/.X11-unix/X9").exists(), "no screen")
        self.start("openbox", "--sm-disable")
        script = str(Path(__file__).with_name("probe.py"))
        code = f"exec(compile(open({script!r}).read(), {script!r}, 'exec'), {{'__name__': 'probe'}})"
        self.gimp = self.start(
            "dbus-run-session", "gimp", "--no-splash", "-d", "--batch-interpreter=python-fu-eval", "-b", code
        )
        # In a fresh profile GIMP looks at all of its plug-ins first, which on a busy machine takes minutes.
        self.until(lambda: (DESK / "state.json").exists(), "no picture was opened", 400)
        self.use_newest_image()
        self.origin = 0.0, 0.0

    def use_newest_image(self) -> None:
        """Go on with the image window that was opened last; one that was just closed may still be going."""
        seen: list[list[str]] = []

        def rest() -> bool:
            seen.append(self.all(IMAGE_WINDOW))
            return bool(seen[-1]) and len(seen) > 4 and all(one == seen[-1] for one in seen[-5:])

        self.until(rest, "the image windows do not come to rest")
        self.window = seen[-1][-1]
        self.move(self.window, 0, 0)

    def move(self, window: str, x: int, y: int) -> None:
        """Bring a window there, and wait until it rests; its frame may shift it by some pixels."""
        self.hands("windowmove", "--sync", window, str(x), str(y))
        places = [self.place(window)]

        def rests() -> bool:
            places.append(self.place(window))
            return len(places) > 4 and len(set(places[-4:])) == 1

        self.until(rests, "a window does not come to rest")

    def calibrate(self) -> None:
        """Find out where the canvas is: draw a rectangle, look where it came to lie, and take it back."""
        self.key("r")
        self.drag(300, 250, 400, 350)
        bounds = self.steady()["selection"]
        self.origin = 300.0 - bounds[1], 250.0 - bounds[2]
        self.key("ctrl+shift+a")
        self.steady(0.3)

    def on_canvas(self, x: float, y: float) -> tuple[float, float]:
        """Return where on the screen a pixel of the picture is, at 100 %."""
        return x + self.origin[0], y + self.origin[1]

    def start(self, *command: str) -> "subprocess.Popen[bytes]":
        log = (OUT / f"{Path(command[0]).name}.log").open("ab")
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def hands(self, *command: str) -> str:
        done = subprocess.run(["xdotool", *command], capture_output=True, text=True, check=False)
        return done.stdout.strip()

    def all(self, name: str) -> list[str]:
        return self.hands("search", "--onlyvisible", "--name", name).split()

    def find(self, name: str, patience_s: float = 60) -> str:
        """Return the newest window with this in its name."""
        found: list[str] = []

        def is_there() -> bool:
            found[:] = self.all(name)
            return bool(found)

        self.until(is_there, f"no window {name}", patience_s)
        return found[-1]

    def until(self, is_so: Callable[[], bool], complaint: str, patience_s: float = 60) -> None:
        end = time.monotonic() + patience_s
        while not is_so():
            if time.monotonic() > end:
                self.picture("failed")
                raise TimeoutError(complaint)
            time.sleep(0.05)

    def state(self) -> dict[str, Any]:
        """Return the image's state as it is now, not a moment ago."""
        before = self._read().get("count", 0)
        self.until(lambda: self._read().get("count", 0) >= before + 2, "GIMP does not answer", 60)
        return self._read()

    def steady(self, rest_s: float = 1.0) -> dict[str, Any]:
        """Return the state once nothing changes any more."""
        since, last = time.monotonic(), self.state()
        while time.monotonic() - since < rest_s:
            state = self.state()
            if state["digest"] != last["digest"]:
                since, last = time.monotonic(), state
        return last

    def changed_from(self, digest: str, patience_s: float = 90) -> dict[str, Any]:
        """Wait for another selection and return the state with it, at rest."""
        self.until(
            lambda: self._read().get("digest", digest) != digest, "the selection did not change", patience_s
        )
        return self.steady()

    def until_state(
        self, is_so: Callable[[dict[str, Any]], bool], complaint: str, patience_s: float = 60
    ) -> dict[str, Any]:
        """Wait until the image's state is like this and return it."""
        self.until(lambda: is_so(self._read()), complaint, patience_s)
        return self._read()

    def order(self, code: str, patience_s: float = 120) -> None:
        """Have the probe do something."""
        part = DESK / "order.part"
        part.write_text(code)
        part.rename(DESK / "order")
        self.until(lambda: not (DESK / "order").exists(), f"GIMP did not {code}", patience_s)

    @contextmanager
    def unwatched(self) -> Iterator[None]:
        """Have nobody read the image meanwhile: GIMP ends who does so while an undo changes its size."""
        (DESK / "hush").touch()
        self.until((DESK / "hushed").exists, "the probe goes on")
        yield
        time.sleep(1)  # for the last undo, of which nothing tells from outside
        (DESK / "hushed").unlink()

    def key(self, key: str, window: str = "") -> None:
        self.focus(window or self.window)
        self.hands("key", "--clearmodifiers", key)
        time.sleep(_HAND_S)

    def focus(self, window: str) -> None:
        """Have keys go to this window."""
        self.hands("windowactivate", "--sync", window)
        self.until(lambda: self.hands("getwindowfocus") == window, "a window gets no keys")

    def click(self, x: float, y: float, button: int = 1, window: str = "", times: int = 1) -> None:
        """Click at a place on the screen, or in a window; `times` is 2 for a double click."""
        self.point(x, y, window)
        time.sleep(_HAND_S)
        self.hands("click", "--repeat", str(times), "--delay", "60", str(button))
        time.sleep(_HAND_S)

    def point(self, x: float, y: float, window: str = "") -> None:
        """Move the pointer to a place on the screen, or in a window."""
        inside = ["--window", window] if window else []
        self.hands("mousemove", *inside, str(round(x)), str(round(y)))

    def draw_rectangle(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draw a selection over the picture; GIMP may have taken up another tool since the last one."""
        self.key("r")
        self.drag(*self.on_canvas(x0, y0), *self.on_canvas(x1, y1))

    @contextmanager
    def holding(self, key: str) -> Iterator[None]:
        """Hold a key down meanwhile."""
        self.hands("keydown", key)
        time.sleep(_HAND_S)
        try:
            yield
        finally:
            self.hands("keyup", key)

    def drag(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Drag over the screen, in steps as a hand does."""
        self.hands("mousemove", str(round(x0)), str(round(y0)), "mousedown", "1")
        for step in range(1, 11):
            x, y = x0 + (x1 - x0) * step / 10, y0 + (y1 - y0) * step / 10
            self.hands("mousemove", str(round(x)), str(round(y)))
            time.sleep(0.03)
        self.hands("mouseup", "1")
        time.sleep(_HAND_S)

    def picture(self, name: str) -> None:
        """Keep a screenshot."""
        subprocess.run(["import", "-window", "root", str(OUT / f"{name}.png")], check=False)

    def menu(self, mnemonic: str, picture: str = "") -> None:
        """Choose an entry of Filters ▸ Smart Select, which is the last of the filters."""
        closed = len(self.all(".*"))
        self.key("alt+r")
        self.until(lambda: len(self.all(".*")) > closed, "the menu does not open")
        opened = len(self.all(".*"))
        for key in ("Up", "Right"):
            time.sleep(_HAND_S)
            self.hands("key", key)
        self.until(lambda: len(self.all(".*")) > opened, "the submenu does not open")
        if picture:
            self.picture(picture)
        self.hands("key", mnemonic)

    def place(self, window: str) -> tuple[int, int, int, int]:
        """Return a window's x, y, width, height on the screen."""
        values = dict(
            line.split("=") for line in self.hands("getwindowgeometry", "--shell", window).splitlines()
        )
        return int(values["X"]), int(values["Y"]), int(values["WIDTH"]), int(values["HEIGHT"])

    def close(self, name: str, results: object) -> None:
        """Leave the results and go."""
        (OUT / f"{name}.json").write_text(json.dumps(results, indent=1))
        (DESK / "quit").write_text("")

    def _read(self) -> dict[str, Any]:
        try:
            state: dict[str, Any] = json.loads((DESK / "state.json").read_text())
        except FileNotFoundError:
            return {}
        return state
