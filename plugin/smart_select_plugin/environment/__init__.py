"""The worker's private environment: made, found, replaced and removed without the user knowing of Python."""

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
