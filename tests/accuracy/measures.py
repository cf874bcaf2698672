"""Where the protocol clicks, and how a mask is compared with the object."""

import numpy as np
from scipy import ndimage

from accuracy.values import Bool, Box, Click, Floats, Sample

F_TOLERANCE = 0.008
"""Of the image diagonal, as DAVIS measures outlines."""


def deepest(region: Bool) -> tuple[float, float]:
    """Return the centre (x, y) of the pixel farthest from the region's outline; the image border is one."""
    depth = ndimage.distance_transform_edt(np.pad(region, 1))[1:-1, 1:-1]
    y, x = divmod(int(depth.argmax()), region.shape[1])
    return x + 0.5, y + 0.5


def next_click(mask: Bool, sample: Sample) -> Click | None:
    """Return the click in the middle of the largest wrong area, None where nothing known is wrong."""
    best: tuple[int, Bool, int] | None = None
    for wrong, label in ((sample.target & ~mask, 1), (mask & ~sample.target & sample.known, 0)):
        areas, count = ndimage.label(wrong)
        if not count:
            continue
        sizes = np.bincount(areas.ravel())
        sizes[0] = 0
        number = int(sizes.argmax())
        if best is None or sizes[number] > best[0]:
            best = (int(sizes[number]), areas == number, label)
    if best is None:
        return None
    x, y = deepest(best[1])
    return x, y, best[2]


def obeys(mask: Bool, click: Click) -> bool:
    """Whether the click's own pixel is inside (wanted) or outside (not wanted) of the mask."""
    x, y, label = click
    return bool(mask[int(y), int(x)]) == (label == 1)


def iou(mask: Bool, sample: Sample) -> float:
    """Return the intersection over union, unlabelled pixels left out."""
    mask = mask & sample.known
    union = int((mask | sample.target).sum())
    return float((mask & sample.target).sum() / union) if union else 1.0


def outline_f(mask: Bool, sample: Sample) -> float:
    """Return the boundary F: how much of each outline lies near the other, unlabelled pixels left out."""
    reach = max(1.0, F_TOLERANCE * float(np.hypot(*sample.mask.shape)))
    mine, true = edge(mask & sample.known), edge(sample.target)
    if not mine.any() or not true.any():
        return float(mine.any() == true.any())
    precision = float((ndimage.distance_transform_edt(~true)[mine] <= reach).mean())
    recall = float((ndimage.distance_transform_edt(~mine)[true] <= reach).mean())
    return 2.0 * precision * recall / (precision + recall) if precision + recall else 0.0


def edge(mask: Bool) -> Bool:
    """Return the mask's outermost pixels; the image border is no edge."""
    inner: Bool = ndimage.binary_erosion(mask, border_value=1)
    return mask & ~inner


def tight_box(target: Bool) -> Box:
    """Return the bounding box x0, y0, x1, y1 of an object, far sides exclusive."""
    ys, xs = np.flatnonzero(target.any(1)), np.flatnonzero(target.any(0))
    return float(xs[0]), float(ys[0]), float(xs[-1] + 1), float(ys[-1] + 1)


def resize(logits: Floats, shape: tuple[int, int]) -> Floats:
    """Bilinear f32 [h,w] → [H,W] with pixel centres at +0.5, edges repeated."""
    if logits.shape == shape:
        return logits
    out = logits.astype(np.float32)
    for axis in (0, 1):
        n, m = out.shape[axis], shape[axis]
        at = np.clip((np.arange(m) + 0.5) * n / m - 0.5, 0.0, n - 1.0)
        low = np.floor(at).astype(int)
        high = np.minimum(low + 1, n - 1)
        part = (at - low).astype(np.float32).reshape((-1, 1) if axis == 0 else (1, -1))
        out = out.take(low, axis) * (1 - part) + out.take(high, axis) * part
    return out
