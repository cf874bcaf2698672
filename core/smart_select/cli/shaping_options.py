"""The options that change a selection before something is made of it."""

import argparse
from dataclasses import dataclass

from smart_select.cli.measures import Length, parse_length, parse_share, parse_width
from smart_select.masks.shaping import Shaping
from smart_select.values import Point, Size


@dataclass(frozen=True)
class ShapingRequest:
    """What is to be done to a selection, in lengths that depend on its picture."""

    specks: float
    holes: float
    keep_clicked: bool
    smooth: Length | None
    grow: Length | None
    invert: bool
    feather: Length | None

    def for_picture(self, size: Size, points: tuple[Point, ...]) -> Shaping:
        """Return it in pixels of a picture of `size` that was clicked at `points`."""
        return Shaping(
            specks=self.specks,
            holes=self.holes,
            keep_at=points if self.keep_clicked else (),
            keep_largest=self.keep_clicked,
            smooth_px=_pixels(self.smooth, size),
            grow_px=_pixels(self.grow, size),
            invert=self.invert,
            feather_px=_pixels(self.feather, size),
        )


def add_shaping_options(parent: argparse.ArgumentParser) -> None:
    """Add the options' group."""
    group = parent.add_argument_group(
        "changing the selection",
        "Done in this order. Lengths are pixels (3) or per cent of the picture's longer side (0.2%).",
    )
    group.add_argument(
        "--drop-specks",
        metavar="SHARE",
        type=parse_share,
        default=0.0,
        help="drop separate parts of up to SHARE of the selected area, such as 1%%",
    )
    group.add_argument(
        "--fill-holes",
        metavar="SHARE",
        type=parse_share,
        default=0.0,
        help="fill enclosed holes of up to SHARE of the selected area; 100%%: all",
    )
    group.add_argument(
        "--keep-clicked",
        action="store_true",
        help="keep only the parts under the wanted points, or the largest part",
    )
    group.add_argument("--smooth", metavar="LENGTH", type=parse_width, help="round the outline")
    group.add_argument(
        "--grow",
        metavar="LENGTH",
        type=parse_length,
        help="move the outline out, or in when negative; its softness stays",
    )
    group.add_argument("--invert", action="store_true", help="take everything but the object")
    group.add_argument("--feather", metavar="LENGTH", type=parse_width, help="soften the edge (sigma)")


def read_shaping(args: argparse.Namespace) -> ShapingRequest:
    """Return what the parsed options ask for."""
    return ShapingRequest(
        specks=args.drop_specks,
        holes=args.fill_holes,
        keep_clicked=args.keep_clicked,
        smooth=args.smooth,
        grow=args.grow,
        invert=args.invert,
        feather=args.feather,
    )


def _pixels(length: Length | None, size: Size) -> float:
    return 0.0 if length is None else length.pixels(size)
