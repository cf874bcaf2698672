"""Starts the worker's process, free of its starter: it lives on, leaves no zombie and holds no file of it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Final, Sequence

from smart_select_plugin.child_environment import child_environment
from smart_select_plugin.translation import _
from smart_select_plugin.worker_errors import WorkerNotStarted

_REASON_LIMIT: Final = 200
_SENTENCE_LIMIT: Final = 600
_SAYS: Final = "smart-select: "
"""How the worker begins a sentence that is for people, and says what to do."""
_TRIAL_BYTES: Final = 1 << 16


class Launched:
    """A started process and the file that it complains into."""

    def __init__(self, process: subprocess.Popen[bytes], output: Path) -> None:
        self._process = process
        self._output = output
        # Whoever starts a process must wait for its end, or it stays behind as a zombie.
        threading.Thread(target=process.wait, name="worker-end", daemon=True).start()

    @property
    def has_ended(self) -> bool:
        """Whether the process is gone."""
        return self._process.poll() is not None

    def failure(self) -> WorkerNotStarted:
        """Return the last it said, or its exit code, as the error that it is."""
        try:
            text = self._output.read_bytes()[-4096:].decode("utf-8", "replace")
        except OSError:
            text = ""
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        if lines and lines[-1].startswith(_SAYS):
            return WorkerNotStarted(lines[-1][len(_SAYS) :].rstrip(".")[:_SENTENCE_LIMIT], advised=True)
        if lines:
            return WorkerNotStarted(lines[-1].rstrip(".")[:_REASON_LIMIT])
        try:
            # Its words go to a file: on a full disk there are none.
            with tempfile.TemporaryFile(dir=self._output.parent) as file:
                file.write(bytes(_TRIAL_BYTES))
        except OSError as error:
            return WorkerNotStarted.by_system(error)
        return WorkerNotStarted(_("it gave no reason; its exit code is {code}", code=self._process.poll()))


def launch(command: Sequence[str], *, folder: Path, output: Path) -> Launched:
    """Start `command` in `folder`, its stderr going to `output`; raises WorkerNotStarted when it can't be."""
    try:
        with output.open("wb") as stream:
            process = _start(command, folder, stream.fileno())
    except OSError as error:
        raise WorkerNotStarted.by_system(error) from error
    return Launched(process, output)


def _start(command: Sequence[str], folder: Path, output: int) -> subprocess.Popen[bytes]:
    def start(flags: int = 0, *, new_session: bool = False) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=output,
            cwd=folder,
            env=child_environment(os.environ),
            start_new_session=new_session,
            creationflags=flags,
        )

    if sys.platform == "win32":
        flags = (
            subprocess.DETACHED_PROCESS
            | subprocess.CREATE_NEW_PROCESS_GROUP
            | subprocess.BELOW_NORMAL_PRIORITY_CLASS
        )
        try:
            # Out of the host's job, which may end all that is in it.
            return start(flags | subprocess.CREATE_BREAKAWAY_FROM_JOB)
        except PermissionError:  # a job that lets nobody go
            return start(flags)
    # A signal to the host's terminal or process group is not meant for the worker.
    return start(new_session=True)
