"""Wire values ⇄ the engine's values. Coordinates are scaled where a smaller copy of the picture was sent."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from smart_select.errors import SmartSelectError
from smart_select.photo.reading import DEFAULT_LIMIT_PIXELS
from smart_select.prompting import check_prompt, stroke_points
from smart_select.values import SOLID, Candidate, Logits, Mask, Photo, Prediction, Prompt, Size, bounding_box
from smart_select.worker.enlarging import enlarged_mask
from smart_select.worker.pictures import Picture
from smart_select_plugin.wire.values import NOTHING, Area, Buffer, Predict, Selection
from smart_select_plugin.wire.values import Point as WirePoint

_LARGEST_LOGITS_SIDE: Final = 1024
_LARGEST_SIDE: Final = 524_288
"""GIMP's own limit; Krita's is lower."""
_FULL_SIZE_LIMIT_PIXELS: Final = 2 * DEFAULT_LIMIT_PIXELS
"""Of a picture that is here as a smaller copy: a mask of all of it is this many bytes."""


class RequestInvalid(SmartSelectError):
    """A client sent something that does not fit together: a fault of the plug-in, not of the user."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"The plug-in asked for something that does not fit together ({what}); please report it."
        )
        self.what = what


class PictureTooLarge(SmartSelectError):
    """The host has a larger picture open than a mask can be made for."""

    def __init__(self, size: Size, limit_pixels: int) -> None:
        super().__init__(
            f"The picture has {size[0] * size[1] / 1e6:,.0f} megapixels and the limit is "
            f"{limit_pixels / 1e6:,.0f}; scale it down or crop it first."
        )
        self.size = size
        self.limit_pixels = limit_pixels


def photo_of(pixels: Buffer, size: Size) -> Photo:
    """Return RGB bytes as an H×W×3 array on the same memory; RequestInvalid when they are not of `size`."""
    return plane_of(pixels, size, channels=3)


def plane_of(values: Buffer, size: Size, *, channels: int = 1) -> NDArray[np.uint8]:
    """Return bytes as H×W (or H×W×channels) on the same memory; RequestInvalid when they don't fit."""
    width, height = size
    if width < 1 or height < 1 or width * height > DEFAULT_LIMIT_PIXELS:
        raise RequestInvalid(f"a picture of {width}×{height} pixels")
    if len(values) != width * height * channels:
        raise RequestInvalid(f"{len(values)} bytes for {width}×{height} pixels")
    shape = (height, width, channels) if channels > 1 else (height, width)
    return np.frombuffer(values, np.uint8).reshape(shape)


def logits_of(values: Buffer, size: Size | None) -> Logits | None:
    """Return the logits of an earlier answer, h×w float32, or None when there are none."""
    if not len(values):
        return None
    width, height = size or (0, 0)
    sides_fit = 0 < width <= _LARGEST_LOGITS_SIDE and 0 < height <= _LARGEST_LOGITS_SIDE
    if not sides_fit or len(values) != width * height * 4:
        raise RequestInvalid(f"{len(values)} bytes for {width}×{height} logits")
    return np.frombuffer(values, "<f4").astype(np.float32, copy=False).reshape(height, width)


def check_full_size(size: Size) -> None:
    """Raise RequestInvalid unless a picture, which need not be here as a whole, can be of this size."""
    width, height = size
    if not (0 < width <= _LARGEST_SIDE and 0 < height <= _LARGEST_SIDE):
        raise RequestInvalid(f"a picture of {width}×{height} pixels")
    if width * height > _FULL_SIZE_LIMIT_PIXELS:
        # No fault of the plug-in: somebody has such a picture.
        raise PictureTooLarge(size, _FULL_SIZE_LIMIT_PIXELS)


def check_area(area: Area, full_size: Size) -> None:
    """Raise RequestInvalid unless an area has an inside and lies on a picture of a possible size."""
    check_full_size(full_size)
    x0, y0, x1, y1 = area
    if not (0 <= x0 < x1 <= full_size[0] and 0 <= y0 < y1 <= full_size[1]):
        raise RequestInvalid(f"the area {area} of a picture of {full_size[0]}×{full_size[1]} pixels")


def prompt_of(request: Predict, picture: Picture) -> Prompt:
    """Return the prompt in pixels of the copy that the worker has.

    Raises PromptInvalid, in pixels of the full picture, for points and boxes that make no sense on it.
    """
    height, width = picture.photo.shape[:2]
    scale_x, scale_y = width / picture.full_size[0], height / picture.full_size[1]
    box = request.box
    if request.points or box:
        check_prompt(_coordinates_of(request), picture.full_size)
    if request.snap and not len(request.rough):
        raise RequestInvalid("a lasso that is not there")
    painted = [point for stroke in request.strokes for point in _points_of(stroke, picture.full_size)]
    return Prompt(
        points=[(x * scale_x, y * scale_y, label) for x, y, label in (*request.points, *painted)],
        box=(box[0] * scale_x, box[1] * scale_y, box[2] * scale_x, box[3] * scale_y) if box else None,
        mask=_rough_mask(request, picture.full_size, (width, height)),
        previous=logits_of(request.previous, request.previous_size),
    )


def selection_of(prediction: Prediction, index: int, full_size: Size) -> Selection:
    """Return one candidate as it goes to the client."""
    candidate: Candidate = prediction.candidates[index]
    area, mask = placed(candidate.mask, (0, 0, *full_size))
    height, width = candidate.logits.shape
    return Selection(
        full_size=full_size,
        area=area,
        mask=mask,
        scores=tuple(float(np.nan_to_num(other.score)) for other in prediction.candidates),
        candidate=index + 1,
        logits=bytes_of(candidate.logits.astype("<f4", copy=False)),
        logits_size=(width, height),
        pixels=pixels_inside(mask),
    )


def placed(mask: Mask, area: Area) -> tuple[Area | None, Buffer]:
    """Return the bounding box, in the full picture, of a mask that covers `area`, and its bytes.

    A mask of fewer pixels than its area is enlarged; only the bounding box is.
    """
    found = bounding_box(mask)
    if found is None:
        return None, NOTHING
    x0, y0, x1, y1 = found
    size = area[2] - area[0], area[3] - area[1]
    height, width = mask.shape
    if (width, height) == size:
        box = x0 + area[0], y0 + area[1], x1 + area[0], y1 + area[1]
        return box, bytes_of(mask[y0:y1, x0:x1])
    scale_x, scale_y = size[0] / width, size[1] / height
    # One pixel more on each side: the enlarged edge fades out in there.
    left, top = max(0, int((x0 - 1) * scale_x)), max(0, int((y0 - 1) * scale_y))
    right = min(size[0], int(np.ceil((x1 + 1) * scale_x)))
    bottom = min(size[1], int(np.ceil((y1 + 1) * scale_y)))
    source = left / scale_x, top / scale_y, min(right / scale_x, width), min(bottom / scale_y, height)
    box = left + area[0], top + area[1], right + area[0], bottom + area[1]
    return box, bytes_of(enlarged_mask(mask, (right - left, bottom - top), source))


def pixels_inside(mask: Buffer) -> int:
    """Return how many of a mask's bytes are rather inside than outside."""
    return int(np.count_nonzero(np.frombuffer(mask, np.uint8) >= SOLID))


def bytes_of(array: NDArray[np.generic]) -> memoryview:
    """Return an array's bytes, copied only where they do not lie side by side."""
    return np.ascontiguousarray(array).reshape(-1).view(np.uint8).data


def _coordinates_of(request: Predict) -> Prompt:
    """Return what a prompt says in coordinates; of the rest only that there is something to correct."""
    corrects = len(request.rough) or len(request.previous)
    previous = np.zeros((1, 1), np.float32) if corrects else None
    return Prompt(points=request.points, box=request.box, previous=previous)


def _points_of(stroke: tuple[WirePoint, ...], size: Size) -> tuple[WirePoint, ...]:
    """Return the points that a painted line means; PromptInvalid where all of it lies beside the picture."""
    if not stroke or any(label not in (0, 1) or label != stroke[0][2] for _, _, label in stroke):
        raise RequestInvalid("a stroke of no label, or of several")
    return stroke_points([(x, y) for x, y, _ in stroke], stroke[0][2], size)


def _rough_mask(request: Predict, full_size: Size, size: Size) -> Mask | None:
    if not len(request.rough):
        return None
    area = request.rough_area or (0, 0, *full_size)
    check_area(area, full_size)
    x0, y0, x1, y1 = area
    whole = np.zeros((full_size[1], full_size[0]), np.uint8)
    whole[y0:y1, x0:x1] = plane_of(request.rough, (x1 - x0, y1 - y0))
    if size == full_size:
        return whole
    small = np.asarray(Image.fromarray(whole).resize(size, Image.Resampling.BOX))
    if (small >= SOLID).any():
        return small
    # A line that is thinner than the copy's pixels is meant all the same.
    solid = Image.fromarray(whole >= SOLID).convert("L").resize(size, Image.Resampling.BOX)
    return np.where(np.asarray(solid) > 0, np.uint8(255), np.uint8(0))
