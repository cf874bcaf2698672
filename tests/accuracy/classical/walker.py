"""Random walker: a pixel belongs to the click that a walk which shuns edges reaches first (L. Grady, 2006).

The image border, or what lies outside of the box, is not wanted from the start.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from skimage.color import rgb2lab
from skimage.segmentation import random_walker

from accuracy.classical.reduced import Reduced
from accuracy.values import U8, Answer, Box, Click, Floats, Prepare, Segment, as_answer

_WANTED, _UNWANTED = 1, 2


@dataclass(frozen=True)
class Walk:
    """`shyness` is scikit-image's beta; `radius` of the disk round a click where walks end, in diagonals.

    A pixel is taken from a chance of `least` on: one click against a whole border would lose at a half.
    """

    shyness: float
    radius: float
    least: float
    side: int = 128


def walker(walk: Walk) -> Prepare:
    """scikit-image's random walker on a reduced photograph in Lab."""

    def prepare(image: U8) -> Segment:
        photo = Reduced.of(image, walk.side)
        colours = rgb2lab(photo.pixels) / 100

        def segment(clicks: Sequence[Click], box: Box | None, previous: Floats | None) -> Answer:
            ends = np.where(photo.rim(), _UNWANTED, 0)
            if box is not None:
                inside = photo.in_box(box)
                ends[np.isinf(inside)] = _UNWANTED
                ends[inside <= max(0.3, float(inside.min()))] = _WANTED
            near, off = photo.distance(clicks, 1), photo.distance(clicks, 0)
            ends[(near <= walk.radius) & (near < off)] = _WANTED
            ends[(off <= walk.radius) & (off <= near)] = _UNWANTED
            for click in clicks:
                ends[photo.cell(click)] = _WANTED if click[2] == 1 else _UNWANTED
            if not (ends == 0).any() or not (ends == _UNWANTED).any():
                return as_answer(ends != _UNWANTED)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # about faster solvers that are not installed
                chances = random_walker(
                    colours, ends, beta=walk.shyness, mode="cg_j", tol=1e-3, channel_axis=-1,
                    return_full_prob=True,
                )  # fmt: skip
            return as_answer(np.asarray(chances[0] > walk.least, np.bool_))

        return segment

    return prepare
