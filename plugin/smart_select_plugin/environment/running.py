"""Running a tool: its output to the log, its end awaited without going deaf to the user."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Callable, Mapping, Sequence

from smart_select_plugin.environment.errors import SetupCancelled

ISOLATED = ("-I", "-X", "utf8")
"""How a Python is started: its own modules and no others, above all none from the current folder."""

_POLL_S = 0.2
_KEPT_LINES = 400


@dataclass(frozen=True)
class Outcome:
    """How a tool ended."""

    code: int
    output: str
    """The last lines of stdout and stderr together."""


@dataclass(frozen=True)
class Runner:
    """What running tools needs: variables, a folder to be in, a log, and whether to stop."""

    environment: Mapping[str, str]
    folder: Path
    log: Callable[[str], None]
    stopped: Callable[[], bool]

    def run(self, command: Sequence[str | Path], *, tick: Callable[[], None] = lambda: None) -> Outcome:
        """Run to the end, calling `tick` about five times a second.

        Raises SetupCancelled, when `stopped` says so, after the tool and its children have ended; OSError
        where it can't be started.
        """
        words = [str(word) for word in command]
        if self.stopped():
            raise SetupCancelled
        self.log("$ " + " ".join(words))
        process = _start(words, self.environment, self.folder)
        lines: deque[str] = deque(maxlen=_KEPT_LINES)
        assert process.stdout is not None
        # Through a pipe, not into a file: when we are killed, the tool's next word is an error, and it ends.
        reader = threading.Thread(target=self._read, args=(process.stdout, lines), daemon=True)
        reader.start()
        try:
            while True:
                try:
                    code = process.wait(timeout=_POLL_S)
                    break
                except subprocess.TimeoutExpired:
                    tick()
                    if self.stopped():
                        raise SetupCancelled from None
        except BaseException:
            _end(process)
            raise
        finally:
            reader.join(timeout=5)
            process.stdout.close()
        self.log(f"ended with {code}")
        return Outcome(code, "".join(lines))

    def _read(self, stream: IO[str], lines: deque[str]) -> None:
        for line in stream:
            lines.append(line)
            self.log(line.rstrip())


def _start(words: list[str], environment: Mapping[str, str], folder: Path) -> subprocess.Popen[str]:
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
    return subprocess.Popen(
        words,
        env=dict(environment),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        creationflags=flags,
        start_new_session=sys.platform != "win32",  # so that `_end` finds its children, too
    )


def _end(process: subprocess.Popen[str]) -> None:
    if sys.platform == "win32":
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
