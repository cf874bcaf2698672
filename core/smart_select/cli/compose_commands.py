"""`smart-select cutout`, `replace`, `blur`, `desaturate` and `sky`: the object on another ground."""

import argparse
import os
from pathlib import Path
from typing import Final

from smart_select.cli import batch
from smart_select.cli.arguments import (
    ArgumentsInvalid,
    add_clean_colours,
    common_options,
    read_request,
    selection_options,
)
from smart_select.cli.backend import Backend
from smart_select.cli.edge_options import add_edge
from smart_select.cli.ground_options import add_ground_options, add_shadow_option
from smart_select.cli.making import read_making, require_file
from smart_select.cli.measures import parse_share, parse_width
from smart_select.cli.output import Reporter
from smart_select.cli.selecting import (
    Stopwatch,
    check_paths,
    result_record,
    result_sentence,
    select_object,
)
from smart_select.photo.writing import format_for, write_picture

NAMES: Final = ("cutout", "replace", "blur", "desaturate", "sky")

_NO_PROMPT: Final = "Without --point, --stroke, --box or --mask the main subject is taken."
_SKY_NEEDS_CLICK: Final = "Click the sky with --point."
_OPAQUE: Final = ".png, .tif, .webp or .jpg"
_TRANSPARENT: Final = ".png, .tif or .webp"

_EXAMPLES: Final = {
    "cutout": """examples:
  smart-select cutout cat.jpg -o cat.png
  smart-select cutout cat.jpg --point 210,140 --grow -1 -o cat.png
  smart-select cutout shop/*.jpg --subject --out cut-outs
""",
    "replace": """examples:
  smart-select replace shoe.jpg --colour white --shadow -o shoe.png
  smart-select replace shoe.jpg --gradient white,silver -o shoe.jpg
  smart-select replace cat.jpg --picture beach.jpg --match-light -o cat-on-beach.jpg
  smart-select replace shop --subject --colour white --out on-white
""",
    "blur": """examples:
  smart-select blur portrait.jpg -o soft.jpg
  smart-select blur portrait.jpg --lens disc --strength 1.5% --falloff 20% -o soft.jpg
""",
    "desaturate": """examples:
  smart-select desaturate rose.jpg --point 300,200 -o rose-in-colour.jpg
""",
    "sky": """examples:
  smart-select sky house.jpg --point 400,60 -o blue.jpg
  smart-select sky house.jpg --point 400,60 --picture sunset.jpg --match-light -o evening.jpg
""",
}


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands."""
    _add(subparsers, "cutout", "cut the object out, on transparent ground", _TRANSPARENT)
    replace = _add(
        subparsers, "replace", "put the object before a colour, a gradient or another picture", _OPAQUE
    )
    add_ground_options(replace, "new background")
    add_shadow_option(replace)
    _add_blur_options(_add(subparsers, "blur", "keep the object sharp and blur the rest", _OPAQUE))
    desaturate = _add(subparsers, "desaturate", "keep the object in colour and turn the rest grey", _OPAQUE)
    desaturate.add_argument(
        "--amount",
        metavar="SHARE",
        type=parse_share,
        default="100%",
        help="how much of their colour to take (default: 100%%)",
    )
    sky = _add(
        subparsers, "sky", "put another sky where you click the old one", _OPAQUE, note=_SKY_NEEDS_CLICK
    )
    add_ground_options(sky, "new sky (default: a clear blue one)")
    sky.add_argument(
        "--haze",
        metavar="SHARE",
        type=parse_share,
        default="50%",
        help="how softly the sky meets the horizon: 0%% as cut … 100%% (default: 50%%)",
    )


def execute(args: argparse.Namespace, backend: Backend, reporter: Reporter) -> int:
    """Run one of the commands; returns an exit code, 1 when some of several failed, or raises
    SmartSelectError.
    """
    if args.out is not None:
        return batch.execute(args, backend, reporter)
    require_file(args)
    if args.again or args.suffix or args.jobs:
        raise ArgumentsInvalid(
            "--again, --as and --jobs are about several pictures, so name a folder for the results with "
            "--out DIR instead of -o.",
            f"smart-select {args.command}",
        )
    request = read_request(args, prompt_required=args.command == "sky", image=_one_picture(args))
    # All that can be wrong with names and arguments is found before the slow part.
    format_for(request.output, channels=4 if args.command == "cutout" else 3)
    check_paths(request, *([args.picture] if getattr(args, "picture", None) else []))
    making = read_making(args, reporter)

    stopwatch = Stopwatch()
    selected = select_object(request, backend, reporter, stopwatch, making.check_fits)
    with stopwatch.measure("compose"):
        pixels = making.make(selected)
    with stopwatch.measure("write"):
        write_picture(request.output, pixels)
    reporter.done(
        result_sentence(request, selected), result_record(request, selected, stopwatch, args.command)
    )
    return 0


def _add(
    subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    purpose: str,
    suffixes: str,
    *,
    note: str = _NO_PROMPT,
) -> argparse.ArgumentParser:
    parser = subparsers.add_parser(
        name,
        help=purpose,
        description=f"{purpose[0].upper()}{purpose[1:]}. {note}",
        epilog=_EXAMPLES[name],
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[
            selection_options(f"where the result goes: {suffixes}; replaced if it exists", several=True),
            batch.batch_options(suffixes),
            common_options(),
        ],
    )
    add_edge(parser, "auto")
    add_clean_colours(parser)
    return parser


def _add_blur_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("blur")
    group.add_argument(
        "--strength",
        metavar="LENGTH",
        type=parse_width,
        help="how far the blur reaches, in pixels or per cent of the longer side: a Gaussian's sigma "
        "(default: 1%%), or with --lens the radius of its spots (default: 2%%)",
    )
    group.add_argument(
        "--lens",
        choices=("disc", "hexagon"),
        help="blur as a lens does, which draws points of light as spots of this form",
    )
    group.add_argument(
        "--falloff",
        metavar="LENGTH",
        type=parse_width,
        help="blur less near the object, and fully so far from it",
    )


def _one_picture(args: argparse.Namespace) -> Path:
    command = f"smart-select {args.command}"
    if len(args.images) > 1:
        raise ArgumentsInvalid(
            "For several pictures name a folder for the results with --out DIR instead of -o.", command
        )
    picture = Path(args.images[0])
    if os.path.isdir(picture):  # noqa: PTH112 - pathlib's raises for names that are too long, and forbidden ones
        raise ArgumentsInvalid(
            f"{picture} is a folder, so name another one for the results with --out DIR instead of -o.",
            command,
        )
    return picture
