"""Large pictures in bands of rows: what is computed on the way never takes as much memory as the picture."""

from collections.abc import Iterator
from typing import Final

BAND_PIXELS: Final = 1 << 19
"""What fits a processor's cache together with what is made of it."""


def row_bands(shape: tuple[int, ...], pixels: int = BAND_PIXELS, *, least_rows: int = 1) -> Iterator[slice]:
    """Yield the rows of an H×W(×…) array in slices of about `pixels` each, from the top down, without gaps.

    A band has at least `least_rows`, but for the last one.
    """
    height, width = shape[:2]
    rows = max(1, least_rows, pixels // max(width, 1))
    for top in range(0, height, rows):
        yield slice(top, min(top + rows, height))
