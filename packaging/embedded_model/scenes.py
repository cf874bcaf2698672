"""Training scenes: a crop of a photograph, objects of other photographs pasted on, and its targets."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from .data import (
    IGNORE,
    U8,
    Cutout,
    Photo,
    Region,
    Rng,
    crop_box,
    cut_out,
    lit,
    photometric,
    turned,
)  # fmt: skip
from .shapes import outline, shaded, texture

FIRST_PASTED = 200  # numbers of pasted objects in the region map of a scene


@dataclass(frozen=True)
class Scene:
    """u8 image [T,T,3]; u8 targets [K,T,T] (0/1); u8 weights [K,T,T] (0 unknown .. 255 known);
    u8 kinds [T,T] (0 unknown)."""

    image: U8
    targets: U8
    weights: U8
    kinds: U8


class SceneMaker:
    """Endless scenes from a list of photographs; the same seed gives the same sequence.

    `calm` ones are nearer to what the product sees: little is pasted, turned or made up.
    """

    def __init__(
        self, photos: list[Photo], seed: int, regions_per_scene: int = 3, calm: bool = False
    ) -> None:
        self.calm = calm
        self.photos = photos
        self.rng: Rng = np.random.default_rng(seed)
        self.count = regions_per_scene
        self.choices: list[tuple[Photo, Region]] = []
        weights: list[float] = []
        for photo in photos:
            # Balloons are easy and alike, crowds repeat themselves: neither may fill the lessons.
            total = (0.35 if photo.source == "balloon" else 1.0) * min(len(photo.found), 5) ** 0.7
            size = [min(region.area, 6000) ** 0.5 for region in photo.found]
            for region, s in zip(photo.found, size, strict=True):
                self.choices.append((photo, region))
                weights.append(total * s / sum(size))
        self.weights = np.asarray(weights) / np.sum(weights)

    def pick(self) -> tuple[Photo, Region]:
        """A random object."""
        return self.choices[int(self.rng.choice(len(self.choices), p=self.weights))]

    def strange(self, longest: float) -> Cutout:
        """The silhouette of one object filled with a piece of any photograph: shape says nothing."""
        if self.rng.random() < 0.5:
            return self.made_up(longest)
        photo, region = self.pick()
        shape = cut_out(self.rng, photo, region, longest)
        other = self.photos[int(self.rng.integers(len(self.photos)))].image
        h, w = shape.alpha.shape
        side = int(self.rng.integers(40, min(other.shape[:2])))
        y = int(self.rng.integers(0, other.shape[0] - side + 1))
        x = int(self.rng.integers(0, other.shape[1] - side + 1))
        piece = Image.fromarray(other[y : y + side, x : x + side])
        colour = np.asarray(piece.resize((w, h), Image.Resampling.BILINEAR), dtype=np.float32)
        return Cutout(photometric(self.rng, colour), shape.alpha)

    def made_up(self, longest: float) -> Cutout:
        """A shape and a texture that no photograph has; or the texture of one, on such a shape."""
        rng = self.rng
        h, w = (max(6, int(longest * v)) for v in np.exp(rng.uniform(-0.9, 0.0, 2)))
        alpha = ndimage.gaussian_filter(outline(rng, h, w).astype(np.float32), float(rng.uniform(0.3, 1.0)))
        if rng.random() < 0.6:
            colour = texture(rng, h, w)
        else:
            other = self.photos[int(rng.integers(len(self.photos)))].image
            side = int(rng.integers(40, min(other.shape[:2])))
            y = int(rng.integers(0, other.shape[0] - side + 1))
            x = int(rng.integers(0, other.shape[1] - side + 1))
            piece = Image.fromarray(other[y : y + side, x : x + side])
            colour = np.asarray(piece.resize((w, h), Image.Resampling.BILINEAR), dtype=np.float32)
        if rng.random() < 0.6:
            colour = shaded(rng, colour, alpha)
        return Cutout(photometric(rng, colour), np.asarray(alpha, np.float32))

    def paste(self, image: NDArray[np.float32], labels: U8, number: int) -> int:
        """Paste one object in place: image f32 [T,T,3], labels u8 [T,T]. Its kind, 0 where it has none."""
        rng, size = self.rng, labels.shape[0]
        sort = 0
        longest = size * float(np.exp(rng.uniform(np.log(0.22), np.log(1.0))))
        kind = rng.random()
        if kind < 0.35:
            item = self.strange(longest)
        else:
            photo, region = self.pick()
            sort = region.kind
            item = cut_out(rng, photo, region, longest)
        h, w = item.alpha.shape
        y = int(rng.uniform(-0.25 * h, size - 0.75 * h))
        x = int(rng.uniform(-0.25 * w, size - 0.75 * w))
        a, b, c, d = max(0, y), min(size, y + h), max(0, x), min(size, x + w)
        if b - a < 4 or d - c < 4:
            return 0
        alpha = item.alpha[a - y : b - y, c - x : d - x]
        colour = item.colour[a - y : b - y, c - x : d - x]
        under = image[a:b, c:d]
        if rng.random() < 0.35:  # alike in tone: only texture and outline tell them apart
            inside = alpha > 0.5
            if inside.any():
                shift = under.mean((0, 1)) - colour[inside].mean(0)
                colour = np.clip(colour + np.float32(rng.uniform(0.3, 0.9)) * shift, 0, 255)
        if rng.random() < 0.25:  # a shadow beside it is not part of it
            soft = ndimage.gaussian_filter(alpha, max(1.0, 0.04 * longest))
            moved = ndimage.shift(soft, rng.uniform(-0.1, 0.1, 2) * longest, order=0)
            under = under * (1.0 - np.float32(rng.uniform(0.2, 0.6)) * moved[..., None])
        image[a:b, c:d] = under + (colour - under) * alpha[..., None]
        labels[a:b, c:d][alpha > 0.5] = number
        return sort

    def degrade(self, image: NDArray[np.float32]) -> U8:
        """Camera faults: blur, noise, JPEG."""
        rng = self.rng
        if rng.random() < 0.1:
            sigma = float(rng.uniform(0.4, 1.2))
            image = ndimage.gaussian_filter(image, (sigma, sigma, 0.0))
        if rng.random() < 0.12:
            noise = rng.standard_normal(image.shape, dtype=np.float32)
            image = image + noise * np.float32(rng.uniform(2, 9))
        out = np.clip(image, 0, 255).astype(np.uint8)
        if rng.random() < 0.1:
            buffer = io.BytesIO()
            Image.fromarray(out).save(buffer, "JPEG", quality=int(rng.integers(30, 85)))
            out = np.asarray(Image.open(buffer), dtype=np.uint8)
        return out

    def make(self, size: int) -> Scene:
        """One scene of size x size pixels with `regions_per_scene` targets."""
        for _ in range(50):
            scene = self.attempt(size)
            if scene is not None:
                return scene
        raise RuntimeError("no scene with a usable region in 50 attempts")

    def attempt(self, size: int) -> Scene | None:
        """One try at a scene; None where no target is large enough."""
        rng = self.rng
        photo, region = self.pick()
        paste = rng.random() < (0.25 if self.calm else 0.55)
        # Small crops teach more per second; at full size the network is to see what it will be given.
        window = crop_box(rng, photo, region, 0.35 if size < 192 else 0.6)
        bounds = tuple(round(v) for v in window)
        x0, y0, x1, y1 = bounds
        image = Image.fromarray(photo.image[y0:y1, x0:x1])
        image = image.resize((size, size), Image.Resampling.BILINEAR)
        crop = photo.regions[y0:y1, x0:x1]
        ry = np.minimum(((np.arange(size) + 0.5) * crop.shape[0] / size).astype(int), crop.shape[0] - 1)
        rx = np.minimum(((np.arange(size) + 0.5) * crop.shape[1] / size).astype(int), crop.shape[1] - 1)
        labels = np.ascontiguousarray(crop[ry[:, None], rx[None, :]])
        labels[(labels >= FIRST_PASTED) & (labels < IGNORE)] = 0
        if rng.random() < (0.15 if self.calm else 0.35):
            image, other = turned(rng, image, Image.fromarray(labels))
            labels = np.array(other)
        pixels = photometric(rng, np.asarray(image, dtype=np.float32), 0.5 if self.calm else 0.8)
        if rng.random() < (0.1 if self.calm else 0.25):
            pixels = lit(rng, pixels)
        if rng.random() < 0.5:
            pixels, labels = np.ascontiguousarray(pixels[:, ::-1]), np.ascontiguousarray(labels[:, ::-1])
        if rng.random() < 0.04:
            pixels, labels = np.ascontiguousarray(pixels[::-1]), np.ascontiguousarray(labels[::-1])
        pasted = int(rng.integers(1, 4)) if paste else 0
        sorts = np.zeros(256, np.uint8)
        for found in photo.found:
            sorts[found.number] = found.kind
        for index in range(pasted):
            sorts[FIRST_PASTED + index] = self.paste(pixels, labels, FIRST_PASTED + index)
        return self.targets(photo, pixels, labels, sorts, pasted, region.number)

    def targets(
        self, photo: Photo, pixels: NDArray[np.float32], labels: U8, sorts: U8, pasted: int, focus: int
    ) -> Scene | None:
        """Choose targets among what is visible and weigh what is known around each."""
        rng, size = self.rng, labels.shape[0]
        counts = np.bincount(labels.ravel(), minlength=256)
        least = 0.008 * size * size
        by_number = {region.number: region for region in photo.found}
        numbers = [n for n in by_number if counts[n] >= least and counts[n] < 0.9 * size * size]
        new = [n for n in range(FIRST_PASTED, FIRST_PASTED + pasted) if counts[n] >= least]
        options = numbers + new
        if not options:
            return None
        chance = np.asarray([counts[n] ** 0.6 * (1.3 if n in new else 1.0) for n in options])
        picks = rng.choice(
            len(options), self.count, replace=len(options) < self.count, p=chance / chance.sum()
        )
        if focus in options and options.index(focus) not in picks:
            picks[0] = options.index(focus)  # the crop was made for it
        targets = np.zeros((self.count, size, size), np.uint8)
        weights = np.zeros((self.count, size, size), np.uint8)
        for k, index in enumerate(picks):
            number = options[int(index)]
            parts = by_number[number].parts if number in by_number else ()
            target = np.isin(labels, (number, *parts)) if parts else labels == number
            if number in new or photo.complete:
                weight = np.full((size, size), 255, np.uint8)
            else:
                weight = np.where(labels == 0, np.uint8(170), np.uint8(255))
            if number not in new:
                wide = ndimage.uniform_filter(target.astype(np.float32), 3)
                rim = (wide > 0.01) & (wide < 0.99)
                weight[rim] //= 2
            weight[labels == IGNORE] = 0
            if parts:
                weight[np.isin(labels, parts)] = 128
            targets[k], weights[k] = target, weight
        return Scene(self.degrade(pixels), targets, weights, sorts[labels])
