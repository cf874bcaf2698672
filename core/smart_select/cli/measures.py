"""Lengths, shares, times, colours and names as they are written on the command line."""

import argparse
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import ImageColor

from smart_select.photo.compositing import Colour
from smart_select.values import Size

_LENGTH: Final = re.compile(r"([+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+))(%|px)?")
_SHARE: Final = re.compile(r"([0-9]+(?:\.[0-9]*)?|\.[0-9]+)%?")
_ANGLE: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]*)?")


@dataclass(frozen=True)
class Length:
    """A length in pixels, or as a share of the picture's longer side."""

    amount: float
    is_share: bool

    def pixels(self, size: Size) -> float:
        """Return the pixels of a picture of `size`; never more than both its sides together."""
        length = self.amount * max(size) if self.is_share else self.amount
        longest = float(sum(size))
        return min(max(length, -longest), longest)


@dataclass(frozen=True)
class GradientText:
    """Colours, the angle that they go along (0: down, 90: to the right), or from the middle outwards."""

    stops: tuple[Colour, ...]
    angle_deg: float
    radial: bool


def parse_length(text: str) -> Length:
    """Return the length that "12", "12px" or "1.5%" means, of either sign."""
    found = _LENGTH.fullmatch(text)
    if found is None:
        raise argparse.ArgumentTypeError(
            f'"{text}" is not a length; write pixels such as 12, or per cent of the longer side such as 1%'
        )
    is_share = found[2] == "%"
    return Length(float(found[1]) / (100 if is_share else 1), is_share)


def parse_width(text: str) -> Length:
    """Return a length that is more than nothing."""
    length = parse_length(text)
    if length.amount <= 0:
        raise argparse.ArgumentTypeError(f'"{text}" is not more than 0; write pixels such as 12, or 1%')
    return length


def minutes_up_to(longest: float) -> Callable[[str], float]:
    """Return what reads a number of minutes, more than 0 and at most `longest`."""

    def parse(text: str) -> float:
        try:
            minutes = float(text)
        except ValueError:
            minutes = -1.0
        if not 0 < minutes <= longest:
            raise argparse.ArgumentTypeError(
                f'"{text}" is not a number of minutes; write a number such as 15'
            )
        return minutes

    return parse


def parse_share(text: str) -> float:
    """Return 0…1 for "0" … "100", with or without a per cent sign; "0.5" needs one to say which it means."""
    found = _SHARE.fullmatch(text)
    if found is None or float(found[1]) > 100:
        raise argparse.ArgumentTypeError(
            f'"{text}" is not a share; write per cent from 0 to 100, such as 50%'
        )
    share = float(found[1])
    if 0 < share <= 1 and not text.endswith("%"):
        raise argparse.ArgumentTypeError(
            f'"{text}" may be {share:g}% or {100 * share:g}%; write the one you mean'
        )
    return share / 100


def looks_like_share(text: str) -> bool:
    """Whether `parse_share` would take it for one, if a wrong one."""
    return _SHARE.fullmatch(text) is not None


def parse_name(text: str) -> str:
    """Return the name of a file or folder; an empty one, as of a variable that is not set, is none."""
    if not text:
        raise argparse.ArgumentTypeError("the name is empty; write that of a file or folder")
    return text


def parse_path(text: str) -> Path:
    """Return `parse_name` as a path; pathlib takes an empty name for the current folder."""
    return Path(parse_name(text))


def parse_colour(text: str) -> Colour:
    """Return the colour of a CSS name, "RRGGBB" or "#RRGGBB"."""
    for spelling in (text, f"#{text}"):
        try:
            red, green, blue = ImageColor.getrgb(spelling)[:3]
        except ValueError:
            continue
        return red, green, blue
    raise argparse.ArgumentTypeError(
        f'"{text}" is not a colour; write a name such as white, or RRGGBB in hex'
    )


def parse_gradient(text: str) -> GradientText:
    """Return the gradient of "white,grey", "#fff,#ccc,#888,90" (an angle) or "white,grey,radial"."""
    parts = [part.strip() for part in text.split(",")]
    angle, radial = 0.0, parts[-1] == "radial"
    if radial:
        parts.pop()
    elif len(parts) > 2 and len(parts[-1]) < 6 and _ANGLE.fullmatch(parts[-1]):  # six digits are a colour
        angle = float(parts.pop())
    if len(parts) < 2:
        raise argparse.ArgumentTypeError(
            f'"{text}" is not a gradient; write two or more colours such as white,silver, '
            "and an angle or the word radial behind them"
        )
    return GradientText(tuple(parse_colour(part) for part in parts), angle, radial)
