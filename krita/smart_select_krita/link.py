"""Our line to the worker: found or started on first use, asked without waiting."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from smart_select_krita.failures import SetupNeeded
from smart_select_krita.log import log
from smart_select_plugin.client import WorkerClient
from smart_select_plugin.connecting import Connector
from smart_select_plugin.environment import SetupError, find_environment, user_places
from smart_select_plugin.wire.meeting_place import MeetingPlace

PYTHON_VARIABLE: Final = "SMART_SELECT_PYTHON"
"""Names an interpreter that has the engine, for tests and for developers."""


class WorkerLink:
    """One per Krita. `client` gives what the worker is asked with."""

    def __init__(self, program: str) -> None:
        self._program = program
        self._client: WorkerClient | None = None
        self._engine: tuple[Path, str] | None = None

    def client(self) -> WorkerClient:
        """Return the client; raises SetupNeeded where no worker could be started.

        Krita stays open for days: when another program has set the engine up anew meanwhile, the old one is
        gone, and so is the client that would start it.
        """
        engine = engine_python()
        if engine != self._engine:
            self.close()
        if self._client is None:
            self._engine = python, build = engine
            command = [str(python), "-m", "smart_select", "worker"]
            log.info("the worker is %s", command)
            place = MeetingPlace.standard()
            self._client = WorkerClient(Connector(place, command, build=build, program=self._program))
        return self._client

    def close(self) -> None:
        """Drop the connection; the worker lives on until it is idle. A later question connects anew."""
        if self._client is not None:
            self._client.close()
            self._client = None


def engine_python() -> tuple[Path, str]:
    """Return the interpreter that has the engine, and its version; raises SetupNeeded."""
    named = os.environ.get(PYTHON_VARIABLE, "")
    if named:
        return Path(named), ""
    try:
        environment = find_environment(user_places())
    except SetupError as error:
        log.warning("%s", error)
        environment = None
    if environment is None:
        raise SetupNeeded
    return environment.python, environment.version
