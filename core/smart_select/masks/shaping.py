"""A mask changed on demand: grown, smoothed, softened, turned round. Soft edges stay soft.

All work goes in bands of rows within the selection's surroundings, so a 100-MP mask needs little beside its
result.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image, ImageFilter

from smart_select.bands import row_bands
from smart_select.masks.parts import drop_specks, fill_holes, keep_connected
from smart_select.values import SOLID, Mask, Point

_BAND_PIXELS: Final = 1 << 22
_EDGE_PIXELS: Final = 2.0
"""Width of the edge that smoothing draws, as of all edges that `masks.edges` draws."""
_WHOLE: Final = 255


@dataclass(frozen=True)
class Shaping:
    """What is done to a selection, in the order of the fields; all of it off by default.

    `specks` and `holes` are shares (0…1) of the selected area up to which parts are dropped and enclosed
    holes filled; `keep_at` are points, in pixels, and only the parts under the wanted ones stay (or, with
    `keep_largest`, the largest part). `smooth_px` rounds the outline, `grow_px` moves it out (negative: in),
    `invert` takes everything else instead, `feather_px` is a Gaussian's sigma.
    """

    specks: float = 0.0
    holes: float = 0.0
    keep_at: tuple[Point, ...] = ()
    keep_largest: bool = False
    smooth_px: float = 0.0
    grow_px: float = 0.0
    invert: bool = False
    feather_px: float = 0.0

    @property
    def changes_nothing(self) -> bool:
        """Whether a mask would come out as it went in."""
        return self == Shaping()


def shape(mask: Mask, shaping: Shaping) -> Mask:
    """Return the H×W mask as `shaping` asks for; the mask itself where it asks for nothing."""
    if shaping.specks > 0:
        mask = drop_specks(mask, shaping.specks)
    if shaping.holes > 0:
        mask = fill_holes(mask, shaping.holes)
    if shaping.keep_at or shaping.keep_largest:
        mask = keep_connected(mask, [(x, y) for x, y, label in shaping.keep_at if label])
    if shaping.smooth_px > 0:
        mask = smooth(mask, shaping.smooth_px)
    if shaping.grow_px:
        mask = grow(mask, shaping.grow_px)
    if shaping.invert:
        mask = invert(mask)
    return feather(mask, shaping.feather_px) if shaping.feather_px > 0 else mask


def invert(mask: Mask) -> Mask:
    """Return what is not selected."""
    return np.bitwise_not(mask)


def grow(mask: Mask, radius_px: float) -> Mask:
    """Return the mask with its edge moved out by `radius_px` pixels, in when negative, as soft as it was.

    Every pixel takes the greatest value within a disk (grey dilation). A fraction of a pixel is a blend of
    the whole steps around it. What lies beyond the picture's border counts as going on as it is.
    """
    if radius_px < 0:
        return invert(grow(invert(mask), -radius_px))
    whole = math.floor(radius_px)
    share = radius_px - whole
    reach = min(math.ceil(radius_px), sum(mask.shape))

    def grown(part: Mask) -> Mask:
        inner = _dilated(part, whole)
        if not share:
            return inner
        outer = _dilated(part, whole + 1).astype(np.float32)
        return np.rint(inner + (outer - inner) * np.float32(share)).astype(np.uint8)

    return _in_bands(mask, reach, grown)


def feather(mask: Mask, sigma_px: float) -> Mask:
    """Return the mask blurred by a Gaussian of `sigma_px` (three boxes of it, as Pillow has it)."""
    sigma_px = min(sigma_px, float(sum(mask.shape)))
    return _in_bands(mask, _reach(sigma_px), lambda part: _gaussian(part, sigma_px))


def smooth(mask: Mask, radius_px: float) -> Mask:
    """Return the mask with an outline rounded over about `radius_px`; the edge is about two pixels wide then.

    The half-way line of the blurred mask is the new outline: dents and thorns smaller than that are gone, a
    straight edge stays where it is.
    """
    radius_px = min(radius_px, float(sum(mask.shape)))
    # A straight edge blurred by sigma rises by 1/(sigma·√2π) a pixel at its middle.
    gain = max(1.0, radius_px * math.sqrt(2 * math.pi) / _EDGE_PIXELS)
    steps = (np.arange(256, dtype=np.float64) - (SOLID - 0.5)) * gain + (SOLID - 0.5)
    steeper = np.clip(np.rint(steps), 0, 255).astype(np.uint8)
    return _in_bands(mask, _reach(radius_px), lambda part: steeper[_gaussian(part, radius_px)])


def _in_bands(mask: Mask, reach: int, change: Callable[[Mask], Mask]) -> Mask:
    """Apply `change`, which looks `reach` pixels far, where there is an edge that near, band by band."""
    result = mask.copy()
    # At least as high as what is seen above and below, else most of the work would be done twice.
    for rows in row_bands(mask.shape, _BAND_PIXELS, least_rows=2 * reach):
        top, bottom = max(0, rows.start - reach), min(len(mask), rows.stop + reach)
        columns = _busy_columns(mask[top:bottom], reach)
        if columns is None:
            continue
        left, right = max(0, columns.start - reach), min(mask.shape[1], columns.stop + reach)
        changed = change(np.ascontiguousarray(mask[top:bottom, left:right]))
        inner = slice(columns.start - left, columns.stop - left)
        result[rows, columns] = changed[rows.start - top : rows.stop - top, inner]
    return result


def _busy_columns(part: Mask, reach: int) -> slice | None:
    """Return the columns that an edge is near to; None where all is the same."""
    low, high = int(part.min()), int(part.max())
    if low == high:
        return None
    # Columns that are like the one before them and hold one value throughout have no edge.
    constant = (part.min(axis=0) == part.max(axis=0)) & np.append(True, part[0, 1:] == part[0, :-1])
    busy = np.flatnonzero(~constant)
    return slice(max(0, int(busy[0]) - reach - 1), min(part.shape[1], int(busy[-1]) + reach + 1))


def _dilated(part: Mask, radius: int) -> Mask:
    """Return the greatest value within a disk of whole `radius`, by rows of growing windows."""
    if radius < 1:
        return part
    height, width = part.shape
    result = part.copy()
    window = part.copy()  # the greatest value within `half` columns to either side
    half = 0
    for distance in range(min(radius, height), -1, -1):
        wanted = math.floor(math.sqrt((radius + 0.5) ** 2 - distance**2)) if distance else radius
        for _ in range(min(wanted, width) - half):
            wider = window.copy()
            np.maximum(wider[:, 1:], window[:, :-1], out=wider[:, 1:])
            np.maximum(wider[:, :-1], window[:, 1:], out=wider[:, :-1])
            window = wider
        half = max(half, min(wanted, width))
        if distance >= height:
            continue
        np.maximum(result[distance:], window[: height - distance], out=result[distance:])
        np.maximum(result[: height - distance], window[distance:], out=result[: height - distance])
    return result


def _gaussian(part: Mask, sigma_px: float) -> Mask:
    return np.asarray(Image.fromarray(part).filter(ImageFilter.GaussianBlur(sigma_px)))


def _reach(sigma_px: float) -> int:
    return math.ceil(3 * sigma_px) + 3
