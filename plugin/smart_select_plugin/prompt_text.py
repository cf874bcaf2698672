"""Points and boxes as text, one grammar for the command line and for the hosts' scripting.

    points   "x,y,+;x,y,-"     + = wanted, - = not wanted; the sign may be left out and then means +
    box      "x0,y0,x1,y1"

Numbers are image pixels with a decimal point, origin top-left, and must be finite; spaces around them do not
matter. Only the form is checked here: whether a point lies on the picture, or a box has an inside, is for the
engine to judge, which knows the picture.
"""

from __future__ import annotations

import math
import re
from typing import Final, Iterable, Tuple

from smart_select_plugin.short_text import in_short
from smart_select_plugin.wire.units import Box, Point

_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_LABELS: Final = {"+": 1, "-": 0}
_SIGNS: Final = {label: sign for sign, label in _LABELS.items()}


class PromptTextError(ValueError):
    """A text is no point or no box; `str(error)` is one short sentence, `text` the part that is wrong."""

    def __init__(self, text: str, expected: str) -> None:
        super().__init__(f'"{in_short(text)}" is not {expected}.')
        self.text = text


def parse_point(text: str) -> Point:
    """Return the point that `text` ("x,y", "x,y,+" or "x,y,-") names; PromptTextError when it names none."""
    parts = [part.strip() for part in text.split(",")]
    sign = parts[2] if len(parts) == 3 else "+"
    numbers = _finite_numbers(parts[:2])
    if len(parts) not in (2, 3) or sign not in _LABELS or numbers is None:
        raise PromptTextError(
            text, "a point; write X,Y in pixels for what you want and X,Y,- for what you do not want"
        )
    x, y = numbers
    return x, y, _LABELS[sign]


def parse_points(text: str) -> Tuple[Point, ...]:
    """Return the points of "x,y,+;x,y,-"; none for an empty text. A last ";" is allowed."""
    entries = text.split(";")
    if not entries[-1].strip():
        entries.pop()
    return tuple(parse_point(entry) for entry in entries)


def parse_box(text: str) -> Box:
    """Return the box that `text` ("x0,y0,x1,y1") names; PromptTextError when it names none."""
    parts = [part.strip() for part in text.split(",")]
    numbers = _finite_numbers(parts)
    if len(parts) != 4 or numbers is None:
        raise PromptTextError(
            text,
            "a box; write X0,Y0,X1,Y1 in pixels, the left top corner first and then the right bottom one",
        )
    x0, y0, x1, y1 = numbers
    return x0, y0, x1, y1


def format_points(points: Iterable[Point]) -> str:
    """Return the text that `parse_points` reads back as exactly these points, signs always written."""
    return ";".join(f"{_format_number(x)},{_format_number(y)},{_SIGNS[label]}" for x, y, label in points)


def format_box(box: Box) -> str:
    """Return the text that `parse_box` reads back as exactly this box."""
    return ",".join(_format_number(value) for value in box)


def _finite_numbers(parts: Iterable[str]) -> Tuple[float, ...] | None:
    values = []
    for part in parts:
        # A pattern before float(), which would also take "nan", "1_000" and digits of other scripts.
        value = float(part) if _NUMBER.fullmatch(part) else math.nan
        if not math.isfinite(value):
            return None
        values.append(value)
    return tuple(values)


def _format_number(value: float) -> str:
    value = float(value)
    if not math.isfinite(value):
        raise PromptTextError(repr(value), "a coordinate; it must be a finite number")
    text = repr(value)  # the shortest text that reads back as the same number
    return text[:-2] if text.endswith(".0") else text
