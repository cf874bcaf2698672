"""The engine that is set up on this computer, and the way to its worker: whichever engine that is by then.

A panel stays open for hours and Krita for days, and another program may set the engine up anew meanwhile:
the worker is asked to leave, and the Python that started it is gone. So a client keeps nothing that it once
found.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Callable, Dict, Final, NamedTuple, Optional

from smart_select_plugin.connecting import Connector
from smart_select_plugin.environment import SetupError, find_environment, user_places
from smart_select_plugin.translation import _
from smart_select_plugin.wire.channel import Channel
from smart_select_plugin.wire.meeting_place import MeetingPlace
from smart_select_plugin.worker_errors import WorkerNotStarted

PYTHON_VARIABLE: Final = "SMART_SELECT_PYTHON"
"""Names a Python that has the engine; for those who develop it, instead of the set-up's own environment."""


class Engine(NamedTuple):
    """A Python that has the engine, and the engine's version, "" where that is not known."""

    python: Path
    version: str


def find_engine() -> Optional[Engine]:
    """Return the engine, None where it is not set up; starts nothing."""
    named = os.environ.get(PYTHON_VARIABLE, "").strip()
    if named:
        return Engine(Path(named), "")
    try:
        environment = find_environment(user_places())
    except SetupError:  # no place for one; the set-up says what is wrong with it
        return None
    return None if environment is None else Engine(environment.python, environment.version)


class EngineConnector:
    """Connects a client to the engine's worker; `program` is who we are, for the worker's log."""

    def __init__(self, program: str) -> None:
        self._program = program
        self._connectors: Dict[Engine, Connector] = {}
        """By engine, because a connector remembers what it has asked of a worker."""

    def connect(self, stopped: Callable[[], bool]) -> Channel:
        """Return a connection to a worker, of today's engine where one has to be started; see `Connector`."""
        engine = find_engine()
        if engine is None:
            raise WorkerNotStarted(_("its engine has been removed"))
        if engine not in self._connectors:
            command = [str(engine.python), "-m", "smart_select", "worker"]
            self._connectors[engine] = Connector(
                MeetingPlace.standard(), command, build=engine.version, program=self._program
            )
        return self._connectors[engine].connect(stopped)
