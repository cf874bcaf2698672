"""What is done with a selected object: cut it out, or give it another background.

Everything blends 8-bit sRGB values as they are, as layers in GIMP's and Krita's 8-bit pictures do by default,
and works in bands of rows, so that a 100-MP picture needs little beside its result.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from smart_select.bands import row_bands
from smart_select.values import Mask, Photo

Colour: TypeAlias = tuple[int, int, int]
"""Red, green, blue, 0…255."""

CutOut: TypeAlias = NDArray[np.uint8]
"""H×W×4: red, green, blue and straight (not premultiplied) alpha."""


def cut_out(
    colours: Photo, mask: Mask, alpha: Mask | None = None, *, foreground: Photo | None = None
) -> CutOut:
    """Return the object alone: H×W×4, its alpha the mask times the picture's own `alpha`.

    Where nothing is left, colours are cleared: what was cut away can't be brought back from the file, and the
    file gets smaller. Soft edges get the object's own colours where `foreground` (H×W×3) tells them, else
    they keep the photo's, with the old background in them.
    """
    height, width = mask.shape
    colours = colours if foreground is None else foreground
    result = np.zeros((height, width, 4), np.uint8)
    for rows in row_bands(mask.shape):
        weight = mask[rows] if alpha is None else _times(mask[rows], alpha[rows])
        result[rows, :, 3] = weight
        np.copyto(result[rows, :, :3], colours[rows], where=weight[..., None] > 0)
    return result


def replace_background(
    colours: Photo, mask: Mask, background: Photo | Colour, alpha: Mask | None = None
) -> Photo:
    """Return the object over `background`: one colour, or a picture of the same H×W.

    The result is opaque: through the picture's own transparency (`alpha`) the new background shows too.
    """
    result = np.empty_like(colours)
    behind = np.broadcast_to(np.asarray(background, np.uint8), colours.shape)
    for rows in row_bands(mask.shape):
        weight = mask[rows] if alpha is None else _times(mask[rows], alpha[rows])
        result[rows] = _blend(colours[rows], behind[rows], weight)
    return result


def flatten(colours: Photo, alpha: Mask, *, onto: Photo | Colour) -> Photo:
    """Return H×W×3: the picture with straight `alpha` as it looks on a colour or on another picture."""
    return replace_background(colours, alpha, onto)


def _times(first: Mask, second: Mask) -> Mask:
    return _divide_by_255(first.astype(np.uint16) * second)


def _blend(front: Photo, back: Photo, weight: Mask) -> Photo:
    share = weight[..., None].astype(np.uint16)
    return _divide_by_255(front * share + back * (255 - share))


def _divide_by_255(product: NDArray[np.uint16]) -> NDArray[np.uint8]:
    """Divide with rounding, exactly, for products up to 255 · 255."""
    product = product + np.uint16(128)
    return ((product + (product >> 8)) >> 8).astype(np.uint8)
