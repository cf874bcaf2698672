"""Photos of odd sizes and random prompts on them; the same on every run."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from skimage import data
from skimage.transform import resize

SIZES = ((1, 1), (5000, 7), (333, 517), (1023, 1025), (640, 427))
"""Width and height: one pixel, a strip, odd lengths, just around the model's own 1024, a common photo."""


@dataclass(frozen=True)
class RandomPrompt:
    """Points (x, y, label) and a box (x0, y0, x1, y1) in image pixels; at least one of the two."""

    points: tuple[tuple[float, float, int], ...]
    box: tuple[float, float, float, float] | None

    def __str__(self) -> str:
        return f"{len(self.points)} points, {'a' if self.box else 'no'} box"


@cache
def photo_of_size(width: int, height: int) -> NDArray[np.uint8]:
    """Return a real photograph scaled to H×W×3, with enough detail to make the resize filter matter."""
    picture = resize(data.astronaut(), (height, width), anti_aliasing=False, order=1)
    return np.asarray(picture * 255 + 0.5, np.uint8)


def random_prompts(size: tuple[int, int], count: int, seed: int) -> list[RandomPrompt]:
    """Return `count` prompts: points of both labels, boxes, and both together, in turn."""
    random = np.random.default_rng(seed)
    return [_random_prompt(random, np.array(size, np.float64), kind=index % 4) for index in range(count)]


def _random_prompt(random: np.random.Generator, size: NDArray[np.float64], kind: int) -> RandomPrompt:
    """Kinds: 0 one wanted point, 1 several points, 2 a box, 3 a box and points."""
    box = None
    if kind in (2, 3):
        near, far = random.uniform(0, 0.4, 2) * size, random.uniform(0.6, 1, 2) * size
        box = (float(near[0]), float(near[1]), float(far[0]), float(far[1]))
    count = {0: 1, 1: int(random.integers(2, 7)), 2: 0, 3: int(random.integers(1, 4))}[kind]
    # Points lie in the box's heart: a box and a wanted point outside of it would be a contradiction.
    low, high = (0.4, 0.6) if box else (0.0, 1.0)
    points = []
    for index in range(count):
        x, y = random.uniform(low, high, 2) * size
        points.append((float(x), float(y), 1 if index == 0 else int(random.integers(0, 2))))
    return RandomPrompt(points=tuple(points), box=box)
