"""OpenCV's GrabCut (C. Rother, V. Kolmogorov, A. Blake, 2004), started from clicks or a box."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from accuracy.classical.reduced import Reduced
from accuracy.values import U8, Answer, Bool, Box, Click, Floats, Prepare, Segment, as_answer


@dataclass(frozen=True)
class Seeding:
    """How clicks and boxes are told to GrabCut. Distances from a click are in diagonals of the photograph.

    `sure` and `likely`: within this of a wanted click it is surely, or probably, the object; the same for
    unwanted clicks and the background. From the second click on, the last mask is what is likely. Beyond
    `far` of every wanted click, and on the photograph's rim, it is surely background.
    `heart` and `belly`: so far from a box's middle it is surely, or probably, the object, 1 being the ellipse
    that fills the box; outside the box it is surely background.
    """

    sure: float
    likely: float
    far: float = np.inf
    heart: float = 0.6
    belly: float = np.inf
    rounds: int = 3
    side: int = 384


def grabcut(seeding: Seeding) -> Prepare:
    """GrabCut on a reduced photograph; parts of the answer that no wanted click touches are left out."""

    def prepare(image: U8) -> Segment:
        photo = Reduced.of(image, seeding.side)
        pixels = np.ascontiguousarray(photo.pixels[:, :, ::-1])
        last = np.zeros(photo.cells, np.bool_)

        def segment(clicks: Sequence[Click], box: Box | None, previous: Floats | None) -> Answer:
            nonlocal last
            if box is not None:
                seeds = box_seeds(photo, box, seeding)
            else:
                seeds = click_seeds(photo, clicks, None if previous is None else last, seeding)
            last = photo.clicked_parts(_cut(pixels, seeds, seeding.rounds), clicks)
            return as_answer(last)

        return segment

    return prepare


def click_seeds(photo: Reduced, clicks: Sequence[Click], last: Bool | None, seeding: Seeding) -> U8:
    """Return OpenCV's GC_ values, u8 [h,w]; `last` bool [h,w] is the mask that the clicks correct."""
    near, off = photo.distance(clicks, 1), photo.distance(clicks, 0)
    likely = near <= seeding.likely if last is None else last | (near <= seeding.sure)
    seeds = np.where(likely, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    seeds[photo.rim() | (near > seeding.far)] = cv2.GC_BGD
    seeds[(near <= seeding.sure) & (near < off)] = cv2.GC_FGD
    seeds[(off <= seeding.sure) & (off <= near)] = cv2.GC_BGD
    for click in clicks:
        seeds[photo.cell(click)] = cv2.GC_FGD if click[2] == 1 else cv2.GC_BGD
    return seeds


def box_seeds(photo: Reduced, box: Box, seeding: Seeding) -> U8:
    """Return OpenCV's GC_ values, u8 [h,w], for a box alone."""
    inside = photo.in_box(box)
    seeds = np.where(inside <= seeding.belly, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    seeds[inside <= seeding.heart] = cv2.GC_FGD
    seeds[np.isinf(inside)] = cv2.GC_BGD
    return seeds


def _cut(pixels: U8, seeds: U8, rounds: int) -> Bool:
    """Run GrabCut on u8 [h,w,3] BGR. It refuses seeds of one kind only: then they are the answer."""
    wanted = seeds & 1
    if wanted.all() or not wanted.any():
        return np.asarray(wanted, np.bool_)
    models: list[NDArray[np.float64]] = [np.zeros((1, 65)), np.zeros((1, 65))]
    cv2.setRNGSeed(1)  # k-means starts at random; the same picture shall have the same answer
    cv2.grabCut(pixels, seeds, (0, 0, 0, 0), models[0], models[1], rounds, cv2.GC_INIT_WITH_MASK)
    return np.asarray(seeds & 1, np.bool_)
