"""Opacity of a small copy: by colours first, then smoothed along them, in tiles, as lines of colour."""

from collections.abc import Iterator
from itertools import product

import numpy as np
from numpy.typing import NDArray

from smart_select.masks.grid import Region, within
from smart_select.matting.colour_pairs import estimate_by_colours
from smart_select.matting.laplacian import ColourLines, mean_at_pixels, smooth_opacity
from smart_select.parallel import for_each
from smart_select.values import Photo

Floats = NDArray[np.float32]

_TILE, _HALO = 96, 16
"""Pixels of the smaller copy that are smoothed at a time, and what is seen around them."""
_STEPS = 25
_TRUST, _DOUBT = np.float32(7e-4), np.float32(5e-3)
"""What the colours say weighs trust ÷ (its variance + doubt) beside the picture's colour lines."""
_BELIEF = np.float32(4e-3)
"""What logits that know how much of each cell is covered weigh there: glass shows the same colours at many
opacities. Less in proportion where fewer of them are trusted."""
_ENLARGING = 1e-5
"""Variance, of colours in 0…1, below which a window's opacity is taken as even when it is enlarged."""
_WORTH_THREADS = 400_000
"""Pixels of the copy from which on several threads are worth starting."""


def solve_lines(
    small: Photo,
    known: NDArray[np.int8],
    prior: Floats,
    keyed: Floats | None,
    belief: float,
    more: Floats | None,
) -> tuple[Floats, float]:
    """Return 4×h×w, 255 · opacity ≈ a·colour + b per 8-bit colour step, about every pixel of h×w×3 `small`.

    Returns the mean variance of the colours' own answer, too. `known` is +1 inside, −1 outside, 0 unknown;
    `prior` is a rough opacity, known as far as `belief` (0…1); `keyed` is as `Backdrop.keyed` tells it, and
    `more` are colours m×3 that the object has besides those seen.
    """
    height, width = small.shape[:2]
    opacity, variance = estimate_by_colours(small, known, prior, keyed, more)
    opacity[known > 0] = 1
    unknown = known == 0
    result = np.zeros((4, height, width), np.float32)
    result[3] = opacity

    def solve(tile: tuple[Region, Region]) -> None:
        inner, around = tile
        part = np.ascontiguousarray(small[around].transpose(2, 0, 1)).astype(np.float32)
        part /= 255
        trust = _TRUST / (variance[around] + _DOUBT)
        pull = unknown[around] * (_BELIEF * np.float32(belief))
        given = (trust * opacity[around] + pull * prior[around]) / (trust + pull)
        smooth = smooth_opacity(ColourLines.of(part), given, trust + pull, unknown[around], _STEPS)
        lines = mean_at_pixels(ColourLines.of(part, _ENLARGING).fit(smooth))
        rows, columns = within(inner, around)
        result[(slice(None), *inner)] = lines[:, rows, columns]

    for_each(solve, _tiles(unknown), in_threads=unknown.size >= _WORTH_THREADS)
    result[3] *= 255
    return result, float(variance[unknown].mean()) if unknown.any() else 0.0


def _tiles(unknown: NDArray[np.bool_]) -> Iterator[tuple[Region, Region]]:
    """Yield the parts of a picture that have unknown pixels, and each with what is computed around it.

    A tile is cut down to its unknown pixels, and one more on each side: enlarging reaches so far.
    """
    height, width = unknown.shape
    for top, left in product(range(0, height, _TILE), range(0, width, _TILE)):
        tile = unknown[max(0, top - 1) : top + _TILE + 1, max(0, left - 1) : left + _TILE + 1]
        rows, columns = np.flatnonzero(tile.any(axis=1)), np.flatnonzero(tile.any(axis=0))
        if not rows.size:
            continue
        first, last = max(0, top - 1), max(0, left - 1)
        inner = (
            slice(max(top, first + int(rows[0]) - 1), min(top + _TILE, first + int(rows[-1]) + 2, height)),
            slice(
                max(left, last + int(columns[0]) - 1), min(left + _TILE, last + int(columns[-1]) + 2, width)
            ),
        )
        around = (
            slice(max(0, inner[0].start - _HALO), min(inner[0].stop + _HALO, height)),
            slice(max(0, inner[1].start - _HALO), min(inner[1].stop + _HALO, width)),
        )
        yield inner, around
