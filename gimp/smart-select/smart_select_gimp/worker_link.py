"""The plug-in's line to the worker: which Python starts it, and how an answer is waited for."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from typing import Callable, Final, Optional, Tuple

from smart_select_gimp.i18n import _
from smart_select_gimp.problems import SetupNeeded
from smart_select_plugin.call import Call
from smart_select_plugin.client import WorkerClient
from smart_select_plugin.connecting import Connector
from smart_select_plugin.environment import SetupError, find_environment, user_places
from smart_select_plugin.wire.meeting_place import MeetingPlace
from smart_select_plugin.wire.values import Reply
from smart_select_plugin.worker_errors import WorkerSilent

PYTHON_VARIABLE: Final = "SMART_SELECT_PYTHON"
"""Names a Python that has the engine; for those who develop it, instead of the set-up's own environment."""

_PATIENCE_S: Final = 600.0
"""A large model on a slow computer thinks for minutes; the user can cancel at any time."""
_LOOK_S: Final = 0.1

_STAGES: Final = {
    "": _("Starting Smart Select"),
    "queued": _("Waiting for what was asked before"),
    "loading": _("Opening the model"),
    "encoding": _("Looking at the picture"),
    "drawing": _("Drawing the edge"),
}

Tell = Callable[[str], None]
"""Gets what is being waited for, several times a second."""


def open_client(program: str) -> WorkerClient:
    """Return a client that starts the worker when first asked; raises SetupNeeded. Close it when done."""
    python, version = engine_python()
    command = [str(python), "-m", "smart_select", "worker"]
    return WorkerClient(Connector(MeetingPlace.standard(), command, build=version, program=program))


def engine_python() -> Tuple[Path, str]:
    """Return the Python that has the engine, and the engine's version or ""; raises SetupNeeded."""
    named = os.environ.get(PYTHON_VARIABLE, "").strip()
    if named:
        return Path(named), ""
    try:
        environment = find_environment(user_places())
    except SetupError:  # no place for one; the set-up says what is wrong with it
        environment = None
    if environment is None:
        raise SetupNeeded
    return environment.python, environment.version


def stage_of(call: Call) -> str:
    """Return what a call is waiting for, for a person."""
    return _STAGES.get(call.stage, "")


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
