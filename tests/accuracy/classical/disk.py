"""No segmentation at all: a disk round each wanted click. Whatever is not ahead of it has learnt nothing."""

from collections.abc import Sequence

import numpy as np

from accuracy.values import U8, Answer, Box, Click, Floats, Prepare, Segment, as_answer


def disk(radius: float) -> Prepare:
    """A disk of `radius` diagonals, up to half way to an unwanted click; the ellipse that fills a box."""

    def prepare(image: U8) -> Segment:
        h, w = image.shape[:2]
        ys, xs = np.mgrid[0:h, 0:w] + 0.5

        def segment(clicks: Sequence[Click], box: Box | None, previous: Floats | None) -> Answer:
            if box is not None:
                u = (2 * xs - box[0] - box[2]) / (box[2] - box[0])
                v = (2 * ys - box[1] - box[3]) / (box[3] - box[1])
                return as_answer(u * u + v * v <= 1.0)
            near = {0: np.full((h, w), np.inf), 1: np.full((h, w), np.inf)}
            for x, y, label in clicks:
                near[label] = np.minimum(near[label], np.hypot(xs - x, ys - y))
            return as_answer((near[1] <= radius * np.hypot(h, w)) & (near[1] < near[0]))

        return segment

    return prepare
