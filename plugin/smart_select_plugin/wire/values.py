"""Requests and replies: frozen values that `codec` turns into bytes and back, and their names on the wire.

`Hello`, `Welcome`, `Shutdown` and `Done` never change, in any protocol: an old worker is asked to leave with
them.
"""

from __future__ import annotations

from typing import Dict, Final, Type, Union

from smart_select_plugin.wire.replies import (
    Composed,
    Done,
    Encoded,
    Examined,
    Failed,
    ModelLine,
    Models,
    PixelsWanted,
    Progress,
    Selection,
    Status,
    Welcome,
)
from smart_select_plugin.wire.requests import (
    AskStatus,
    Cancel,
    Compose,
    Encode,
    Examine,
    Hello,
    ListModels,
    Predict,
    Refine,
    Shutdown,
    Subject,
    Warm,
)
from smart_select_plugin.wire.units import NOTHING, Area, Box, Buffer, Colour, Point, Size

__all__ = [
    "NOTHING",
    "PROTOCOL",
    "REPLIES",
    "REQUESTS",
    "Area",
    "AskStatus",
    "Box",
    "Buffer",
    "Cancel",
    "Colour",
    "Compose",
    "Composed",
    "Done",
    "Encode",
    "Encoded",
    "Examine",
    "Examined",
    "Failed",
    "Hello",
    "ListModels",
    "ModelLine",
    "Models",
    "PixelsWanted",
    "Point",
    "Predict",
    "Progress",
    "Refine",
    "Reply",
    "Request",
    "Selection",
    "Shutdown",
    "Size",
    "Status",
    "Subject",
    "Value",
    "Warm",
    "Welcome",
]

PROTOCOL: Final = 1
"""Raised whenever a value changes its meaning; both sides must have the same."""

Request = Union[
    Hello, Shutdown, Encode, Predict, Subject, Refine, Compose, ListModels, Warm, Cancel, Examine, AskStatus
]
Reply = Union[
    Welcome, Done, Progress, Failed, PixelsWanted, Encoded, Selection, Composed, Models, Examined, Status
]
Value = Union[Request, Reply]

REQUESTS: Final[Dict[str, Type[Request]]] = {
    "hello": Hello,
    "shutdown": Shutdown,
    "encode": Encode,
    "predict": Predict,
    "subject": Subject,
    "refine": Refine,
    "compose": Compose,
    "models": ListModels,
    "warm": Warm,
    "cancel": Cancel,
    "examine": Examine,
    "status": AskStatus,
}
REPLIES: Final[Dict[str, Type[Reply]]] = {
    "welcome": Welcome,
    "done": Done,
    "progress": Progress,
    "failed": Failed,
    "pixels wanted": PixelsWanted,
    "encoded": Encoded,
    "selection": Selection,
    "composed": Composed,
    "model list": Models,
    "examined": Examined,
    "status report": Status,
}
