"""The set-up in a thread of its own, so that no window waits for it: environment, then a chosen model."""

from __future__ import annotations

import logging
import os
import subprocess
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Callable, Final, Optional, Tuple

from smart_select_gimp.i18n import _
from smart_select_gimp.panel.download import ModelDownload
from smart_select_gimp.setting_up.model_choice import EXTRAS, is_here, keep_choice
from smart_select_plugin.child_environment import child_environment
from smart_select_plugin.environment import (
    Environment,
    SetupError,
    SetupRequest,
    Step,
    StepState,
    set_up,
)
from smart_select_plugin.installed_engine import find_engine
from smart_select_plugin.outlines import EMBEDDED

WHEELS: Final = Path(__file__).resolve().parents[2] / "wheels"
"""Where the plug-in's package has the engine's wheel."""

MODEL_STEP: Final = "model"
"""The name of the step that fetches a model; it comes last."""

_DOCTOR_S: Final = 120
_LOOK_S: Final = 0.1
Download = Callable[[Path, str], ModelDownload]
_log: Final = logging.getLogger("smart_select_gimp")


def model_step(model: str) -> Step:
    """Return the step that fetches this model."""
    label = next((extra.label for extra in EXTRAS if extra.id == model), model)
    return Step(MODEL_STEP, _("Fetching {model}").format(model=label))


class SetupJob:
    """One set-up: begun when made; look at it now and then.

    `model` is fetched as well, and used from then on; without the name of one, what was chosen stays.
    """

    def __init__(self, bundle: Optional[Path], model: str = "", download: Download = ModelDownload) -> None:
        self.steps: Tuple[Step, ...] = ()
        self.environment: Optional[Environment] = None
        self.problem = ""
        self.doing = ""
        """What the download of a model says of itself."""
        self._model = model
        self._download = download
        self._stop = threading.Event()
        self._request = SetupRequest(WHEELS, bundle)
        self._thread = threading.Thread(target=self._run, name="set-up", daemon=True)
        self._thread.start()

    @property
    def is_done(self) -> bool:
        """Whether it has ended, well or not."""
        return not self._thread.is_alive()

    def stop(self) -> None:
        """Ask it to end; it removes what it has begun, and keeps what was fetched of a model."""
        self._stop.set()

    def wait(self) -> None:
        """Come back when it has ended."""
        self._thread.join()

    def _run(self) -> None:
        try:
            if self._model:
                keep_choice(self._model)  # also if what follows fails: the next try begins with it
            self.environment = set_up(self._request, report=self._report, stopped=self._stop.is_set)
            if self._model:
                self._fetch_model(self.environment.python)
        except SetupError as error:
            self.problem = str(error)
        except Exception as error:  # a thread that dies unheard would look like success
            _log.exception("the set-up failed")
            sentence = _("Something unexpected went wrong, {error}; nothing was changed{where}.")
            self.problem = sentence.format(error=type(error).__name__, where="")

    def _fetch_model(self, python: Path) -> None:
        if self._model == EMBEDDED or is_here(self._model):
            return
        environment_steps, step = self.steps, model_step(self._model)
        self.steps = (*environment_steps, replace(step, state=StepState.RUNNING))
        download = self._download(python, self._model)
        while not download.is_done:
            self.doing = download.doing
            if self._stop.is_set():
                download.stop()
            time.sleep(_LOOK_S)
        problem = download.problem
        if download.was_stopped:
            problem = _("The download was stopped.")
        state = StepState.FAILED if problem else StepState.DONE
        self.steps = (*environment_steps, replace(step, state=state))
        if problem:
            words = _("Smart Select is ready, with the built-in model until the other one is here. {problem}")
            self.problem = words.format(problem=problem)

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
        engine = find_engine()
        if engine is None:
            self.text = _("Smart Select is not set up yet.")
            return
        try:
            done = subprocess.run(
                [str(engine.python), "-I", "-m", "smart_select", "doctor"],
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
