"""The set-up in a thread of its own, so that no window ever waits for it."""

from __future__ import annotations

import logging
import os
import subprocess
import threading
from pathlib import Path
from typing import Final, Optional, Tuple

from smart_select_gimp.i18n import _
from smart_select_plugin.child_environment import child_environment
from smart_select_plugin.environment import (
    Environment,
    SetupError,
    SetupRequest,
    Step,
    find_environment,
    set_up,
    user_places,
)

WHEELS: Final = Path(__file__).resolve().parents[2] / "wheels"
"""Where the plug-in's package has the engine's wheel."""

_DOCTOR_S: Final = 120
_log: Final = logging.getLogger("smart_select_gimp")


class SetupJob:
    """One set-up: begun when made; look at it now and then."""

    def __init__(self, bundle: Optional[Path]) -> None:
        self.steps: Tuple[Step, ...] = ()
        self.environment: Optional[Environment] = None
        self.problem = ""
        self._stop = threading.Event()
        self._request = SetupRequest(WHEELS, bundle)
        self._thread = threading.Thread(target=self._run, name="set-up", daemon=True)
        self._thread.start()

    @property
    def is_done(self) -> bool:
        """Whether it has ended, well or not."""
        return not self._thread.is_alive()

    def stop(self) -> None:
        """Ask it to end; it removes what it has begun."""
        self._stop.set()

    def wait(self) -> None:
        """Come back when it has ended."""
        self._thread.join()

    def _run(self) -> None:
        try:
            self.environment = set_up(self._request, report=self._report, stopped=self._stop.is_set)
        except SetupError as error:
            self.problem = str(error)
        except Exception as error:  # a thread that dies unheard would look like success
            _log.exception("the set-up failed")
            sentence = _("Something unexpected went wrong, {error}; nothing was changed{where}.")
            self.problem = sentence.format(error=type(error).__name__, where="")

    def _report(self, steps: Tuple[Step, ...]) -> None:
        self.steps = steps


class DoctorJob:
    """What the engine's doctor says, fetched in a thread."""

    def __init__(self) -> None:
        self.text = ""
        self._thread = threading.Thread(target=self._run, name="doctor", daemon=True)
        self._thread.start()

    @property
    def is_done(self) -> bool:
        """Whether the text is there."""
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            environment = find_environment(user_places())
        except SetupError as error:
            self.text = str(error)
            return
        if environment is None:
            self.text = _("Smart Select is not set up yet.")
            return
        try:
            done = subprocess.run(
                [str(environment.python), "-I", "-m", "smart_select", "doctor"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env=child_environment(os.environ),
                timeout=_DOCTOR_S,
                check=False,
            )
        except (OSError, subprocess.SubprocessError) as error:
            self.text = str(error)
            return
        self.text = done.stdout.decode("utf-8", "replace")
