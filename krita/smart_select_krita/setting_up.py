"""The set-up in a thread of its own; the dialog looks at it now and then. No Qt in here."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Final, Tuple

from smart_select_krita.log import log
from smart_select_plugin.environment import SetupError, SetupRequest, Step, set_up
from smart_select_plugin.translation import _

WHEELS: Final = Path(__file__).parent / "wheels"
"""Where the plug-in's zip has the engine."""


class SettingUp:
    """One try; with an offline bundle, a folder or a zip, nothing is downloaded."""

    def __init__(self, bundle: Path | None = None) -> None:
        self.steps: Tuple[Step, ...] = ()
        self.error = ""
        self._stop = threading.Event()
        self._request = SetupRequest(wheels=WHEELS, bundle=bundle)
        self._thread = threading.Thread(target=self._run, name="set-up", daemon=True)
        self._thread.start()

    @property
    def is_running(self) -> bool:
        """Tell whether it is still at it."""
        return self._thread.is_alive()

    def stop(self) -> None:
        """Ask it to end; what has been downloaded is kept for the next time."""
        self._stop.set()

    def _run(self) -> None:
        try:
            set_up(self._request, report=self._report, stopped=self._stop.is_set)
        except SetupError as error:
            self.error = str(error)
        except Exception:  # a thread's entry point
            log.exception("the set-up")
            self.error = _("The set-up stopped by a mistake of ours; details are in Smart Select's log.")

    def _report(self, steps: Tuple[Step, ...]) -> None:
        self.steps = steps
