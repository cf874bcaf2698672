"""The options that say what an object is put before."""

import argparse
from typing import Final

from smart_select.cli.arguments import OPTIONAL_VALUES, ArgumentsInvalid
from smart_select.cli.measures import parse_colour, parse_gradient, parse_path, parse_share
from smart_select.cli.output import Reporter
from smart_select.cli.selecting import first_frame_note
from smart_select.errors import BackgroundTransparent
from smart_select.photo.grounds import FITS, Ground, Laid, Plain, as_gradient
from smart_select.photo.reading import read_photo

_WHITE: Final = (255, 255, 255)


def add_ground_options(parser: argparse.ArgumentParser, title: str) -> None:
    """Add the options of what comes behind the object."""
    group = parser.add_argument_group(title)
    group.add_argument(
        "--color",
        "--colour",
        metavar="COLOR",
        type=parse_colour,
        help="a name such as white, or RRGGBB in hex",
    )
    group.add_argument(
        "--gradient",
        metavar="C,C,…[,ANGLE]",
        type=parse_gradient,
        help="colours from top to bottom, at another ANGLE (90: from left to right), or with ,radial from "
        "the middle outwards",
    )
    group.add_argument(
        "--picture",
        metavar="FILE",
        type=parse_path,
        help="a picture; where it does not reach or is transparent, the colour or gradient shows",
    )
    group.add_argument(
        "--fit",
        choices=FITS,
        default="fill",
        help="fill: scaled to cover, and cut (default); fit: seen whole; stretch: scaled without keeping its "
        "proportions; tile: repeated as it is",
    )
    add_light_option(group)


def add_light_option(group: "argparse._ArgumentGroup") -> None:
    """Add --match-light, which takes no value or how far to go."""
    group.add_argument(
        "--match-light",
        metavar="SHARE",
        nargs="?",
        const=parse_share(OPTIONAL_VALUES["--match-light"]),
        type=parse_share,
        default=0.0,
        help="bring the object into the new background's light, by as much as 100%% (without SHARE: 70%%)",
    )


def add_shadow_option(parser: argparse.ArgumentParser) -> None:
    """Add --shadow."""
    parser.add_argument(
        "--shadow",
        metavar="SHARE",
        nargs="?",
        const=parse_share(OPTIONAL_VALUES["--shadow"]),
        type=parse_share,
        default=0.0,
        help="a soft shadow where the object stands, as dark as 100%% (without SHARE: 80%%); none where the "
        "picture's lower border cuts the object off",
    )


def read_ground(
    args: argparse.Namespace, reporter: Reporter, *, default: Ground | None = None, anchor: float = 0.5
) -> Ground:
    """Return the ground that the options name, its picture read.

    Raises ImageUnreadable and BackgroundTransparent, and ArgumentsInvalid when they name none and there is no
    `default`, or contradict each other.
    """
    command = f"smart-select {args.command}"
    if args.color is not None and args.gradient is not None:
        raise ArgumentsInvalid("Choose one of --color and --gradient.", command)
    if args.fit != "fill" and args.picture is None:
        raise ArgumentsInvalid("--fit says how a picture lies, so name one with --picture FILE.", command)
    under: Ground = Plain(args.color or _WHITE)
    if args.gradient is not None:
        gradient = args.gradient
        under = as_gradient(gradient.stops, angle_deg=gradient.angle_deg, radial=gradient.radial)
    if args.picture is None:
        if args.color is None and args.gradient is None:
            if default is None:
                raise ArgumentsInvalid(
                    "Say what comes behind the object with --color, --gradient or --picture.", command
                )
            return default
        return under
    behind = read_photo(args.picture, limit_pixels=args.limit_pixels)
    if behind.alpha is not None and not behind.alpha.any():
        raise BackgroundTransparent(args.picture)
    if behind.is_animated:
        reporter.warn(first_frame_note(args.picture, behind))
    return Laid(behind.colours, behind.alpha, fit=args.fit, under=under, anchor=anchor)
