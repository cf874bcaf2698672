"""The worker's private environment: made, found, replaced and removed without the user knowing of Python.

Its names are looked up when they are first used: a host that wants to know whether there is an environment is
spared all that makes one, which takes longer to import than a click takes to answer.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Dict, Final

if TYPE_CHECKING:
    from smart_select_plugin.environment.bootstrap import SetupRequest, set_up
    from smart_select_plugin.environment.errors import SetupCancelled, SetupError
    from smart_select_plugin.environment.installed import Environment, find_environment
    from smart_select_plugin.environment.places import Places, user_places
    from smart_select_plugin.environment.removing import remove_environment
    from smart_select_plugin.environment.steps import Step, StepState

__all__ = [
    "Environment",
    "Places",
    "SetupCancelled",
    "SetupError",
    "SetupRequest",
    "Step",
    "StepState",
    "find_environment",
    "remove_environment",
    "set_up",
    "user_places",
]

_MODULES: Final[Dict[str, str]] = {
    "Environment": "installed",
    "Places": "places",
    "SetupCancelled": "errors",
    "SetupError": "errors",
    "SetupRequest": "bootstrap",
    "Step": "steps",
    "StepState": "steps",
    "find_environment": "installed",
    "remove_environment": "removing",
    "set_up": "bootstrap",
    "user_places": "places",
}


def __getattr__(name: str) -> object:
    """Return one of the names above from the module that has it."""
    module = _MODULES.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{module}"), name)
