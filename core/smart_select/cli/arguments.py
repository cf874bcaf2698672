"""The arguments that commands share, and how they are read."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, NoReturn

from smart_select.cli.edge_options import SecondLook
from smart_select.cli.measures import looks_like_share, parse_name, parse_path
from smart_select.cli.prompt_options import Choice, Stroke, add_prompt_options
from smart_select.cli.shaping_options import ShapingRequest, add_shaping_options, read_shaping
from smart_select.errors import SmartSelectError
from smart_select.photo.reading import DEFAULT_LIMIT_PIXELS
from smart_select.values import Box, Point
from smart_select.verbs import Edge

DEFAULT_MODEL: Final = "embedded"
DEFAULT_PROVIDER: Final = "cpu"

_COORDINATE_OPTIONS: Final = ("--point", "--box", "--stroke", "--grow")

OPTIONAL_VALUES: Final = {"--match-light": "70%", "--shadow": "80%"}
"""Options that mean this share where none follows."""


class ArgumentsInvalid(SmartSelectError):
    """The command line is not one that the program understands; `command` is whose help explains it."""

    def __init__(self, message: str, command: str) -> None:
        super().__init__(message)
        self.command = command


class Parser(argparse.ArgumentParser):
    """argparse that raises instead of printing its usage and leaving the process.

    It takes no shortened option names: a script's --js would change its meaning with a new option.
    """

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401 - argparse's own, passed through
        super().__init__(**{"allow_abbrev": False, **settings})

    def parse_known_args(self, *given: Any, **named: Any) -> tuple[Any, list[str]]:  # noqa: ANN401
        """Refuse what nobody knows here, where the command is known whose help explains it."""
        args, unknown = super().parse_known_args(*given, **named)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return args, unknown

    def error(self, message: str) -> NoReturn:
        """Raise ArgumentsInvalid with one sentence."""
        sentence = message[:1].upper() + message[1:].rstrip(".")
        raise ArgumentsInvalid(f'{sentence} (see "{self.prog} --help").', self.prog)


@dataclass(frozen=True)
class SelectionRequest:
    """What is to be selected in which picture by which model, and where the result goes ("-" = stdout)."""

    image: Path
    output: Path
    points: tuple[Point, ...]
    strokes: tuple[Stroke, ...]
    box: Box | None
    rough_mask: Path | None
    snap: bool
    subject: bool
    choice: Choice
    model: str
    provider: str
    limit_pixels: int
    shaping: ShapingRequest
    edge: Edge
    second_look: SecondLook

    @property
    def to_stdout(self) -> bool:
        """Whether the result goes to stdout instead of a file."""
        return str(self.output) == "-"


def common_options() -> argparse.ArgumentParser:
    """Return the parent parser of options that every command has."""
    parent = argparse.ArgumentParser(add_help=False)
    group = parent.add_argument_group("reporting")
    group.add_argument("--json", action="store_true", help="print one JSON object, for scripts")
    # Suppressed, so that a command without -v does not undo "smart-select -v COMMAND".
    group.add_argument(
        "-v",
        "--verbose",
        action="count",
        default=argparse.SUPPRESS,
        help="show the log as well (-vv: all of it)",
    )
    return parent


def selection_options(output_help: str, *, several: bool = False) -> argparse.ArgumentParser:
    """Return the parent parser of a picture, a prompt and an output; of `several` pictures, and a folder."""
    parent = argparse.ArgumentParser(add_help=False)
    if several:
        parent.add_argument(
            "images",
            metavar="IMAGE",
            nargs="+",
            type=parse_name,
            help="the picture: PNG, JPEG, TIFF, WebP, …; with --out also several, folders, or patterns "
            "such as *.jpg",
        )
        output = parent.add_mutually_exclusive_group(required=True)
        output.add_argument("-o", "--output", metavar="FILE", type=parse_path, help=output_help)
        output.add_argument(
            "--out",
            metavar="DIR",
            type=parse_path,
            help="a folder for the results of several pictures; created if new",
        )
    else:
        parent.add_argument(
            "image", metavar="IMAGE", type=parse_path, help="the picture: PNG, JPEG, TIFF, WebP, …"
        )
        parent.add_argument(
            "-o", "--output", metavar="FILE", type=parse_path, required=True, help=output_help
        )

    add_prompt_options(parent)
    add_shaping_options(parent)

    model = parent.add_argument_group("how")
    model.add_argument(
        "--model",
        metavar="ID",
        default=DEFAULT_MODEL,
        help='a model of "smart-select models list", or a folder with an ONNX pair (default: %(default)s)',
    )
    model.add_argument(
        "--provider",
        metavar="NAME",
        default=DEFAULT_PROVIDER,
        help="a GPU provider of ONNX Runtime to try; the CPU stays in use when it fails (default: cpu)",
    )
    model.add_argument(
        "--max-megapixels",
        metavar="N",
        type=_parse_megapixels,
        default=DEFAULT_LIMIT_PIXELS,
        dest="limit_pixels",
        help=f"refuse larger pictures (default: {DEFAULT_LIMIT_PIXELS // 1_000_000})",
    )
    return parent


def add_clean_colours(parser: argparse.ArgumentParser) -> None:
    """Add the switch of what cut-outs and compositions do by default."""
    parser.add_argument(
        "--no-clean-colours",
        "--no-clean-colors",
        dest="clean_colours",
        action="store_false",
        help="leave the old background's colours in soft edges",
    )


def read_request(
    args: argparse.Namespace, *, prompt_required: bool, image: Path | None = None, output: Path | None = None
) -> SelectionRequest:
    """Return the request in parsed arguments; without any prompt it means the subject, unless one is
    required. `image` and `output` stand in for the arguments' own where there are several.

    Raises ArgumentsInvalid for combinations that argparse can't see.
    """
    command = f"smart-select {args.command}"
    request = SelectionRequest(
        image=image or args.image,
        output=output or args.output,
        points=tuple(point for points in args.point for point in points),
        strokes=tuple(args.stroke),
        box=args.box,
        rough_mask=args.mask,
        snap=args.snap,
        subject=args.subject,
        choice=args.candidate,
        model=args.model,
        provider=args.provider,
        limit_pixels=args.limit_pixels,
        shaping=read_shaping(args),
        edge=args.edge,
        second_look=args.second_look,
    )
    prompted = (
        bool(request.points or request.strokes) or request.box is not None or request.rough_mask is not None
    )
    if request.subject and prompted:
        raise ArgumentsInvalid(
            "--subject finds the object by itself, so leave out --point, --stroke, --box and --mask.", command
        )
    if not prompted and not request.subject:
        if prompt_required:
            raise ArgumentsInvalid(
                "Say what to select with --point X,Y, --stroke, --box X0,Y0,X1,Y1, --mask ROUGH.png "
                "or --subject.",
                command,
            )
        request = replace(request, subject=True)
    if request.snap and request.rough_mask is None:
        raise ArgumentsInvalid("--snap is about a lasso, so give it with --mask ROUGH.png.", command)
    if request.to_stdout and args.json:
        raise ArgumentsInvalid("With --json stdout is taken, so let -o name a file.", command)
    return request


def join_coordinates(argv: Sequence[str]) -> list[str]:
    """Return the arguments with values that argparse would misread written as --option=value.

    `--point -3,5` looks like two options to it, and the picture after `--shadow` like that option's value.
    """
    joined: list[str] = []
    for argument in argv:
        looks_like_number = argument[:1] == "-" and argument[1:2] in set("0123456789.")
        if joined and joined[-1] in _COORDINATE_OPTIONS and looks_like_number:
            joined[-1] += f"={argument}"
            continue
        if joined and joined[-1] in OPTIONAL_VALUES and not looks_like_share(argument):
            joined[-1] += f"={OPTIONAL_VALUES[joined[-1]]}"
        joined.append(argument)
    return joined


def _parse_megapixels(text: str) -> int:
    if text.isascii() and text.isdigit() and 0 < len(text) <= 6 and int(text) > 0:
        return int(text) * 1_000_000
    raise argparse.ArgumentTypeError(
        f'"{text}" is not a number of megapixels; write a whole number such as 400'
    )
