"""From a mask to a matte: how opaque each pixel of a soft edge is, and which colour the object has there."""

from smart_select.matting.foreground import ForegroundColours, foreground_colours
from smart_select.matting.matte import (
    alpha_matte,
    has_plain_ground,
    matte_where_it_pays,
)
from smart_select.matting.trimap import UNDECIDED, has_answered

__all__ = [
    "UNDECIDED",
    "ForegroundColours",
    "alpha_matte",
    "foreground_colours",
    "has_answered",
    "has_plain_ground",
    "matte_where_it_pays",
]
