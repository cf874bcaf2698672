"""Training photographs and their regions, held in memory; crops and cut-out objects made from them.

A region is a complete outline of one object, so what lies outside it is outside the *object* even
where it is unlabelled; yet outlines are hand-drawn and small parts may be missing, so unlabelled
pixels weigh less than labelled ones and the rim of an outline less still.
"""

from __future__ import annotations

import csv
import json
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

U8 = NDArray[np.uint8]
Rng = np.random.Generator
IGNORE = 255
# Sorts of things the encoder is to tell apart while it learns; single names are too rare to learn from.
KINDS: tuple[frozenset[str], ...] = (
    frozenset({"person"}),
    frozenset({"car", "truck", "bus", "train", "bicycle", "motorcycle", "boat", "airplane"}),
    frozenset({"bottle", "cup", "wine glass", "bowl", "vase", "potted plant"}),
    frozenset(
        {"bird", "horse", "elephant", "cat", "dog", "cow", "sheep", "bear", "zebra", "giraffe", "teddy bear"}
    ),
    frozenset({"cake", "apple", "broccoli", "banana", "donut", "pizza", "sandwich", "orange", "carrot"}),
    frozenset({"balloon", "sports ball", "kite", "frisbee"}),
    frozenset({"chair", "dining table", "bench", "couch", "bed", "sink", "toilet", "oven", "refrigerator"}),
    frozenset({"knife", "spoon", "fork", "toothbrush", "remote", "cell phone", "mouse", "scissors"}),
    frozenset(),  # any other thing or stuff
)


@dataclass(frozen=True)
class Region:
    """One labelled object: number in the region map, bounding box y0, y1, x0, x1, pixels."""

    number: int
    box: tuple[int, int, int, int]
    area: int
    parts: tuple[int, ...]  # regions that lie on top of this one and belong to it
    kind: int = 0  # index in KINDS + 1; 0 where the name is not known


@dataclass(frozen=True)
class Photo:
    """u8 image [H,W,3], u8 region map [H,W] (0 unlabelled, 255 ignore) and its regions."""

    name: str
    image: U8
    regions: U8
    found: tuple[Region, ...]
    complete: bool  # every pixel belongs to a region
    source: str

    def mask(self, region: Region) -> NDArray[np.bool_]:
        """The object with the parts that lie on it, bool [H,W]."""
        return np.isin(self.regions, (region.number, *region.parts))


def find_regions(regions: U8, names: dict[str, str]) -> tuple[Region, ...]:
    """Regions of a map [H,W], each with the smaller regions that it encloses (a tie on a person)."""
    slices = ndimage.find_objects(np.where(regions == IGNORE, 0, regions).astype(np.int32))
    counts = np.bincount(regions.ravel(), minlength=256)
    enclosed: dict[int, list[int]] = {}
    for number, place in enumerate(slices, start=1):
        if place is None:
            continue
        grown = tuple(slice(max(0, s.start - 2), s.stop + 2) for s in place)
        window = regions[grown]
        inside = window == number
        ring = ndimage.binary_dilation(inside, iterations=2) & ~inside
        around = np.bincount(window[ring], minlength=256)
        total = int(around.sum())
        around[[0, IGNORE]] = 0
        host = int(around.argmax())
        if total and around[host] > 0.7 * total and counts[number] < 0.3 * counts[host]:
            enclosed.setdefault(host, []).append(number)
    out: list[Region] = []
    for number, place in enumerate(slices, start=1):
        if place is None or counts[number] < 60:
            continue
        ys, xs = place
        parts = tuple(enclosed.get(number, ()))
        box = (ys.start, ys.stop, xs.start, xs.stop)
        out.append(Region(number, box, int(counts[number]), parts, kind_of(names.get(str(number), ""))))
    return tuple(out)


def kind_of(name: str) -> int:
    """Number of a region's kind: 1 to len(KINDS), the last one for all other things; 0 without a name."""
    for number, words in enumerate(KINDS, start=1):
        if name in words:
            return number
    return len(KINDS) if name else 0


def held_out(name: str, share: float = 0.09) -> bool:
    """Whether a photograph belongs to the validation split: by name, so that it never changes."""
    return zlib.crc32(name.encode()) % 1000 < share * 1000


def load_photos(folder: Path, side: int = 448) -> list[Photo]:
    """All photographs of a manifest, longest side at most `side` pixels."""
    photos: list[Photo] = []
    labels = folder / "labels.json"
    names: dict[str, dict[str, str]] = json.loads(labels.read_text()) if labels.exists() else {}
    with (folder / "manifest.csv").open(newline="") as handle:
        for row in csv.DictReader(handle):
            image: Image.Image = Image.open(folder / row["image"]).convert("RGB")
            regions: Image.Image = Image.open(folder / row["regions"])
            scale = side / max(image.size)
            if scale < 1.0:
                size = (round(image.width * scale), round(image.height * scale))
                image = image.resize(size, Image.Resampling.BOX)
                regions = regions.resize(size, Image.Resampling.NEAREST)
            array = np.asarray(regions, dtype=np.uint8)
            photos.append(
                Photo(
                    Path(row["image"]).stem,
                    np.asarray(image, dtype=np.uint8),
                    array,
                    find_regions(array, names.get(Path(row["image"]).stem, {})),
                    row["everything_labelled"] == "1",
                    row["source"],
                )
            )
    return [photo for photo in photos if photo.found]


def crop_box(rng: Rng, photo: Photo, region: Region, whole: float) -> tuple[float, float, float, float]:
    """Window x0, y0, x1, y1: the whole photograph (share `whole`), or one in scale with the object."""
    h, w = photo.regions.shape
    if rng.random() < whole:
        return 0.0, 0.0, float(w), float(h)
    y0, y1, x0, x1 = region.box
    object_side = max(y1 - y0, x1 - x0, 12)
    side = object_side * float(np.exp(rng.uniform(np.log(1.1), np.log(4.0))))
    cw = float(np.clip(side * np.exp(rng.uniform(-0.3, 0.3)), 48, w))
    ch = float(np.clip(side * np.exp(rng.uniform(-0.3, 0.3)), 48, h))
    cx, cy = rng.uniform(x0, x1), rng.uniform(y0, y1)
    cx = float(np.clip(0.5 * cx + 0.25 * (x0 + x1), cw / 2, w - cw / 2))
    cy = float(np.clip(0.5 * cy + 0.25 * (y0 + y1), ch / 2, h - ch / 2))
    return cx - cw / 2, cy - ch / 2, cx + cw / 2, cy + ch / 2


def photometric(rng: Rng, image: NDArray[np.float32], strength: float = 1.0) -> NDArray[np.float32]:
    """Brightness, contrast, channel gains, saturation and gamma of f32 [H,W,3] in 0..255."""
    out = image * (1.0 + strength * rng.uniform(-0.12, 0.12, 3)).astype(np.float32)
    grey = out.mean(2, keepdims=True)
    saturation = 0.0 if rng.random() < 0.05 * strength else rng.uniform(0.6, 1.4)
    out = grey + (out - grey) * np.float32(1.0 + strength * (saturation - 1.0))
    contrast, shift = rng.uniform(0.75, 1.25), rng.uniform(-20, 20)
    out = (out - 128.0) * np.float32(1.0 + strength * (contrast - 1.0)) + 128.0
    out = out + np.float32(strength * shift)
    if rng.random() < 0.3 * strength:
        out = 255.0 * (np.clip(out, 0, 255) / 255.0) ** np.float32(np.exp(rng.uniform(-0.5, 0.5)))
    if rng.random() < 0.2 * strength:  # another illuminant, another film
        mix = np.eye(3) + rng.normal(0.0, 0.12, (3, 3))
        out = np.clip(out, 0, 255) @ (mix / mix.sum(0)).astype(np.float32)
    result: NDArray[np.float32] = np.clip(out, 0, 255).astype(np.float32)
    return result


def lit(rng: Rng, image: NDArray[np.float32]) -> NDArray[np.float32]:
    """Brighter on one side than on the other: f32 [H,W,3] in 0..255."""
    h, w = image.shape[:2]
    turn, strength = rng.uniform(0, 2 * np.pi), rng.uniform(0.1, 0.5)
    ys, xs = np.mgrid[-1 : 1 : h * 1j, -1 : 1 : w * 1j]
    factor = 1.0 + strength * (np.cos(turn) * xs + np.sin(turn) * ys)
    return np.asarray(np.clip(image * factor[..., None], 0, 255), np.float32)


def turned(rng: Rng, image: Image.Image, labels: Image.Image) -> tuple[Image.Image, Image.Image]:
    """Rotate, shear and enlarge a picture a little, and its region map with it; corners become IGNORE."""
    angle, shear = np.radians(rng.normal(0.0, 10.0)), rng.normal(0.0, 0.08)
    scale = float(rng.uniform(0.8, 1.0))
    cos, sin = scale * np.cos(angle), scale * np.sin(angle)
    cx, cy = image.width / 2, image.height / 2
    a, b, d, e = cos, sin + shear, -sin, cos
    matrix = (a, b, cx - a * cx - b * cy, d, e, cy - d * cx - e * cy)
    affine = Image.Transform.AFFINE
    return (
        image.transform(image.size, affine, matrix, Image.Resampling.BILINEAR),
        labels.transform(labels.size, affine, matrix, Image.Resampling.NEAREST, fillcolor=IGNORE),
    )


@dataclass(frozen=True)
class Cutout:
    """An object without its background: f32 colours [h,w,3] in 0..255, f32 coverage [h,w] in 0..1."""

    colour: NDArray[np.float32]
    alpha: NDArray[np.float32]


def cut_out(rng: Rng, photo: Photo, region: Region, longest: float) -> Cutout:
    """Cut one region out, its longest side scaled to `longest` pixels, flipped and recoloured."""
    y0, y1, x0, x1 = region.box
    image = photo.image[y0:y1, x0:x1]
    mask = photo.mask(region)[y0:y1, x0:x1]
    if min(mask.shape) > 40:  # polygons run a little outside; background would come along
        mask = ndimage.binary_erosion(mask, border_value=1)
    scale = longest / max(mask.shape)
    stretch = float(np.exp(rng.uniform(-0.15, 0.15)))
    size = (max(4, round(mask.shape[1] * scale * stretch)), max(4, round(mask.shape[0] * scale)))
    colour = Image.fromarray(image).resize(size, Image.Resampling.BILINEAR)
    cover = Image.fromarray(mask.astype(np.uint8) * 255).resize(size, Image.Resampling.BILINEAR)
    if rng.random() < 0.25:
        angle = float(rng.uniform(-40, 40))
        colour = colour.rotate(angle, Image.Resampling.BILINEAR, expand=True)
        cover = cover.rotate(angle, Image.Resampling.BILINEAR, expand=True)
    pixels = np.asarray(colour, dtype=np.float32)
    alpha = np.asarray(cover, dtype=np.float32) / 255.0
    if rng.random() < 0.5:
        pixels, alpha = pixels[:, ::-1], alpha[:, ::-1]
    if rng.random() < 0.5:
        alpha = ndimage.gaussian_filter(alpha, float(rng.uniform(0.3, 1.1)))
    return Cutout(photometric(rng, np.ascontiguousarray(pixels), 0.7), np.ascontiguousarray(alpha))
