"""A model fetched by the engine's own command line, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import threading
from pathlib import Path
from typing import Final, List, Optional

from smart_select_gimp.i18n import _
from smart_select_plugin.child_environment import child_environment
from smart_select_plugin.engine_words import in_words

_PROGRAM: Final = "smart-select: "


class ModelDownload:
    """One download, begun when made; look at it now and then. One that is stopped can be continued later."""

    def __init__(self, python: Path, model: str) -> None:
        self.model = model
        self.doing = ""
        """The last that it said."""
        self.problem = ""
        """One sentence, once it has failed."""
        self.was_stopped = False
        self._process: Optional["subprocess.Popen[str]"] = None
        self._thread = threading.Thread(target=self._run, args=(python,), name="download", daemon=True)
        self._thread.start()

    @property
    def is_done(self) -> bool:
        """Whether it has ended, well or not."""
        return not self._thread.is_alive()

    def stop(self) -> None:
        """End it; what was fetched is kept for the next time."""
        self.was_stopped = True
        process = self._process
        if process is not None:
            process.terminate()

    def _run(self, python: Path) -> None:
        command = [str(python), "-m", "smart_select", "models", "download", self.model]
        said: List[str] = []
        try:
            with subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env=child_environment(os.environ),
                encoding="utf-8",
                errors="replace",
            ) as process:
                self._process = process
                if self.was_stopped:
                    process.terminate()
                assert process.stderr is not None
                for line in process.stderr:
                    if line.strip():
                        self.doing = in_words(_without_program(line.strip()))
                        said.append(self.doing)
        except OSError as error:
            self.problem = _("The download could not be started ({reason}).").format(
                reason=error.strerror or error
            )
            return
        if process.returncode and not self.was_stopped:
            self.problem = said[-1] if said else _("The download has failed; try again.")


def _without_program(line: str) -> str:
    """Return what the command line said without its own name in front."""
    return line[len(_PROGRAM) :] if line.startswith(_PROGRAM) else line
