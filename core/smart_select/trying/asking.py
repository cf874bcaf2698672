"""What the page asks, read from JSON: nothing of it is trusted."""

import json
from dataclasses import dataclass
from typing import Any, Final

from smart_select.trying.refusing import NotUnderstood
from smart_select.values import Box, Point

_LARGEST_NUMBER: Final = 1 << 53
"""Beyond it, JavaScript's own numbers have gaps."""


@dataclass(frozen=True)
class Earlier:
    """One candidate of an answer that was given before: its number, and the candidate's index."""

    answer: int
    index: int


@dataclass(frozen=True)
class Question:
    """What is to be selected in photo number `photo`; coordinates are image pixels.

    With `subject` the photo's subject is found; `shown` asks for nothing new but for another candidate of an
    earlier answer. `previous` is what the points correct. `kept` tells that the answer may be referred to
    later, which a preview under the pointer is not.
    """

    photo: int
    points: tuple[Point, ...] = ()
    box: Box | None = None
    subject: bool = False
    previous: Earlier | None = None
    shown: Earlier | None = None
    kept: bool = True


def read_question(body: bytes) -> Question:
    """Return the question in a JSON object; raise NotUnderstood."""
    try:
        message = json.loads(body)
        box = message.get("box")
        return Question(
            photo=_count(message["photo"]),
            points=tuple(_point(*entry) for entry in message.get("points", ())),
            box=None if box is None else _box(*box),
            subject=_flag(message.get("subject", False)),
            previous=_earlier(message.get("previous")),
            shown=_earlier(message.get("shown")),
            kept=_flag(message.get("kept", True)),
        )
    # RecursionError: brackets in brackets without end.
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise NotUnderstood from error


def read_count(text: str) -> int:
    """Return a number in an address, such as a photo's; raise NotUnderstood."""
    if not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise NotUnderstood
    return int(text)


def _earlier(entry: Any) -> Earlier | None:  # noqa: ANN401 - whatever was sent
    if entry is None:
        return None
    answer, index = entry
    return Earlier(_count(answer), _count(index))


def _point(x: object, y: object, label: object) -> Point:
    return _number(x), _number(y), _count(label)


def _box(x0: object, y0: object, x1: object, y1: object) -> Box:
    return _number(x0), _number(y0), _number(x1), _number(y1)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= _LARGEST_NUMBER:
        raise TypeError(value)
    return float(value)


def _count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _LARGEST_NUMBER:
        raise TypeError(value)
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value
