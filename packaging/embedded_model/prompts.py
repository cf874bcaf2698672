"""Prompts as people give them: clicks, corrections, loose boxes, rough masks - simulated on targets.

Points are pixel coordinates of the model frame, centres at +0.5. Labels: 1 wanted, 0 not wanted,
2 and 3 the corners of a box, -1 padding.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

Bool = NDArray[np.bool_]
Floats = NDArray[np.float32]
Rng = np.random.Generator


@dataclass
class Prompt:
    """What the user has given so far; `mask` are logits f32 [T,T] or None."""

    points: list[tuple[float, float, int]] = field(default_factory=list)
    mask: Floats | None = None


def deepest(region: Bool, jitter: float = 0.0, rng: Rng | None = None) -> tuple[float, float]:
    """The point farthest from the region's outline; with jitter, any point that deep or nearly so."""
    depth = ndimage.distance_transform_edt(np.pad(region, 1))[1:-1, 1:-1]
    if rng is None or jitter <= 0.0:
        index = int(depth.argmax())
    else:
        options = np.flatnonzero(depth >= depth.max() * (1.0 - jitter))
        index = int(options[int(rng.integers(len(options)))])
    y, x = divmod(index, region.shape[1])
    return x + 0.5, y + 0.5


def largest_error(mask: Bool, target: Bool, known: Bool) -> tuple[Bool, int] | None:
    """Largest connected wrong area and the label of the click that mends it; None if all is right."""
    best: tuple[int, Bool, int] | None = None
    for wrong, label in ((target & ~mask & known, 1), (mask & ~target & known, 0)):
        areas, count = ndimage.label(wrong)
        if count:
            sizes = np.bincount(areas.ravel())
            sizes[0] = 0
            number = int(sizes.argmax())
            if best is None or sizes[number] > best[0]:
                best = (int(sizes[number]), areas == number, label)
    return None if best is None else (best[1], best[2])


def half(mask: Bool) -> Bool:
    """Every second pixel: error search at half resolution costs a quarter."""
    return mask[::2, ::2]


def correct(rng: Rng, prompt: Prompt, mask: Bool, target: Bool, known: Bool) -> bool:
    """Add a click in the largest error. False where nothing larger than specks is wrong."""
    found = largest_error(half(mask), half(target), half(known))
    if found is None or found[0].sum() < 3:
        return False
    x, y = deepest(found[0], 0.0 if rng.random() < 0.6 else 0.6, rng)
    prompt.points.append((2.0 * x - 0.5, 2.0 * y - 0.5, found[1]))
    return True


def rough_mask(rng: Rng, target: Bool) -> Floats:
    """A mask as a careless hand or another tool would give it, as logits f32 [T,T]."""
    size = target.shape[0]
    extent = max(2.0, float(np.sqrt(target.sum())))
    noise = rng.standard_normal((8, 8), dtype=np.float32)
    noise = ndimage.zoom(noise, size / 8.0, order=1)[:size, :size]
    inside = ndimage.distance_transform_edt(target) - ndimage.distance_transform_edt(~target)
    reach = extent * float(rng.uniform(0.02, 0.16))
    field_ = inside + rng.uniform(-0.6, 0.6) * reach + noise * reach
    if rng.random() < 0.5:
        field_ = ndimage.uniform_filter(field_, max(1, int(reach)))
    strength = float(rng.uniform(4.0, 24.0))
    soft = 1.0 if rng.random() < 0.5 else float(rng.uniform(1.0, 8.0))
    logits: Floats = (np.clip(field_ / soft, -1.0, 1.0) * strength).astype(np.float32)
    return logits


def loose_box(rng: Rng, target: Bool) -> list[tuple[float, float, int]]:
    """The target's bounding box with every side a little off."""
    ys, xs = np.flatnonzero(target.any(1)), np.flatnonzero(target.any(0))
    x0, x1, y0, y1 = float(xs[0]), float(xs[-1] + 1), float(ys[0]), float(ys[-1] + 1)
    slack = 0.0 if rng.random() < 0.3 else float(rng.choice([0.03, 0.06, 0.12]))
    w, h = x1 - x0, y1 - y0
    j = rng.normal(0.0, 1.0, 4) * slack * 0.7 + slack * 0.2
    return [(x0 - j[0] * w, y0 - j[1] * h, 2), (x1 + j[2] * w, y1 + j[3] * h, 3)]


def first_prompt(rng: Rng, target: Bool) -> Prompt:
    """A first prompt of random kind for a target (bool [T,T], not empty)."""
    prompt = Prompt()
    kind = rng.random()
    small = half(target) if half(target).any() else None

    def inside() -> tuple[float, float, int]:
        if small is None:
            x, y = deepest(target)
            return x, y, 1
        draw = rng.random()
        x, y = deepest(small, 0.0 if draw < 0.55 else (0.5 if draw < 0.85 else 0.97), rng)
        return 2.0 * x - 0.5, 2.0 * y - 0.5, 1

    if kind < 0.5:
        prompt.points.append(inside())
    elif kind < 0.8:
        prompt.points += loose_box(rng, target)
        if rng.random() < 0.2:
            prompt.points.append(inside())
    elif kind < 0.89:
        prompt.points += [inside() for _ in range(int(rng.integers(2, 4)))]
        if rng.random() < 0.6:
            outside = np.flatnonzero(~target)
            for index in rng.choice(outside, min(len(outside), int(rng.integers(1, 3)))):
                y, x = divmod(int(index), target.shape[1])
                prompt.points.append((x + 0.5, y + 0.5, 0))
    else:
        prompt.mask = rough_mask(rng, target)
        if rng.random() < 0.5:
            prompt.points.append(inside())
    return prompt


def mirrored(prompt: Prompt, side: float) -> Prompt:
    """The same on the mirror image of a frame `side` pixels wide: corners stay left-top and right-bottom."""
    corners = {label: x for x, _, label in prompt.points if label in (2, 3)}
    points = [(side - corners.get(5 - label, x), y, label) for x, y, label in prompt.points]
    mask = None if prompt.mask is None else np.ascontiguousarray(prompt.mask[:, ::-1])
    return Prompt(points, mask)


def batch(prompts: list[Prompt], size: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Arrays for the network: points [P,N,2], labels [P,N], mask logits [P,1,T,T], has [P]."""
    count = max(1, max(len(prompt.points) for prompt in prompts))
    points = np.zeros((len(prompts), count, 2), np.float32)
    labels = np.full((len(prompts), count), -1.0, np.float32)
    masks = np.zeros((len(prompts), 1, size, size), np.float32)
    has = np.zeros(len(prompts), np.float32)
    for i, prompt in enumerate(prompts):
        for j, (x, y, label) in enumerate(prompt.points):
            points[i, j], labels[i, j] = (x, y), label
        if prompt.mask is not None:
            masks[i, 0], has[i] = prompt.mask, 1.0
    return points, labels, masks, has
