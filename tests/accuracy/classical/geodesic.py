"""Geodesic distance: a pixel belongs to the click that is reached from it over the fewest colour steps.

As in X. Bai, G. Sapiro: A Geodesic Framework (2007), with colour steps in Lab as the length of a path. The
image border, or what lies outside of the box, is not wanted from the start.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from skimage.color import rgb2lab
from skimage.graph import MCP_Geometric

from accuracy.classical.reduced import Reduced
from accuracy.values import U8, Answer, Bool, Box, Click, Floats, Prepare, Segment, as_answer


@dataclass(frozen=True)
class Paths:
    """`step` is the length of a cell without any colour step, in Lab units.

    `radius` is that of the disk round a click where paths start, in diagonals. A pixel is taken when it is
    less than `reach` times as far from the wanted as from the unwanted.
    """

    step: float
    radius: float
    reach: float
    side: int = 256


def geodesic(paths: Paths) -> Prepare:
    """Compare how far the wanted and the unwanted seeds are along the photograph's colours."""

    def prepare(image: U8) -> Segment:
        photo = Reduced.of(image, paths.side)
        cost = _steepness(photo.pixels) + paths.step

        def far(seeds: Bool) -> NDArray[np.float64]:
            found, _ = MCP_Geometric(cost).find_costs(np.argwhere(seeds))
            return np.asarray(found, np.float64)

        def segment(clicks: Sequence[Click], box: Box | None, previous: Floats | None) -> Answer:
            wanted, unwanted = np.zeros(photo.cells, np.bool_), photo.rim()
            if box is not None:
                inside = photo.in_box(box)
                wanted, unwanted = inside <= max(0.3, float(inside.min())), unwanted | np.isinf(inside)
            near, off = photo.distance(clicks, 1), photo.distance(clicks, 0)
            for disk, label in (
                ((near <= paths.radius) & (near < off), 1),
                ((off <= paths.radius) & (off <= near), 0),
            ):
                wanted[disk], unwanted[disk] = label == 1, label == 0
            for click in clicks:
                cell = photo.cell(click)
                wanted[cell], unwanted[cell] = click[2] == 1, click[2] == 0
            return as_answer(far(wanted) < paths.reach * far(unwanted & ~wanted))

        return segment

    return prepare


def _steepness(pixels: U8) -> NDArray[np.float64]:
    """Return [h,w]: the colour's change per cell, in Lab units."""
    planes = rgb2lab(pixels).transpose(2, 0, 1)
    steps = [ndimage.sobel(plane, axis) / 8 for plane in planes for axis in (0, 1)]
    return np.asarray(np.sqrt(sum(step**2 for step in steps)), np.float64)
