"""A picture for those who have none at hand: fruit on a table, computed, so that nothing need be shipped.

Spheres and a plane in perspective, lit from one side by a lamp with an extent; its soft shadows follow
iquilezles.org/articles/sphereshadow.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from smart_select.photo.reading import LoadedPhoto

SAMPLE_NAME: Final = "fruit.png"

_SIZE: Final = (1200, 800)
_EYE: Final = np.array([0.0, 1.9, -6.2])
_LOOKS_DOWN: Final = 0.16
"""Slope of the view's axis."""
_FOCAL: Final = 2.05
"""In halves of the picture's height."""
_LAMP: Final = np.array([-0.62, 0.66, -0.42])
_LAMP_SHARPNESS: Final = 9.0
_WALL_Z: Final = 5.5
_TABLE: Final = np.array([0.36, 0.21, 0.11])
_WALL: Final = np.array([0.42, 0.47, 0.48])
_LAMP_COLOUR: Final = np.array([1.0, 0.93, 0.82])
_SKY_COLOUR: Final = np.array([0.20, 0.23, 0.28])

_Field = NDArray[np.float64]


@dataclass(frozen=True)
class _Fruit:
    """A sphere that lies on the table at x, z; colours are linear, `gloss` is 0…1."""

    x: float
    z: float
    radius: float
    colour: tuple[float, float, float]
    blush: tuple[float, float, float]
    gloss: float

    @property
    def centre(self) -> _Field:
        return np.array([self.x, self.radius, self.z])


_FRUIT: Final = (
    _Fruit(-1.55, 0.25, 1.05, (0.90, 0.34, 0.03), (0.95, 0.45, 0.05), gloss=0.2),
    _Fruit(0.75, 0.75, 1.15, (0.36, 0.52, 0.06), (0.58, 0.42, 0.06), gloss=0.6),
    _Fruit(2.35, -0.45, 0.68, (0.17, 0.05, 0.20), (0.28, 0.08, 0.20), gloss=0.35),
    _Fruit(0.15, -1.35, 0.42, (0.62, 0.02, 0.04), (0.40, 0.0, 0.03), gloss=0.9),
)


@cache
def sample_photo() -> LoadedPhoto:
    """Return the picture: 1200×800, the same each time."""
    width, height = _SIZE
    rows, columns = np.mgrid[:height, :width]
    x = (columns + 0.5 - width / 2) / (height / 2)
    y = (height / 2 - rows - 0.5) / (height / 2) - _LOOKS_DOWN * _FOCAL
    rays = _unit(np.stack([x, y, np.full_like(x, _FOCAL)], axis=-1))
    lamp = _unit(_LAMP)
    noise = _smooth_noise(height, width)

    light = _room(rays, lamp, noise)
    depth = np.full(x.shape, np.inf)
    for fruit in sorted(_FRUIT, key=lambda one: -one.z):
        distance, hit = _meet(rays, fruit)
        nearer = hit & (distance < depth)
        depth[nearer] = distance[nearer]
        light[nearer] = _shade(fruit, rays[nearer], distance[nearer], lamp, noise[nearer])
    # A film's shoulder, then sRGB's gamma, and the grain that no photo is without.
    light = 1 - np.exp(-2.1 * light)
    grain = np.random.default_rng(7).normal(0, 1.6, light.shape[:2])[..., None]
    colours = np.clip(255 * light ** (1 / 2.2) + grain, 0, 255).round().astype(np.uint8)
    colours.flags.writeable = False
    return LoadedPhoto(colours=colours, alpha=None, format="", mode="RGB")


def _room(rays: _Field, lamp: _Field, noise: _Field) -> _Field:
    """Return the light from table and wall, H×W×3."""
    to_wall = (_WALL_Z - _EYE[2]) / rays[..., 2]
    to_table = np.where(rays[..., 1] < 0, -_EYE[1] / np.minimum(rays[..., 1], -1e-9), np.inf)
    is_table = to_table < to_wall
    places = _EYE + rays * np.where(is_table, to_table, to_wall)[..., None]
    shadow, contact = _shadows(places, lamp)
    grain = np.sin(14 * places[..., 2] + 1.3 * np.sin(0.9 * places[..., 0] + 0.6 * places[..., 2]))
    table = _TABLE * (0.90 + 0.04 * grain + 0.06 * noise)[..., None]
    table_light = lamp[1] * shadow[..., None] * _LAMP_COLOUR + contact[..., None] * _SKY_COLOUR
    fall_off = 0.25 + 0.75 / (1 + np.exp(0.55 * (places[..., 0] - 0.5)))[..., None]
    wall = _WALL * fall_off * 0.62 * (1 + 0.03 * noise)[..., None]
    return np.where(is_table[..., None], table * table_light, wall)


def _shadows(places: _Field, lamp: _Field, casting: tuple[_Fruit, ...] = _FRUIT) -> tuple[_Field, _Field]:
    """Return how much of the lamp and how much of the sky reach each place, 0…1."""
    shadow, contact = np.ones(places.shape[:-1]), np.ones(places.shape[:-1])
    for fruit in casting:
        apart = places - fruit.centre
        along = -(apart @ lamp)
        near = np.linalg.norm(apart + along[..., None] * lamp, axis=-1) - fruit.radius
        share = np.clip(0.5 + 0.5 * _LAMP_SHARPNESS * near / np.maximum(along, 0.3), 0, 1)
        share = share * share * (3 - 2 * share)
        shadow *= np.where(along > 0, share, 1)
        reach = fruit.radius / np.maximum(np.linalg.norm(apart, axis=-1), fruit.radius)
        contact *= 1 - 0.75 * reach**3
    return shadow, contact


def _meet(rays: _Field, fruit: _Fruit) -> tuple[_Field, NDArray[np.bool_]]:
    """Return the distance along each ray to a sphere, and where there is one."""
    apart = _EYE - fruit.centre
    half = rays @ apart
    inside = half**2 - (apart @ apart - fruit.radius**2)
    return -half - np.sqrt(np.maximum(inside, 0)), inside > 0


def _shade(fruit: _Fruit, rays: _Field, distance: _Field, lamp: _Field, noise: _Field) -> _Field:
    """Return the light from places on a fruit, N×3."""
    places = _EYE + rays * distance[:, None]
    normal = (places - fruit.centre) / fruit.radius
    blush = np.clip(0.5 + 0.9 * normal[:, 0] + 0.35 * noise, 0, 1)[:, None]
    colour = np.array(fruit.colour) * (1 - blush) + np.array(fruit.blush) * blush
    shadow, _ = _shadows(places, lamp, tuple(other for other in _FRUIT if other is not fruit))
    direct = np.clip(normal @ lamp, 0, None) * shadow
    sky = 0.35 + 0.65 * np.clip(0.5 + 0.5 * normal[:, 1], 0, 1)
    bounce = np.clip(-normal[:, 1], 0, 1)[:, None] * _TABLE * 0.35
    mirrored = rays - 2 * np.sum(rays * normal, axis=1)[:, None] * normal
    shine = fruit.gloss * np.clip(mirrored @ lamp, 0, 1) ** 60 * shadow
    light = direct[:, None] * _LAMP_COLOUR + sky[:, None] * _SKY_COLOUR * 0.9 + bounce
    return np.asarray(colour * light + 0.9 * shine[:, None] * _LAMP_COLOUR)


def _smooth_noise(height: int, width: int) -> _Field:
    """Return cloudy values around 0, about ±1."""
    rng = np.random.default_rng(3)
    y, x = np.mgrid[:height, :width] / height
    waves = [(*rng.normal(0, 9, 2), rng.uniform(0, 2 * np.pi)) for _ in range(12)]
    total = sum((np.sin(a * x * 2 + b * y * 2 + c) for a, b, c in waves), np.zeros((height, width)))
    return np.asarray(total / 3.5)


def _unit(vectors: _Field) -> _Field:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=-1, keepdims=True))
