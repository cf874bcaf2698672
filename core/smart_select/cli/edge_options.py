"""The options of how an object's edge is found: as soft as in the picture, and by a second look."""

import argparse
from typing import Literal, TypeAlias, get_args

from smart_select.verbs import EDGES, Edge

SecondLook: TypeAlias = Literal["auto", "always", "never"]
"""Whether a small object in a large picture is looked at again by itself."""


def add_edge(parser: argparse.ArgumentParser, default: Edge) -> None:
    """Add the switch of how soft the edge becomes."""
    parser.add_argument(
        "--edge",
        choices=EDGES,
        default=default,
        help="matte: as soft as hair, fur and motion are in the picture; mask: sharp; auto: a matte where "
        f"the colours tell object and background apart (default: {default})",
    )


def add_second_look(group: "argparse._ArgumentGroup") -> None:
    """Add the switch of the second look."""
    group.add_argument(
        "--second-look",
        choices=get_args(SecondLook),
        default="auto",
        help="look at the object again by itself, at the picture's full resolution: where the model then "
        "sees twice as much or more (auto), always or never (default: auto)",
    )
