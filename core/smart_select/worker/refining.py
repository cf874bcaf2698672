"""A selection's edge drawn anew, by the full-resolution pixels of the area that it lies in."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from smart_select.detail import look_again
from smart_select.layouts.layout import WANTED
from smart_select.masks.cleaning import clean_logits
from smart_select.masks.clicks import Clicks
from smart_select.masks.edges import EdgeGuide
from smart_select.runtime.cancelling import CancelToken
from smart_select.values import Candidate, Logits, Mask, Photo, Point, Prompt, Size
from smart_select.worker.inference import Inference
from smart_select.worker.translating import (
    RequestInvalid,
    check_area,
    logits_of,
    photo_of,
    pixels_inside,
    placed,
)
from smart_select_plugin.wire.values import Area, Refine, Selection


def refine(request: Refine, model: Inference, token: CancelToken) -> Selection:
    """Return the selection with its mask as seen in the area; nothing is selected outside of it."""
    check_area(request.area, request.full_size)
    photo = photo_of(request.pixels, request.size)
    logits = logits_of(request.previous, request.previous_size)
    if logits is None:
        raise RequestInvalid("a selection without logits")
    scale = _cells_per_pixel(logits, request.full_size, model)
    clicks = Clicks(
        cells=np.array([point[:2] for point in request.points], np.float64).reshape(-1, 2) * scale,
        wanted=np.array([label == WANTED for _, _, label in request.points], np.bool_),
    )
    in_area = _logits_in(clean_logits(logits, clicks), request.area, scale)
    mask = _seen_again(request, photo, in_area, model, token) if request.look_again else None
    if mask is None:
        mask = EdgeGuide.of(photo, (1.0, 1.0), in_area.shape).soft_mask(in_area)
    area, values = placed(mask, request.area)
    return Selection(
        full_size=request.full_size,
        area=area,
        mask=values,
        scores=(),
        candidate=1,
        logits=request.previous,
        logits_size=request.previous_size,
        pixels=pixels_inside(values),
    )


def _cells_per_pixel(logits: Logits, full_size: Size, model: Inference) -> tuple[float, float]:
    """Return how many cells of h×w logits over the model's square a pixel of the picture is wide and high."""
    rows, columns = logits.shape
    covered_x, covered_y = model.covered(full_size)
    return columns * covered_x / full_size[0], rows * covered_y / full_size[1]


def _logits_in(logits: Logits, area: Area, scale: tuple[float, float]) -> NDArray[np.float32]:
    """Return the part of logits that covers an area of the picture, at about their own resolution."""
    box = area[0] * scale[0], area[1] * scale[1], area[2] * scale[0], area[3] * scale[1]
    cells = max(2, round(box[2] - box[0])), max(2, round(box[3] - box[1]))
    part = Image.fromarray(np.ascontiguousarray(logits)).resize(cells, Image.Resampling.BICUBIC, box=box)
    return np.array(part, np.float32)


def _seen_again(
    request: Refine, photo: Photo, in_area: Logits, model: Inference, token: CancelToken
) -> Mask | None:
    """Let the model look at the area alone; None where it then means something else."""

    def look(part: Photo, prompt: Prompt) -> Candidate:
        embedding, _ = model.encode(part, token)
        return model.predict(embedding, prompt).best

    selected = np.asarray(Image.fromarray(in_area).resize(request.size, Image.Resampling.BILINEAR)) > 0
    return look_again(photo, selected, _points_in(request), look)


def _points_in(request: Refine) -> list[Point]:
    """Return the points that lie in the area, in its pixels."""
    x0, y0, x1, y1 = request.area
    scale_x, scale_y = request.size[0] / (x1 - x0), request.size[1] / (y1 - y0)
    return [
        ((x - x0) * scale_x, (y - y0) * scale_y, label)
        for x, y, label in request.points
        if x0 <= x < x1 and y0 <= y < y1
    ]
