"""An object put before a new ground, with its light and its shadow if wanted."""

import numpy as np

from smart_select.bands import row_bands
from smart_select.photo.compositing import replace_background
from smart_select.photo.contact_shadow import Shadow
from smart_select.photo.grounds import Ground, render
from smart_select.photo.light_matching import light_curves, relight
from smart_select.values import Mask, Photo

_LOOKED_AT_PX = 256
"""Longer side of the ground's copy whose light is measured."""


def put_before(
    ground: Ground,
    colours: Photo,
    mask: Mask,
    alpha: Mask | None = None,
    *,
    foreground: Photo | None = None,
    light: float = 0.0,
    shadow: float = 0.0,
) -> Photo:
    """Return the object of an H×W×3 picture before `ground`, opaque, H×W×3; works in bands of rows.

    `foreground` are the object's own colours in soft edges (None: the photo's); the result is made in their
    place, so they are used up. `light` and `shadow`, 0…1,
    are how far it is brought into the ground's light, and how dark its contact shadow is.
    """
    height, width = mask.shape
    front = colours if foreground is None else foreground
    curves = (
        light_curves(colours, mask, render(ground, (width, height), _LOOKED_AT_PX), light) if light else None
    )
    cast = Shadow.of(mask, shadow) if shadow else None
    result = np.empty_like(colours) if foreground is None else foreground
    for rows in row_bands(mask.shape):
        behind = ground.rows((width, height), rows)
        if cast is not None:
            behind = cast.cast(behind, rows)
        object_colours = front[rows] if curves is None else relight(front[rows], curves)
        result[rows] = replace_background(
            object_colours, mask[rows], behind, None if alpha is None else alpha[rows]
        )
    return result
