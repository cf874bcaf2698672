"""Drives a real Chromium by its DevTools protocol, over a pipe: no port, no driver program, no package."""

import base64
import json
import os
import queue
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

PROGRAMS: Final = ("chromium", "chromium-browser", "google-chrome", "chrome")
_PATIENCE_S: Final = 120.0
_BUTTONS: Final = {"left": 1, "right": 2}
_ALT: Final = 1


def find_chromium() -> str | None:
    """Return the program, or None where there is none."""
    named = os.environ.get("SMART_SELECT_TEST_CHROMIUM")
    return named or next((found for name in PROGRAMS if (found := shutil.which(name))), None)


class Browser:
    """A headless Chromium with a profile of its own; leave the context to end it."""

    def __init__(self, program: str, folder: Path) -> None:
        self.downloads = folder / "downloads"
        self.downloads.mkdir(parents=True)
        self._answers: dict[int, queue.SimpleQueue[dict[str, Any]]] = {}
        self.events: list[dict[str, Any]] = []
        self._number = 0
        ours_in, theirs_out = os.pipe()
        theirs_in, ours_out = os.pipe()
        # The shell puts the pipes where Chromium looks for them: what it reads as 3, what it writes as 4.
        script = f'exec "$@" 3<&{theirs_in} 4>&{theirs_out}'
        self._log = (folder / "chromium.log").open("wb")
        self._process = subprocess.Popen(
            [
                "/bin/bash", "-c", script, "chromium", program,
                "--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--no-first-run",
                "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--disable-extensions",
                "--disable-background-networking", "--disable-component-update", "--force-color-profile=srgb",
                f"--user-data-dir={folder / 'profile'}", "about:blank",
            ],
            pass_fds=(theirs_in, theirs_out),
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
        )  # fmt: skip
        os.close(theirs_in)
        os.close(theirs_out)
        self._out = os.fdopen(ours_out, "wb", buffering=0)
        self._in = os.fdopen(ours_in, "rb")
        threading.Thread(target=self._listen, daemon=True).start()
        self.call(
            "Browser.setDownloadBehavior",
            behavior="allow",
            downloadPath=str(self.downloads),
            eventsEnabled=True,
        )

    def __enter__(self) -> "Browser":
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError, TimeoutError, AssertionError):
            self.call("Browser.close")
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._out.close()
        self._log.close()

    def call(
        self,
        method: str,
        session: str | None = None,
        **parameters: Any,  # noqa: ANN401 - JSON
    ) -> dict[str, Any]:
        """Run one command of the protocol and return its result."""
        self._number += 1
        answer: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._answers[self._number] = answer
        message = {"id": self._number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        self._out.write(json.dumps(message).encode() + b"\0")
        try:
            reply = answer.get(timeout=_PATIENCE_S)
        except queue.Empty:
            raise TimeoutError(method) from None
        assert "error" not in reply, (method, reply["error"])
        return reply["result"]  # type: ignore[no-any-return]

    def open_page(self, width: int = 1280, height: int = 800, *, dark: bool = False) -> "Page":
        """Return a new, empty page."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = Page(self, session, target)
        page.resize(width, height)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        page.call("Emulation.setEmulatedMedia", features=[scheme])
        for domain in ("Page", "Runtime", "Log", "Network"):
            page.call(f"{domain}.enable")
        return page

    def _listen(self) -> None:
        text = b""
        while True:
            try:
                block = os.read(self._in.fileno(), 1 << 16)
            except OSError:
                return
            if not block:
                return
            *messages, text = (text + block).split(b"\0")
            for message in map(json.loads, messages):
                if "id" in message:
                    self._answers.pop(message["id"]).put(message)
                else:
                    self.events.append(message)


class Page:
    """One tab. Places are CSS pixels from its left top corner."""

    def __init__(self, browser: Browser, session: str, target: str) -> None:
        self._browser = browser
        self._session = session
        self._target = target

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
        """Run one command of the protocol in this page."""
        return self._browser.call(method, self._session, **parameters)

    def resize(self, width: int, height: int, ratio: float = 1) -> None:
        """Make the window so large, in CSS pixels, with so many device pixels for each."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=ratio, mobile=False,
        )  # fmt: skip

    def go(self, address: str) -> None:
        """Open an address."""
        self.call("Page.navigate", url=address)

    def close(self) -> None:
        """Close the tab."""
        self._browser.call("Target.closeTarget", targetId=self._target)

    def value(self, expression: str) -> Any:  # noqa: ANN401 - JSON
        """Return the value of JavaScript; promises are waited for."""
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in result, result["exceptionDetails"]
        return result["result"].get("value")

    def wait_for(self, expression: str) -> None:
        """Wait until JavaScript is true."""
        script = (
            "new Promise((done) => { const look = () => { let good = false; "
            f"try {{ good = {expression}; }} catch {{}} "
            "if (good) done(true); else setTimeout(look, 20); }; look(); })"
        )
        try:
            assert self.value(script)
        except TimeoutError:
            raise AssertionError(f"{expression} did not come true; the page says: {self.state}") from None

    def wait_until_it_says(self, beginning: str) -> None:
        """Wait until the line under the photo begins so, and nothing is being computed."""
        self.wait_for(
            f"document.getElementById('says').textContent.startsWith({json.dumps(beginning)})"
            " && document.getElementById('busy').hidden"
        )

    @property
    def state(self) -> str:
        """What the line under the photo says."""
        return str(self.value("document.getElementById('says').textContent"))

    def mouse(self, kind: str, x: float, y: float, button: str = "none", *, alt: bool = False) -> None:
        """Send one event of the mouse: mouseMoved, mousePressed or mouseReleased."""
        held = _BUTTONS.get(button, 0) if kind == "mousePressed" else 0
        self.call(
            "Input.dispatchMouseEvent",
            type=kind, x=x, y=y, button=button, buttons=held, clickCount=int(kind != "mouseMoved"),
            modifiers=_ALT if alt else 0,
        )  # fmt: skip

    def click(self, x: float, y: float, button: str = "left", *, alt: bool = False) -> None:
        """Click."""
        self.mouse("mousePressed", x, y, button, alt=alt)
        self.mouse("mouseReleased", x, y, button, alt=alt)

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Press, move in a few steps, let go."""
        self.mouse("mousePressed", *start, "left")
        for step in (0.3, 0.7, 1.0):
            x, y = (a + (b - a) * step for a, b in zip(start, end, strict=True))
            self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y, button="left", buttons=1)
        self.mouse("mouseReleased", *end, "left")

    def key(self, key: str, *, shift: bool = False, ctrl: bool = False) -> None:
        """Press a key by its DOM name ("ArrowLeft", "z", "Tab")."""
        codes = {"Tab": 9, "Enter": 13, "Escape": 27, " ": 32, "ArrowLeft": 37, "ArrowUp": 38,
                 "ArrowRight": 39, "ArrowDown": 40}  # fmt: skip
        text = "\r" if key == "Enter" else key if len(key) == 1 and not ctrl else ""
        common = {
            "key": key, "modifiers": 2 * ctrl + 8 * shift,
            "windowsVirtualKeyCode": codes.get(key, ord(key[0].upper())),
        }  # fmt: skip
        self.call("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", text=text, **common)
        self.call("Input.dispatchKeyEvent", type="keyUp", **common)

    def press(self, selector: str) -> None:
        """Click the middle of an element."""
        self.click(*self.middle(selector))

    def middle(self, selector: str) -> tuple[float, float]:
        """Return the middle of an element, scrolled to."""
        x, y = self.value(
            f"(() => {{ const element = document.querySelector({json.dumps(selector)});"
            "element.scrollIntoView({ block: 'nearest' });"
            "const r = element.getBoundingClientRect();"
            "return [r.x + r.width / 2, r.y + r.height / 2]; })()"
        )
        return x, y

    def choose_file(self, selector: str, path: Path) -> None:
        """Give a file to an input for files."""
        root = self.call("DOM.getDocument")["root"]["nodeId"]
        node = self.call("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.call("DOM.setFileInputFiles", files=[str(path)], nodeId=node)

    def screenshot_bytes(self) -> bytes:
        """Return what is to be seen, as PNG."""
        return base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"])

    def screenshot(self, path: Path) -> Path:
        """Save what is to be seen as PNG."""
        path.write_bytes(self.screenshot_bytes())
        return path

    def complaints(self) -> list[str]:
        """Return errors and warnings of the page's scripts and security policy so far."""
        found = []
        for event in list(self._browser.events):
            if event.get("sessionId") != self._session:
                continue
            if event["method"] == "Runtime.exceptionThrown":
                found.append(json.dumps(event["params"]["exceptionDetails"]))
            elif event["method"] == "Log.entryAdded" and event["params"]["entry"]["level"] in (
                "error",
                "warning",
            ):
                found.append(event["params"]["entry"]["text"])
        return found

    def requests(self) -> list[str]:
        """Return the addresses that the page has asked for so far."""
        return [
            event["params"]["request"]["url"]
            for event in list(self._browser.events)
            if event["method"] == "Network.requestWillBeSent" and event.get("sessionId") == self._session
        ]


@contextmanager
def chromium(folder: Path) -> Iterator[Browser]:
    """Start a browser that keeps its files in `folder`."""
    program = find_chromium()
    assert program
    with Browser(program, folder) as browser:
        yield browser
