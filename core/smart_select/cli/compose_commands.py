"""`smart-select cutout`, `replace` and `blur`: the object on another ground."""

import argparse
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import ImageColor

from smart_select.cli.arguments import ArgumentsInvalid, common_options, read_request, selection_options
from smart_select.cli.backend import Backend
from smart_select.cli.output import Reporter
from smart_select.cli.selecting import (
    Selected,
    Stopwatch,
    check_paths,
    result_record,
    result_sentence,
    select_object,
)
from smart_select.photo.blurring import blur_background
from smart_select.photo.compositing import Colour, cut_out, flatten, replace_background, scale_to_cover
from smart_select.photo.reading import LoadedPhoto, read_photo
from smart_select.photo.writing import format_for, write_picture
from smart_select.values import Photo, Size

NAMES: Final = ("cutout", "replace", "blur")

_NO_PROMPT: Final = "Without --point, --box or --mask the main subject is taken."
_OPAQUE: Final = ".png, .tif, .webp or .jpg"
_DEFAULT_BLUR: Final = "1%"
_WHITE: Final = (255, 255, 255)
_STRENGTH: Final = re.compile(r"([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(%?)")
_SMALLEST_SIGMA_PX: Final = 0.1


@dataclass(frozen=True)
class Strength:
    """How far a blur reaches: the Gaussian's sigma in pixels, or as a share of the picture's longer side."""

    amount: float
    is_share: bool

    def sigma_px(self, size: Size) -> float:
        """Return sigma for a picture of `size`, never so small that it would be none."""
        sigma = self.amount * max(size) if self.is_share else self.amount
        return min(max(sigma, _SMALLEST_SIGMA_PX), float(max(size)))


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


def parse_strength(text: str) -> Strength:
    """Return the strength that "12" (pixels) or "1.5%" means."""
    found = _STRENGTH.fullmatch(text)
    amount = float(found[1]) if found else 0.0
    if found is None or amount <= 0:
        raise argparse.ArgumentTypeError(
            f'"{text}" is not a strength; write pixels such as 12, or per cent of the longer side such as 1%'
        )
    return Strength(amount / 100, is_share=True) if found[2] else Strength(amount, is_share=False)


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the three commands."""
    _add(
        subparsers,
        "cutout",
        "cut the object out, on transparent ground",
        "where the cut-out goes: .png, .tif or .webp; replaced if it exists",
    )
    replace = _add(
        subparsers,
        "replace",
        "put the object before a colour or another picture",
        f"where the result goes: {_OPAQUE}; replaced if it exists",
    )
    ground = replace.add_argument_group("new background").add_mutually_exclusive_group(required=True)
    ground.add_argument(
        "--color",
        "--colour",
        metavar="COLOR",
        type=parse_colour,
        help="a name such as white, or RRGGBB in hex",
    )
    ground.add_argument("--picture", metavar="FILE", type=Path, help="a picture, scaled to cover")
    blur = _add(
        subparsers,
        "blur",
        "keep the object sharp and blur the rest",
        f"where the result goes: {_OPAQUE}; replaced if it exists",
    )
    blur.add_argument(
        "--strength",
        metavar="S",
        type=parse_strength,
        default=_DEFAULT_BLUR,
        help="how far the blur reaches (sigma): pixels, or per cent of the longer side (default: 1%%)",
    )


def execute(args: argparse.Namespace, backend: Backend, reporter: Reporter) -> int:
    """Run one of the commands; returns 0 or raises SmartSelectError."""
    request = read_request(args, prompt_required=False)
    if request.to_stdout:
        raise ArgumentsInvalid(
            "Pictures go to a file here, so let -o name one.", f"smart-select {args.command}"
        )
    # All that can be wrong with names and arguments is found before the slow part.
    format_for(request.output, channels=4 if args.command == "cutout" else 3)
    picture: Path | None = getattr(args, "picture", None)
    check_paths(request, *([picture] if picture else []))
    background = read_photo(picture, limit_pixels=request.limit_pixels) if picture else None

    stopwatch = Stopwatch()
    selected = select_object(request, backend, reporter, stopwatch)
    with stopwatch.measure("compose"):
        if args.command == "cutout":
            pixels = cut_out(selected.photo.colours, selected.candidate.mask, selected.photo.alpha)
        elif args.command == "blur":
            pixels = _blurred(selected, args.strength)
        else:
            pixels = _replaced(selected, _cover(background, selected) if background else args.color)
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
    output_help: str,
) -> argparse.ArgumentParser:
    return subparsers.add_parser(
        name,
        help=purpose,
        description=f"{purpose[0].upper()}{purpose[1:]}. {_NO_PROMPT}",
        parents=[selection_options(output_help), common_options()],
    )


def _cover(background: LoadedPhoto, selected: Selected) -> Photo:
    opaque = (
        background.colours
        if background.alpha is None
        else flatten(background.colours, background.alpha, onto=_WHITE)
    )
    return scale_to_cover(opaque, selected.photo.size)


def _replaced(selected: Selected, background: Photo | Colour) -> Photo:
    photo = selected.photo
    return replace_background(photo.colours, selected.candidate.mask, background, photo.alpha)


def _blurred(selected: Selected, strength: Strength) -> NDArray[np.uint8]:
    photo = selected.photo
    sigma_px = strength.sigma_px(photo.size)
    blurred = blur_background(photo.colours, selected.candidate.mask, sigma_px, photo.alpha)
    return blurred if photo.alpha is None else np.dstack([blurred, photo.alpha])
