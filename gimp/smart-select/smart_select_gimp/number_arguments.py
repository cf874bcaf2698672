"""Numbers as arguments: within their bounds, or refused with a sentence.

GObject keeps what is beyond an argument's bounds, or no number, from getting there: the argument stays as it
was, and a line on a terminal tells of it. So the bounds that GIMP knows are a hair wider; what is beyond them
becomes the wider bound, which nobody means, and is refused.
"""

from __future__ import annotations

import math
from typing import Any, Final, Iterator, Tuple

from smart_select_gimp.gimp_api import GObject
from smart_select_gimp.problems import NumberBeyond

_FLAGS: Final = GObject.ParamFlags.READWRITE | GObject.ParamFlags.LAX_VALIDATION


def add_double(
    procedure: Any, name: str, label: str, blurb: str, bounds: Tuple[float, float], first: float
) -> None:
    """Give a procedure such an argument, whose default is `first`."""
    least, most = math.nextafter(bounds[0], -math.inf), math.nextafter(bounds[1], math.inf)
    procedure.add_double_argument(name, label, blurb, least, most, first, _FLAGS)


def add_int(procedure: Any, name: str, label: str, blurb: str, bounds: Tuple[int, int], first: int) -> None:
    """Give a procedure such an argument, whose default is `first`."""
    procedure.add_int_argument(name, label, blurb, bounds[0] - 1, bounds[1] + 1, first, _FLAGS)


def check_numbers(procedure: Any, config: Any) -> None:
    """Raise NumberBeyond where a number of a call is beyond its bounds."""
    for name, value, least, most in _numbers_of(procedure, config):
        if not least <= value <= most:
            raise NumberBeyond(name, least, most)


def keep_within_bounds(procedure: Any, config: Any) -> None:
    """Have the numbers be within their bounds after a window: there, a slider can be at its very end."""
    for name, value, least, most in _numbers_of(procedure, config):
        if not least <= value <= most:
            config.set_property(name, least if value < least else most)


def _numbers_of(procedure: Any, config: Any) -> Iterator[Tuple[str, float, float, float]]:
    """Return name, value and bounds of each number."""
    for spec in procedure.get_arguments():
        if spec.flags & GObject.ParamFlags.LAX_VALIDATION:
            yield (spec.name, config.get_property(spec.name), *_bounds_of(spec))


def _bounds_of(spec: Any) -> Tuple[float, float]:
    if spec.value_type == GObject.TYPE_DOUBLE:
        least, most = math.nextafter(spec.minimum, math.inf), math.nextafter(spec.maximum, -math.inf)
        return least + 0.0, most  # which would be -0.0
    return spec.minimum + 1, spec.maximum - 1
