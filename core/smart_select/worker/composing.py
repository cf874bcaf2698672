"""Pixels made of a picture and its mask."""

import numpy as np

from smart_select.masks.shaping import Shaping, shape
from smart_select.masks.snapping import snap
from smart_select.photo.grounds import FITS, Fit, Ground, Laid, Plain, as_gradient
from smart_select.photo.kernels import Aperture, Blur, Gaussian, Lens
from smart_select.photo.sky import CLEAR_SKY, SKY_ANCHOR
from smart_select.values import Mask, Photo
from smart_select.verbs import (
    EDGES,
    Edge,
    blur,
    bounds,
    change_sky,
    cut_out_part,
    desaturate,
    replace,
    with_edge,
)
from smart_select.worker.answers import Answers
from smart_select.worker.places import Place
from smart_select.worker.translating import (
    RequestInvalid,
    bytes_of,
    check_area,
    check_full_size,
    photo_of,
    placed,
    plane_of,
)
from smart_select_plugin.wire.values import Compose, Composed

_LENSES: dict[str, Aperture] = {"disc": "disc", "hexagon": "hexagon"}
_EDGES: dict[str, Edge] = {edge: edge for edge in EDGES}
_FITS: dict[str, Fit] = {fit: fit for fit in FITS}
_STOPS_LIMIT = 64


def compose(request: Compose, answers: Answers | None = None) -> Composed:
    """Return the composed pixels: cut-outs and masks cover the selected area, all else the whole picture.

    Where the mask is one of the `answers`, it is snapped, and its matte made, with what the model said of it.
    Raises RequestInvalid for what does not fit together, NothingLeft and NoBackground.
    """
    check_area(request.mask_area, request.size)
    photo = photo_of(request.pixels, request.size) if len(request.pixels) else None
    mask = _shaped_mask(request, photo, answers or Answers())
    if request.kind == "mask":
        area, values = placed(mask, (0, 0, *request.size))
        return Composed(area=area or (0, 0, 0, 0), channels=1, pixels=values)
    photo = photo_of(request.pixels, request.size) if photo is None else photo
    alpha = plane_of(request.alpha, request.size) if len(request.alpha) else None
    if request.kind == "cutout":
        area = bounds(mask)
        cut = cut_out_part(photo, mask, area, alpha, clean=request.clean_colours)
        return Composed(area=area, channels=4, pixels=bytes_of(cut))
    pixels = _on_other_ground(request, photo, mask, alpha)
    return Composed(area=(0, 0, *request.size), channels=3, pixels=bytes_of(pixels))


def _shaped_mask(request: Compose, photo: Photo | None, answers: Answers) -> Mask:
    x0, y0, x1, y1 = request.mask_area
    longest = sum(request.size)
    if not all(0 <= share <= 1 for share in (request.drop_specks, request.fill_holes)):
        raise RequestInvalid("specks or holes of more than all")
    if abs(request.grow_px) > longest or not all(
        0 <= length <= longest for length in (request.smooth_px, request.feather_px)
    ):
        raise RequestInvalid("a mask changed by more than the picture's size")
    if request.edge not in _EDGES:
        raise RequestInvalid(f"the edge {request.edge[:20]!r}")
    mask = np.zeros((request.size[1], request.size[0]), np.uint8)
    mask[y0:y1, x0:x1] = plane_of(request.mask, (x1 - x0, y1 - y0))
    place = _place_of(request)
    if request.snap:
        if photo is None:
            raise RequestInvalid("an outline to snap without its picture")
        seen = answers.mask_near(mask, photo, place)
        mask = snap(mask, photo, [] if seen is None else [seen])
    if photo is not None and request.edge != "mask":
        mask = with_edge(photo, mask, _EDGES[request.edge], answers.logits_of(mask, photo, place))
    shaping = Shaping(
        specks=request.drop_specks,
        holes=request.fill_holes,
        keep_at=request.keep_at,
        keep_largest=request.keep_largest,
        smooth_px=request.smooth_px,
        grow_px=request.grow_px,
        invert=request.invert,
        feather_px=request.feather_px,
    )
    return shape(mask, shaping)


def _place_of(request: Compose) -> Place | None:
    """Return where the pixels lie in the host's picture; None where they are all of it."""
    if request.part is None or request.part_of is None:
        return None
    check_full_size(request.part_of)
    x0, y0, x1, y1 = request.part
    check_full_size((x1 - x0, y1 - y0))
    (width, height), (columns, rows) = request.part_of, request.size
    # Copies are of whole squares of pixels, which may reach over the picture's border; none is enlarged.
    if not (columns <= x1 - x0 and rows <= y1 - y0 and x0 < width and y0 < height and x1 > 0 and y1 > 0):
        raise RequestInvalid(f"the part {request.part} of a picture of {width}×{height} pixels")
    across, down = columns / (x1 - x0), rows / (y1 - y0)
    return Place(x0 * across, y0 * down, width * across, height * down)


def _on_other_ground(request: Compose, photo: Photo, mask: Mask, alpha: Mask | None) -> Photo:
    clean = request.clean_colours
    _check_shares(light=request.light, shadow=request.shadow, amount=request.amount, haze=request.haze)
    if request.kind == "blur":
        if not 0 <= request.falloff_px <= sum(request.size):
            raise RequestInvalid(f"a falloff of {request.falloff_px:g} pixels")
        falloff_px = request.falloff_px
        return blur(_blur_of(request), photo, mask, alpha, falloff_px=falloff_px, clean=clean)
    if request.kind == "desaturate":
        return desaturate(photo, mask, amount=request.amount, clean=clean)
    if request.kind == "sky":
        ground = (
            _ground_of(request, anchor=SKY_ANCHOR) if request.background_size or request.stops else CLEAR_SKY
        )
        light, haze = request.light, request.haze
        return change_sky(ground, photo, mask, alpha, haze=haze, light=light, clean=clean)
    if request.kind != "replace":
        raise RequestInvalid(f"the kind {request.kind[:20]!r}")
    ground = _ground_of(request)
    return replace(ground, photo, mask, alpha, light=request.light, shadow=request.shadow, clean=clean)


def _blur_of(request: Compose) -> Blur:
    is_lens = request.lens != "gaussian"
    width = request.radius_px if is_lens else request.sigma_px
    if not 0 < width <= max(request.size):
        raise RequestInvalid(f"a blur of {width:g} pixels")
    if not is_lens:
        return Gaussian(width)
    if request.lens not in _LENSES:
        raise RequestInvalid(f"the lens {request.lens[:20]!r}")
    return Lens(width, _LENSES[request.lens])


def _ground_of(request: Compose, anchor: float = 0.5) -> Ground:
    if len(request.stops) > _STOPS_LIMIT:
        raise RequestInvalid(f"a gradient of {len(request.stops)} colours")
    stops = tuple(_colour(colour) for colour in request.stops)
    under: Ground = (
        as_gradient(stops, angle_deg=request.angle_deg, radial=request.radial)
        if stops
        else Plain(_colour(request.colour))
    )
    if not request.background_size:
        return under
    if request.fit not in _FITS:
        raise RequestInvalid(f"the layout {request.fit[:20]!r}")
    picture = photo_of(request.background, request.background_size)
    return Laid(picture, fit=_FITS[request.fit], under=under, anchor=anchor)


def _colour(colour: tuple[int, int, int]) -> tuple[int, int, int]:
    red, green, blue = (min(max(value, 0), 255) for value in colour)
    return red, green, blue


def _check_shares(**shares: float) -> None:
    for name, share in shares.items():
        if not 0 <= share <= 1:
            raise RequestInvalid(f"{name} {share:g}")
