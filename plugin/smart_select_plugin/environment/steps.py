"""The list of steps that a host shows while the environment is made.

Bytes are what can be measured from outside the tools: how much the folders they fill have grown, against what
such an installation is known to take. So the end of a step may come before or after its last byte; a step
without bytes has a total of 0.
"""

from __future__ import annotations

import enum
import os
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Callable, Dict, Iterable, Tuple

from smart_select_plugin.translation import _, later

_LOOK_EVERY_S = 0.5


class StepState(enum.Enum):
    """How far a step is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True)
class Step:
    """One line of the list."""

    name: str
    label: str
    state: StepState = StepState.WAITING
    done_bytes: int = 0
    total_bytes: int = 0


STEPS: Tuple[Step, ...] = (
    Step("check", later("Looking at this computer")),
    Step("python", later("Finding a Python")),
    Step("tool", later("Fetching the installer")),
    Step("create", later("Making a private environment")),
    Step("install", later("Installing the engine")),
    Step("clean", later("Clearing up")),
    Step("verify", later("Trying a click")),
)


def steps_to_do() -> Tuple[Step, ...]:
    """Return the list before anything is done, in the user's language."""
    return tuple(replace(step, label=_(step.label)) for step in STEPS)


Report = Callable[[Tuple[Step, ...]], None]
"""Gets the whole list at every change, from the thread that called `set_up`."""


class Progress:
    """Keeps the list and tells every change of it."""

    def __init__(self, report: Report) -> None:
        self._steps: Dict[str, Step] = {step.name: step for step in steps_to_do()}
        self._report = report
        self._folders: Tuple[Path, ...] = ()
        self._at_start = 0
        self._looked_at = 0.0

    @property
    def steps(self) -> Tuple[Step, ...]:
        """Return the list as it is now."""
        return tuple(self._steps.values())

    def start(self, name: str, *, total_bytes: int = 0, folders: Iterable[Path] = ()) -> None:
        """Begin a step; with `total_bytes`, `tick` measures how much `folders` grow."""
        self._folders = tuple(folders)
        self._at_start = sum(map(folder_bytes, self._folders))
        self._looked_at = time.monotonic()
        self._change(name, state=StepState.RUNNING, total_bytes=total_bytes)

    def tick(self, name: str) -> None:
        """Look at the folders again, at most twice a second."""
        if not self._folders or time.monotonic() - self._looked_at < _LOOK_EVERY_S:
            return
        step = self._steps[name]
        grown = sum(map(folder_bytes, self._folders)) - self._at_start
        self._looked_at = time.monotonic()
        # A tool also removes what it has unpacked, which is no step back.
        self._change(name, done_bytes=min(max(grown, step.done_bytes), step.total_bytes))

    def count(self, name: str, done_bytes: int, total_bytes: int) -> None:
        """Tell bytes that were counted one by one."""
        self._change(name, done_bytes=done_bytes, total_bytes=total_bytes)

    def done(self, name: str) -> None:
        """End a step well."""
        self._change(name, state=StepState.DONE, done_bytes=self._steps[name].total_bytes)

    def skip(self, name: str) -> None:
        """Leave out a step that is not needed."""
        self._change(name, state=StepState.SKIPPED)

    def fail(self) -> None:
        """Mark the step that was running as the one that failed."""
        for step in self.steps:
            if step.state is StepState.RUNNING:
                self._change(step.name, state=StepState.FAILED)

    def restart(self, name: str) -> None:
        """Put a step and those after it back to waiting: another way is tried."""
        names = list(self._steps)
        for following in names[names.index(name) :]:
            self._steps[following] = replace(
                self._steps[following], state=StepState.WAITING, done_bytes=0, total_bytes=0
            )

    def _change(
        self,
        name: str,
        *,
        state: StepState | None = None,
        done_bytes: int | None = None,
        total_bytes: int | None = None,
    ) -> None:
        old = self._steps[name]
        new = replace(
            old,
            state=old.state if state is None else state,
            done_bytes=old.done_bytes if done_bytes is None else done_bytes,
            total_bytes=old.total_bytes if total_bytes is None else total_bytes,
        )
        if new != old:
            self._steps[name] = new
            self._report(self.steps)


def folder_bytes(folder: Path) -> int:
    """Return the bytes of the files below `folder` (0 where it is not there); links count as themselves."""
    total = 0
    stack = [str(folder)]
    while stack:
        try:
            with os.scandir(stack.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        stack.append(entry.path)
                    else:
                        total += entry.stat(follow_symlinks=False).st_size
        except OSError:  # a tool moves files about while we look
            continue
    return total
