"""Where a host's session with the worker stands, as a state and a pure function from one to the next.

The host's user interface shows the state and sends events; it decides nothing by itself.
"""

from __future__ import annotations

import enum
from typing import Dict, Final, Mapping


class State(enum.Enum):
    """What the session is doing."""

    IDLE = "idle"
    SETTING_UP = "setting up"
    STARTING = "starting"
    ENCODING = "encoding"
    READY = "ready"
    WORKING = "working"
    FAILED = "failed"


class Event(enum.Enum):
    """What has happened."""

    BEGIN = "the user wants to select something"
    SETUP_NEEDED = "there is no working environment"
    SETUP_DONE = "the environment is there"
    CONNECTED = "a worker answers"
    ENCODED = "the worker has the picture's embedding"
    PROMPT = "the user clicked, or changed the prompt"
    ANSWER = "the worker's mask for the newest prompt has come"
    REFUSED = "the worker has no mask for the newest prompt, and said why"
    PICTURE_CHANGED = "the picture is another one, or its pixels changed"
    WORKER_DIED = "the connection to the worker is lost"
    CANCEL = "the user stops what is going on"
    ERROR = "something failed that a repetition does not mend"
    RETRY = "the user wants it tried again"
    CLOSE = "the user is done, or the picture is closed"


class TransitionUnknown(Exception):
    """An event that can't happen in this state: a mistake in the program, not of the user."""

    def __init__(self, state: State, event: Event) -> None:
        super().__init__(f"“{event.value}” can't happen while {state.value}")
        self.state = state
        self.event = event


# A prompt that comes before the embedding is kept by the caller, the newest only, and sent when ready.
_NEXT: Final[Mapping[State, Mapping[Event, State]]] = {
    State.IDLE: {
        Event.BEGIN: State.STARTING,
        Event.CLOSE: State.IDLE,
    },
    State.SETTING_UP: {
        Event.SETUP_DONE: State.STARTING,
        Event.PROMPT: State.SETTING_UP,
        Event.PICTURE_CHANGED: State.SETTING_UP,
        Event.CANCEL: State.IDLE,
        Event.ERROR: State.FAILED,
        Event.CLOSE: State.IDLE,
    },
    State.STARTING: {
        Event.SETUP_NEEDED: State.SETTING_UP,
        Event.CONNECTED: State.ENCODING,
        Event.PROMPT: State.STARTING,
        Event.PICTURE_CHANGED: State.STARTING,
        Event.CANCEL: State.IDLE,
        Event.ERROR: State.FAILED,
        Event.CLOSE: State.IDLE,
    },
    State.ENCODING: {
        Event.ENCODED: State.READY,
        Event.PROMPT: State.ENCODING,
        Event.PICTURE_CHANGED: State.ENCODING,
        Event.WORKER_DIED: State.STARTING,
        Event.CANCEL: State.IDLE,
        Event.ERROR: State.FAILED,
        Event.CLOSE: State.IDLE,
    },
    State.READY: {
        Event.PROMPT: State.WORKING,
        Event.PICTURE_CHANGED: State.ENCODING,
        Event.WORKER_DIED: State.STARTING,
        Event.ERROR: State.FAILED,
        Event.CLOSE: State.IDLE,
    },
    State.WORKING: {
        Event.PROMPT: State.WORKING,
        Event.ANSWER: State.READY,
        Event.REFUSED: State.READY,
        Event.CANCEL: State.READY,
        Event.PICTURE_CHANGED: State.ENCODING,
        Event.WORKER_DIED: State.STARTING,
        Event.ERROR: State.FAILED,
        Event.CLOSE: State.IDLE,
    },
    State.FAILED: {
        Event.RETRY: State.STARTING,
        Event.PICTURE_CHANGED: State.FAILED,
        Event.CLOSE: State.IDLE,
    },
}


def next_state(state: State, event: Event) -> State:
    """Return the state after `event`; raises TransitionUnknown where it can't happen in `state`."""
    try:
        return _NEXT[state][event]
    except KeyError:
        raise TransitionUnknown(state, event) from None


def possible_events(state: State) -> Dict[Event, State]:
    """Return what can happen in `state`, and what then is: a host enables its buttons by it."""
    return dict(_NEXT[state])
