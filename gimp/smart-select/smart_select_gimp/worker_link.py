"""The plug-in's line to the worker, and how an answer is waited for."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Callable, Final, Optional

from smart_select_gimp.problems import SetupNeeded
from smart_select_gimp.steps import WAIT, Steps
from smart_select_plugin.call import Call
from smart_select_plugin.client import WorkerClient
from smart_select_plugin.installed_engine import EngineConnector, find_engine
from smart_select_plugin.stages import words_of
from smart_select_plugin.wire.values import Reply
from smart_select_plugin.worker_errors import WorkerSilent

_PATIENCE_S: Final = 600.0
"""A large model on a slow computer thinks for minutes; the user can cancel at any time."""
_LOOK_S: Final = 0.1

Tell = Callable[[str], None]
"""Gets what is being waited for, several times a second."""


def open_client(program: str) -> WorkerClient:
    """Return a client that starts the worker when first asked; raises SetupNeeded. Close it when done."""
    engine_python()
    return WorkerClient(EngineConnector(program))


def engine_python() -> Path:
    """Return the Python that has the engine; raises SetupNeeded."""
    engine = find_engine()
    if engine is None:
        raise SetupNeeded
    return engine.python


def stage_of(call: Call) -> str:
    """Return what a call is waiting for, for a person."""
    return words_of(call.stage or "starting")


def waiting(call: Call, tell: Optional[Tell] = None) -> Steps[Reply]:
    """Wait for the call's answer in steps; raises WorkerError. Whoever stops waiting withdraws it."""
    try:
        while not call.is_done:
            if tell is not None:
                tell(stage_of(call))
            yield WAIT
        reply = call.poll()
        assert reply is not None
        return reply
    finally:
        call.cancel()


def wait_for(call: Call, tell: Optional[Tell] = None) -> Reply:
    """Return the call's answer; raises WorkerError. `tell` hears now and then what is being waited for."""
    ended = threading.Event()
    call.when_done(ended.set)
    deadline = time.monotonic() + _PATIENCE_S
    while not ended.wait(_LOOK_S):
        if tell is not None:
            tell(stage_of(call))
        if time.monotonic() > deadline:
            call.cancel()
            raise WorkerSilent(_PATIENCE_S)
    reply = call.poll()
    assert reply is not None
    return reply
