"""Objects that no photograph has: made-up outlines, filled with textures and shaded as if round."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from .data import Rng

Floats = NDArray[np.float32]


def fractal(rng: Rng, h: int, w: int, roughness: float) -> Floats:
    """Noise f32 [h,w] of mean 0, deviation 1; octaves fall off by `roughness` (0 smooth, 1 grain)."""
    total = np.zeros((h, w), np.float32)
    cells, gain = 2, 1.0
    while cells < min(h, w) / 2:
        noise = Image.fromarray(rng.standard_normal((cells, cells), dtype=np.float32))
        total += gain * np.asarray(noise.resize((w, h), Image.Resampling.BICUBIC))
        cells, gain = cells * 2, gain * roughness
    return np.asarray((total - total.mean()) / (total.std() + 1e-6), np.float32)


def outline(rng: Rng, h: int, w: int) -> NDArray[np.bool_]:
    """A silhouette that fills most of [h,w]: a blob, a polygon, a star, an ellipse, a plate with holes."""
    ys = np.linspace(-1.0, 1.0, h, dtype=np.float32)[:, None]
    xs = np.linspace(-1.0, 1.0, w, dtype=np.float32)[None]
    angle, radius = np.arctan2(ys, xs), np.hypot(ys, xs)
    kind = rng.random()
    if kind < 0.45:  # a blob: the radius varies smoothly with the angle
        reach = np.full_like(angle, 0.7)
        for k in range(1, 7):
            reach = reach + rng.normal(0.0, 0.22 / k) * np.cos(k * angle + rng.uniform(0, 6.3))
        mask = radius < np.clip(reach, 0.25, 1.0)
    elif kind < 0.7:  # a polygon or a star
        corners = int(rng.integers(3, 9))
        turn = rng.uniform(0, 6.3)
        phase = ((angle + turn) / (2 * np.pi) * corners) % 1.0
        dent = rng.uniform(0.35, 1.0) if rng.random() < 0.4 else np.cos(np.pi / corners)
        edge = 1.0 / ((1.0 - 2.0 * np.abs(phase - 0.5)) * (1.0 / dent - 1.0) + 1.0)
        mask = radius < edge
    elif kind < 0.85:
        mask = radius < 1.0
    else:
        mask = np.maximum(np.abs(xs), np.abs(ys)) < 1.0
        mask = mask & (fractal(rng, h, w, 0.3) > -1.2)
    if rng.random() < 0.15:  # a ring, a handle
        mask = mask & (
            np.hypot(ys - rng.uniform(-0.3, 0.3), xs - rng.uniform(-0.3, 0.3)) > rng.uniform(0.15, 0.4)
        )
    return np.asarray(mask)


def texture(rng: Rng, h: int, w: int) -> Floats:
    """Colours f32 [h,w,3] in 0..255: a gradient between two colours, with noise, stripes or checks on it."""
    first, second = rng.uniform(0, 255, 3), rng.uniform(0, 255, 3)
    if rng.random() < 0.6:
        second = np.clip(first + rng.normal(0, 35, 3), 0, 255)
    kind = rng.random()
    if kind < 0.4:
        field = fractal(rng, h, w, float(rng.uniform(0.3, 0.95))) * 0.35 + 0.5
    else:
        turn = rng.uniform(0, 6.3)
        ys, xs = np.mgrid[:h, :w].astype(np.float32) / max(h, w)
        along = xs * np.cos(turn) + ys * np.sin(turn)
        field = along + 0.5
        if kind < 0.75:  # stripes, bent by noise
            field = (
                np.sin(along * rng.uniform(8, 60) + fractal(rng, h, w, 0.4) * rng.uniform(0, 0.8)) * 0.5 + 0.5
            )
        elif kind < 0.85:
            across = -xs * np.sin(turn) + ys * np.cos(turn)
            pitch = rng.uniform(5, 18)
            field = (np.floor(along * pitch) + np.floor(across * pitch)) % 2
    share = np.clip(field, 0, 1)[..., None]
    grain = rng.normal(0, rng.uniform(0, 8), (h, w, 1))
    return np.asarray(first * (1 - share) + second * share + grain, np.float32)


def shaded(rng: Rng, colour: Floats, alpha: Floats) -> Floats:
    """Light `colour` [h,w,3] as if the silhouette `alpha` [h,w] were a cushion."""
    depth = ndimage.distance_transform_edt(alpha > 0.5).astype(np.float32)
    height = np.sqrt(np.clip(depth / (depth.max() + 1e-6), 0, 1))
    gy, gx = np.gradient(ndimage.gaussian_filter(height, 1.5) * max(alpha.shape) * 0.3)
    turn = rng.uniform(0, 6.3)
    light = (np.cos(turn) * gx + np.sin(turn) * gy + 1.0) / np.sqrt(gx * gx + gy * gy + 1.0)
    strength = float(rng.uniform(0.2, 0.8))
    return np.asarray(np.clip(colour * (1 - strength + strength * light[..., None]), 0, 255), np.float32)
