"""What a selection is made for: cut out, on other ground, its surroundings blurred or grey, a new sky.

Pictures are H×W×3 uint8 with their own `alpha` (H×W, or None when opaque), masks H×W uint8. With `clean`,
soft edges are freed from the colours of the old background (`matting.foreground`). A mask that selects
nothing raises NothingLeft; one that leaves no background NoBackground, but for cutting out.
"""

from typing import Final, Literal, TypeAlias, get_args

import numpy as np

from smart_select.bands import row_bands
from smart_select.errors import NoBackground, NothingLeft, NothingSeen
from smart_select.matting import (
    UNDECIDED,
    ForegroundColours,
    alpha_matte,
    foreground_colours,
    has_answered,
    has_plain_ground,
    matte_where_it_pays,
)
from smart_select.photo.blurring import blur_background
from smart_select.photo.compositing import CutOut, cut_out
from smart_select.photo.desaturating import desaturate_background
from smart_select.photo.grounds import Ground
from smart_select.photo.kernels import Blur
from smart_select.photo.replacing import put_before
from smart_select.photo.sky import replace_sky
from smart_select.values import Area, Logits, Mask, Photo, bounding_box

Edge: TypeAlias = Literal["auto", "matte", "mask"]
"""How soft the object's edge becomes: as hair and fur need it, where that pays or always; or as selected."""

EDGES: Final[tuple[Edge, ...]] = get_args(Edge)


def with_edge(photo: Photo, mask: Mask, edge: Edge, logits: Logits | None = None) -> Mask:
    """Return the mask as it is, or its matte; `logits` (h×w over the photo) are the model's, where known."""
    if edge == "mask":
        return mask
    # A plain ground tells by itself what stands before it, also of an object of which a model is not sure.
    veils = logits is not None and not has_answered(logits) and has_plain_ground(photo, mask, logits)
    if edge == "matte":
        return alpha_matte(photo, mask, logits=logits, sure=UNDECIDED, veils=veils)
    return matte_where_it_pays(photo, mask, logits=logits, veils=veils)


def cut_out_object(photo: Photo, mask: Mask, alpha: Mask | None = None, *, clean: bool = True) -> CutOut:
    """Return the object alone, H×W×4 with straight alpha."""
    x0, y0, x1, y1 = bounds(mask)
    result = np.zeros((*mask.shape, 4), np.uint8)
    result[y0:y1, x0:x1] = cut_out_part(photo, mask, (x0, y0, x1, y1), alpha, clean=clean)
    return result


def cut_out_part(
    photo: Photo, mask: Mask, area: Area, alpha: Mask | None = None, *, clean: bool = True
) -> CutOut:
    """Return the object in an area (x0, y0, x1, y1) alone, h×w×4 with straight alpha."""
    x0, y0, x1, y1 = area
    part = slice(y0, y1), slice(x0, x1)
    # Colours are estimated from what lies around, hence by the whole picture.
    front = foreground_colours(photo, mask, area) if clean else None
    return cut_out(photo[part], mask[part], None if alpha is None else alpha[part], foreground=front)


def replace(
    ground: Ground,
    photo: Photo,
    mask: Mask,
    alpha: Mask | None = None,
    *,
    light: float = 0.0,
    shadow: float = 0.0,
    clean: bool = True,
) -> Photo:
    """Return the object before a ground; `light` and `shadow` (0…1) as in `photo.replacing.put_before`."""
    check_background_left(mask, alpha)
    front = _cleaned(photo, mask, clean)
    return put_before(ground, photo, mask, alpha, foreground=front, light=light, shadow=shadow)


def blur(
    how: Blur,
    photo: Photo,
    mask: Mask,
    alpha: Mask | None = None,
    *,
    falloff_px: float = 0.0,
    clean: bool = True,
) -> Photo:
    """Return the picture with its background blurred, as `photo.blurring.blur_background` does."""
    check_background_left(mask)
    front = ForegroundColours(photo, mask).part if clean else None
    return blur_background(photo, mask, how, alpha, foreground=front, falloff_px=falloff_px)


def desaturate(photo: Photo, mask: Mask, *, amount: float = 1.0, clean: bool = True) -> Photo:
    """Return the picture with its background's colours less by `amount` (0…1)."""
    check_background_left(mask)
    return desaturate_background(photo, mask, amount, foreground=_cleaned(photo, mask, clean))


def change_sky(
    ground: Ground,
    photo: Photo,
    mask: Mask,
    alpha: Mask | None = None,
    *,
    haze: float = 0.5,
    light: float = 0.0,
    clean: bool = True,
) -> Photo:
    """Return the picture with another sky where `mask` is; see `photo.sky.replace_sky`."""
    check_something_selected(mask)
    land = _cleaned(photo, np.bitwise_not(mask), clean)
    return replace_sky(ground, photo, mask, alpha, foreground=land, haze=haze, light=light)


def bounds(mask: Mask) -> Area:
    """Return the smallest area with all that is not 0; raises NothingLeft for an empty mask."""
    area = bounding_box(mask)
    if area is None:
        raise NothingLeft
    return area


def check_something_selected(mask: Mask) -> None:
    """Raise NothingLeft for a mask that is 0 everywhere."""
    if not mask.any():
        raise NothingLeft


def check_background_left(mask: Mask, alpha: Mask | None = None) -> None:
    """Raise NothingLeft as above, and NoBackground where nothing shows of what is behind the object."""
    check_something_selected(mask)
    for rows in row_bands(mask.shape):
        if (mask[rows] != 255).any() or (alpha is not None and (alpha[rows] != 255).any()):
            return
    raise NoBackground


def check_object_seen(mask: Mask, alpha: Mask | None) -> None:
    """Raise NothingSeen where nothing of the object shows, for all of it is transparent already."""
    if alpha is not None and not any(
        ((mask[rows] > 0) & (alpha[rows] > 0)).any() for rows in row_bands(mask.shape)
    ):
        raise NothingSeen


def _cleaned(photo: Photo, mask: Mask, clean: bool) -> Photo | None:
    return foreground_colours(photo, mask) if clean else None
