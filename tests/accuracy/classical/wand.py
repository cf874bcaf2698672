"""The magic wand: flood fill."""

from collections.abc import Sequence

import numpy as np
from skimage.segmentation import flood

from accuracy.values import U8, Answer, Bool, Box, Click, Floats, Prepare, Segment, as_answer


def wand(tolerance: float) -> Prepare:
    """Fill from each click where no channel differs by more than `tolerance`; unwanted clicks take away.

    In a box: from its middle, cut off at its sides.
    """

    def prepare(image: U8) -> Segment:
        def fill(x: float, y: float) -> Bool:
            seed = (min(int(y), image.shape[0] - 1), min(int(x), image.shape[1] - 1))
            difference = np.abs(image.astype(np.int16) - image[seed].astype(np.int16)).max(2)
            return np.asarray(flood(difference, seed, tolerance=tolerance), np.bool_)  # type: ignore[no-untyped-call]

        def segment(clicks: Sequence[Click], box: Box | None, previous: Floats | None) -> Answer:
            mask = np.zeros(image.shape[:2], np.bool_)
            if box is not None:
                x0, y0, x1, y1 = (int(v) for v in box)
                filled = fill((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
                mask[y0:y1, x0:x1] = filled[y0:y1, x0:x1]
            for x, y, label in clicks:  # one after the other, as adding and subtracting go
                mask = mask | fill(x, y) if label else mask & ~fill(x, y)
            return as_answer(mask)

        return segment

    return prepare
