"""Objects of known opacity put on photographs, and what a network would say of them."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from accuracy.edges.shapes import SHAPES, Floats, Size

GRID = 256
_ENLARGED = 2
"""A photograph is enlarged so many times: behind the object a camera is a little out of focus."""
_NOISE = 2.0
"""The camera's, in levels of 255."""
_STEEPEST = 8.0


@dataclass(frozen=True, eq=False)
class Scene:
    """`photo` u8 [H,W,3] = alpha · colours + (1 − alpha) · ground; `logits` f32 [256,256] over the photo."""

    name: str
    photo: NDArray[np.uint8]
    alpha: Floats
    colours: Floats
    ground: Floats
    logits: Floats


def backgrounds(photos: Path | None) -> list[Path]:
    """Return the picture files that objects are put on: scikit-image's own, or those of a folder."""
    if photos is not None:
        return sorted((photos / "images").glob("*.jpg"))
    import skimage

    data = Path(skimage.__file__).parent / "data"
    return [data / name for name in ("coffee.png", "chelsea.png", "rocket.jpg", "astronaut.png", "grass.png")]


def scenes(size: Size, photos: Path | None, *, seed: int = 7) -> list[Scene]:
    """Return one scene of `size` per shape."""
    behind = backgrounds(photos)
    made = []
    for index, name in enumerate(SHAPES):
        random = np.random.default_rng(seed + index)
        ground = _cover(behind[(index * 3) % len(behind)], size)
        made.append(composed(name, ground, size, random))
    return made


def true_logits(alpha: Floats, random: np.random.Generator) -> Floats:
    """Return logits 256×256 that know the opacity of every cell, but displaced and noisy as a network's.

    The outline is displaced by up to about a cell, smoothly; noise of deviation 1 comes on top.
    """
    small = np.asarray(Image.fromarray(alpha).resize((GRID, GRID), Image.Resampling.BOX))
    share = np.clip(small, 1e-3, 1 - 1e-3)
    sure = np.clip(np.log(share / (1 - share)) * 1.2, -_STEEPEST, _STEEPEST)
    rows, columns = np.mgrid[:GRID, :GRID].astype(np.float32)
    moved = [at + _smooth(random, 6.0) * np.float32(0.5) for at in (rows, columns)]
    displaced = ndimage.map_coordinates(sure, moved, order=1, mode="nearest")
    return np.asarray(displaced + _smooth(random, 1.0), np.float32)


def _smooth(random: np.random.Generator, sigma: float) -> Floats:
    noise = ndimage.gaussian_filter(random.normal(size=(GRID, GRID)).astype(np.float32), sigma)
    return np.asarray(noise / noise.std(), np.float32)


def composed(name: str, ground: Floats, size: Size, random: np.random.Generator) -> Scene:
    """Return one shape of `size` on a ground f32 [H,W,3], with the camera's noise."""
    cutout = SHAPES[name](size, random)
    share = cutout.alpha[..., np.newaxis]
    mixed = cutout.colours * share + ground * (1 - share) + random.normal(size=ground.shape) * _NOISE
    photo = np.clip(np.rint(mixed), 0, 255).astype(np.uint8)
    logits = true_logits(cutout.alpha, random)
    return Scene(name, photo, cutout.alpha, cutout.colours, np.asarray(ground, np.float32), logits)


def _cover(path: Path, size: Size) -> Floats:
    """Return a picture enlarged and mirrored until it covers `size`, f32 [H,W,3]."""
    image = Image.open(path).convert("RGB")
    large = image.resize((image.width * _ENLARGED, image.height * _ENLARGED), Image.Resampling.BICUBIC)
    pixels = np.asarray(large, np.float32)
    missing = max(0, size[1] - pixels.shape[0]), max(0, size[0] - pixels.shape[1])
    pixels = np.pad(pixels, ((0, missing[0]), (0, missing[1]), (0, 0)), mode="symmetric")
    return pixels[: size[1], : size[0]]
