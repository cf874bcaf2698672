"""What the picture-making commands make of a selection, ready to be asked for any number of pictures."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import replace as replace_fields
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from smart_select.cli.arguments import ArgumentsInvalid
from smart_select.cli.ground_options import read_ground
from smart_select.cli.measures import Length
from smart_select.cli.output import Reporter
from smart_select.cli.selecting import Selected
from smart_select.photo.kernels import Aperture, Blur, Gaussian, Lens
from smart_select.photo.reading import LoadedPhoto
from smart_select.photo.sky import CLEAR_SKY, SKY_ANCHOR
from smart_select.photo.writing import check_size, format_for
from smart_select.values import Size
from smart_select.verbs import (
    blur,
    change_sky,
    check_background_left,
    check_object_seen,
    cut_out_object,
    desaturate,
    replace,
)

Make = Callable[[Selected], NDArray[np.uint8]]

_USUAL_SIGMA: Final = Length(0.01, is_share=True)
_USUAL_RADIUS: Final = Length(0.02, is_share=True)
_NARROWEST_PX: Final = 0.1


@dataclass(frozen=True)
class Making:
    """How the pixels are made, how many channels they have, and which files were read for it.

    With `keeps_alpha` they have one more where the picture is transparent somewhere.
    """

    make: Make
    channels: int
    keeps_alpha: bool = False
    sources: tuple[Path, ...] = ()

    def check_fits(self, output: Path, photo: LoadedPhoto) -> None:
        """Raise OutputUnwritable where the file can't hold what will be made of a photo."""
        more = self.keeps_alpha and photo.alpha is not None
        check_size(photo.size, format_for(output, channels=self.channels + more), path=output)


def read_making(args: argparse.Namespace, reporter: Reporter) -> Making:
    """Return what a parsed command makes; reads a background picture, once. Raises SmartSelectError.

    What keeps the object makes nothing of one that is transparent; a sky may be put where there was none.
    """
    makers = {
        "cutout": _cutting_out,
        "replace": _replacing,
        "blur": _blurring,
        "desaturate": _desaturating,
        "sky": _changing_sky,
    }
    making = makers[args.command](args, reporter)
    return making if args.command == "sky" else replace_fields(making, make=_of_what_is_seen(making.make))


def _of_what_is_seen(make: Make) -> Make:
    def checked(selected: Selected) -> NDArray[np.uint8]:
        check_object_seen(selected.candidate.mask, selected.photo.alpha)
        return make(selected)

    return checked


def _cutting_out(args: argparse.Namespace, reporter: Reporter) -> Making:
    clean: bool = args.clean_colours

    def make(selected: Selected) -> NDArray[np.uint8]:
        photo, mask = selected.photo, selected.candidate.mask
        check_background_left(mask, photo.alpha)  # a cut-out that is the picture itself helps nobody
        return cut_out_object(photo.colours, mask, photo.alpha, clean=clean)

    return Making(make, channels=4)


def _replacing(args: argparse.Namespace, reporter: Reporter) -> Making:
    ground = read_ground(args, reporter)
    light, shadow, clean = args.match_light, args.shadow, args.clean_colours

    def make(selected: Selected) -> NDArray[np.uint8]:
        photo, mask = selected.photo, selected.candidate.mask
        return replace(ground, photo.colours, mask, photo.alpha, light=light, shadow=shadow, clean=clean)

    return Making(make, channels=3, sources=_pictures(args))


def _blurring(args: argparse.Namespace, reporter: Reporter) -> Making:
    strength: Length | None = args.strength
    lens: Aperture | None = args.lens
    falloff: Length | None = args.falloff
    clean: bool = args.clean_colours

    def make(selected: Selected) -> NDArray[np.uint8]:
        photo, mask = selected.photo, selected.candidate.mask
        pixels = blur(
            _blur_for(photo.size, strength, lens),
            photo.colours,
            mask,
            photo.alpha,
            falloff_px=falloff.pixels(photo.size) if falloff else 0.0,
            clean=clean,
        )
        return _with_own_alpha(pixels, selected)

    return Making(make, channels=3, keeps_alpha=True)


def _desaturating(args: argparse.Namespace, reporter: Reporter) -> Making:
    amount, clean = args.amount, args.clean_colours

    def make(selected: Selected) -> NDArray[np.uint8]:
        pixels = desaturate(selected.photo.colours, selected.candidate.mask, amount=amount, clean=clean)
        return _with_own_alpha(pixels, selected)

    return Making(make, channels=3, keeps_alpha=True)


def _changing_sky(args: argparse.Namespace, reporter: Reporter) -> Making:
    ground = read_ground(args, reporter, default=CLEAR_SKY, anchor=SKY_ANCHOR)
    light, haze, clean = args.match_light, args.haze, args.clean_colours

    def make(selected: Selected) -> NDArray[np.uint8]:
        photo, mask = selected.photo, selected.candidate.mask
        return change_sky(ground, photo.colours, mask, photo.alpha, haze=haze, light=light, clean=clean)

    return Making(make, channels=3, sources=_pictures(args))


def _blur_for(size: Size, strength: Length | None, lens: Aperture | None) -> Blur:
    """Return the blur in pixels of a picture of `size`, never so narrow that it would be none."""
    usual = _USUAL_RADIUS if lens else _USUAL_SIGMA
    width_px = min(max((strength or usual).pixels(size), _NARROWEST_PX), float(max(size)))
    return Lens(width_px, lens) if lens else Gaussian(width_px)


def _with_own_alpha(pixels: NDArray[np.uint8], selected: Selected) -> NDArray[np.uint8]:
    alpha = selected.photo.alpha
    return pixels if alpha is None else np.dstack([pixels, alpha])


def _pictures(args: argparse.Namespace) -> tuple[Path, ...]:
    return (args.picture,) if args.picture else ()


def require_file(args: argparse.Namespace) -> None:
    """Raise ArgumentsInvalid where a picture would go to stdout."""
    if str(args.output) == "-":
        raise ArgumentsInvalid(
            "Pictures go to a file here, so let -o name one.", f"smart-select {args.command}"
        )
