"""The options that say what to select: points, strokes, a box, a rough mask, and which reading of them."""

import argparse
from collections.abc import Callable
from typing import Final, Literal, TypeAlias, TypeVar

from smart_select.cli.edge_options import add_second_look
from smart_select.cli.measures import parse_path
from smart_select.values import Point
from smart_select_plugin.prompt_text import PromptTextError, parse_box, parse_points

ChoiceWord: TypeAlias = Literal["best", "part", "whole"]

Choice: TypeAlias = int | ChoiceWord
"""Which of the candidates: a number counted from 1, or a word."""

CHOICE_WORDS: Final[tuple[ChoiceWord, ...]] = ("best", "part", "whole")

Stroke: TypeAlias = tuple[Point, ...]
"""The corners of a painted line, all of one label."""

T = TypeVar("T")


def add_prompt_options(parent: argparse.ArgumentParser) -> None:
    """Add the options' group."""
    group = parent.add_argument_group(
        "what to select", "Coordinates are pixels from the left top corner of the picture as you see it."
    )
    group.add_argument(
        "--point",
        metavar="X,Y[,-]",
        type=_typed(_parse_points),
        action="append",
        default=[],
        help="a point on the object, or with ,- a point that is not on it; may be repeated",
    )
    group.add_argument(
        "--stroke",
        metavar="X,Y;X,Y;…[,-]",
        type=_typed(_parse_stroke),
        action="append",
        default=[],
        help="a line painted over the object, or with ,- at its end over what is not; may be repeated",
    )
    group.add_argument(
        "--box", metavar="X0,Y0,X1,Y1", type=_typed(parse_box), action=_Once, help="a box around the object"
    )
    group.add_argument(
        "--mask",
        metavar="ROUGH",
        type=parse_path,
        action=_Once,
        help="a rough mask of the picture's size: white is wanted",
    )
    group.add_argument(
        "--snap",
        action="store_true",
        help="take --mask for a lasso: keep to what it goes around, only snap its outline to the edges",
    )
    group.add_argument("--subject", action="store_true", help="find the main subject by itself")
    group.add_argument(
        "--candidate",
        metavar="WHICH",
        type=_parse_choice,
        default="best",
        help="which reading of the prompt to take: best, part, whole, or its number (default: best)",
    )

    add_second_look(group)


class _Once(argparse.Action):
    """Takes one value, and no second one in its place: two boxes would be meant for two objects."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,
    ) -> None:
        """Keep the value."""
        if getattr(namespace, self.dest) is not None:
            parser.error(
                f"{option_string} can be given once, for one object; select the others by themselves"
            )
        setattr(namespace, self.dest, values)


def _typed(parse: Callable[[str], T]) -> Callable[[str], T]:
    """Let argparse show the parser's own sentence instead of "invalid … value"."""

    def typed(text: str) -> T:
        try:
            return parse(text)
        except PromptTextError as error:
            raise argparse.ArgumentTypeError(str(error)) from error

    return typed


def _parse_points(text: str) -> tuple[Point, ...]:
    """Return at least one point: an empty text, as of a variable that is not set, would mean the subject."""
    points = parse_points(text)
    if not points:
        raise PromptTextError(text, "a point; write X,Y in pixels")
    return points


def _parse_stroke(text: str) -> Stroke:
    """Return a stroke's corners; it is of what is not wanted when its last one is."""
    corners = parse_points(text)
    if not corners:
        raise PromptTextError(text, 'a stroke; write its corners as "X,Y;X,Y"')
    label = corners[-1][2]
    return tuple((x, y, label) for x, y, _ in corners)


def _parse_choice(text: str) -> Choice:
    for word in CHOICE_WORDS:
        if text == word:
            return word
    if text.isascii() and text.isdigit() and len(text) <= 6 and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(
        f'"{text}" is not a candidate; write best, part, whole or a number from 1 on'
    )
