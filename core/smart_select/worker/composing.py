"""Pixels made of a picture and its mask."""

import numpy as np
from numpy.typing import NDArray

from smart_select.photo.blurring import blur_background
from smart_select.photo.compositing import cut_out, replace_background, scale_to_cover
from smart_select.values import Mask, Photo
from smart_select.worker.translating import RequestInvalid, bytes_of, check_area, photo_of, plane_of
from smart_select_plugin.wire.values import Compose, Composed


def compose(request: Compose) -> Composed:
    """Return the composed pixels: a cut-out covers the mask's area, everything else the whole picture."""
    check_area(request.mask_area, request.size)
    x0, y0, x1, y1 = request.mask_area
    photo = photo_of(request.pixels, request.size)
    in_area = plane_of(request.mask, (x1 - x0, y1 - y0))
    alpha = plane_of(request.alpha, request.size) if len(request.alpha) else None
    if request.kind == "cutout":
        part = slice(y0, y1), slice(x0, x1)
        cut = cut_out(photo[part], in_area, None if alpha is None else alpha[part])
        return Composed(area=request.mask_area, channels=4, pixels=bytes_of(cut))
    mask = np.zeros(photo.shape[:2], np.uint8)
    mask[y0:y1, x0:x1] = in_area
    pixels = _on_other_ground(request, photo, mask, alpha)
    return Composed(area=(0, 0, *request.size), channels=3, pixels=bytes_of(pixels))


def _on_other_ground(request: Compose, photo: Photo, mask: Mask, alpha: Mask | None) -> NDArray[np.uint8]:
    if request.kind == "blur":
        if not 0 < request.sigma_px <= max(request.size):
            raise RequestInvalid(f"a blur of {request.sigma_px:g} pixels")
        return blur_background(photo, mask, request.sigma_px, alpha)
    if request.kind != "replace":
        raise RequestInvalid(f"the kind {request.kind[:20]!r}")
    if request.background_size:
        behind = scale_to_cover(photo_of(request.background, request.background_size), request.size)
        return replace_background(photo, mask, behind, alpha)
    red, green, blue = (min(max(value, 0), 255) for value in request.colour)
    return replace_background(photo, mask, (red, green, blue), alpha)
