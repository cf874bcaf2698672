"""Our line to the worker: found or started on first use, asked without waiting."""

from __future__ import annotations

from pathlib import Path

from smart_select_krita.failures import SetupNeeded
from smart_select_plugin.client import WorkerClient
from smart_select_plugin.installed_engine import EngineConnector, find_engine


class WorkerLink:
    """One per Krita. `client` gives what the worker is asked with."""

    def __init__(self, program: str) -> None:
        self._program = program
        self._client: WorkerClient | None = None

    def client(self) -> WorkerClient:
        """Return the client; raises SetupNeeded where no worker could be started."""
        engine_python()
        if self._client is None:
            self._client = WorkerClient(EngineConnector(self._program))
        return self._client

    def close(self) -> None:
        """Drop the connection; the worker lives on until it is idle. A later question connects anew."""
        if self._client is not None:
            self._client.close()
            self._client = None


def engine_python() -> Path:
    """Return the interpreter that has the engine; raises SetupNeeded."""
    engine = find_engine()
    if engine is None:
        raise SetupNeeded
    return engine.python
