"""One job after the other, and what is said of it: what the docker's session and the verbs' share."""

from __future__ import annotations

from typing import Callable

from smart_select_krita.failures import SetupNeeded, sentence_of
from smart_select_krita.jobs import Job
from smart_select_krita.log import log
from smart_select_krita.work import Steps


class Errands:
    """Everything runs in `tick`, which a timer calls; nothing in it takes long.

    Whatever goes wrong ends the job and becomes one sentence in `message`. `changed` is called whenever there
    is something new to show.
    """

    def __init__(self, changed: Callable[[], None]) -> None:
        self.message = ""
        self.stage = ""
        self.needs_setup = False
        self._changed = changed
        self._job: Job | None = None

    @property
    def is_busy(self) -> bool:
        """Tell whether something is going on that could be cancelled."""
        return self._job is not None

    def cancel(self) -> None:
        """Stop what is going on."""
        self._drop()
        self._show_stage("")

    def tick(self) -> None:
        """Go on a little. Never raises."""
        if self._job is not None:
            self._advance(self._job)

    def say(self, sentence: str) -> None:
        """Tell the user something, in one sentence."""
        log.info("%s", sentence)
        self.message, self.stage = sentence, ""
        self._changed()

    def _start(self, steps: Steps) -> None:
        """Begin this instead of what is going on."""
        self._drop()
        self.message, self.needs_setup = "", False
        self._job = Job(steps)
        self._changed()

    def _drop(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.cancel()

    def _advance(self, job: Job) -> None:
        try:
            job.step()
        except Exception as error:  # a job is one of the entry points: Krita must not see our mistakes
            self._fail(error)
        if job.is_done and self._job is job:  # another one may have begun meanwhile
            self._job = None
            self._show_stage("")

    def _fail(self, error: Exception) -> None:
        self.needs_setup = isinstance(error, SetupNeeded)
        sentence = sentence_of(error)
        if sentence:
            self.say(sentence)
        else:
            self._show_stage("")

    def _show_stage(self, stage: str) -> None:
        if stage != self.stage or not stage:
            self.stage = stage
            self._changed()
