"""Prompts checked against the photo, and brought into the model's frame; which of the answers is meant."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from smart_select.errors import PromptInvalid
from smart_select.layouts.frame import Frame
from smart_select.layouts.layout import (
    BOX_BOTTOM_RIGHT,
    BOX_TOP_LEFT,
    NOT_WANTED,
    PADDING,
    WANTED,
    ModelPrompt,
)
from smart_select.masks.depth import inner_points
from smart_select.values import SOLID, Box, Logits, Point, Prediction, Prompt, Size, bounding_box

_POINT_LIMIT = 256
_PARTS_LIMIT = 8
_STROKE_SPACING = 0.05
_STROKE_POINTS = 8
_FAR_PX = 1e9
"""Farther out than any picture reaches; the lengths of lines between such corners are still numbers."""
_ROUGH_LOGIT = 8.0
"""How sure a rough mask is, in logits: as sure as a decoder's own masks well inside and outside."""
_MASK_SHARE = 4
"""A rough mask is brought to a quarter of the model's side, SAM's size for mask prompts."""


def check_prompt(prompt: Prompt, size: Size) -> None:
    """Raise PromptInvalid, with one sentence, when `prompt` makes no sense on a photo of `size`."""
    points = tuple(prompt.points)
    wanted = [point for point in points if point[2] == WANTED]
    if not (points or prompt.box or prompt.mask is not None or prompt.previous is not None):
        raise PromptInvalid("Nothing says what to select; give a point, a box or a rough mask.")
    if len(points) > _POINT_LIMIT:
        raise PromptInvalid(
            f"{len(points)} points are more than the {_POINT_LIMIT} that one prompt can have."
        )
    for x, y, label in points:
        _check_point(x, y, label, size)
    if points and not wanted and prompt.box is None and prompt.mask is None and prompt.previous is None:
        raise PromptInvalid("All points are marked as not wanted; add one on what you want.")
    if prompt.box is not None:
        x0, y0, x1, y1 = _clipped_box(prompt.box, size)
        for x, y, _ in wanted:
            if not (x0 <= x <= x1 and y0 <= y <= y1):
                raise PromptInvalid(
                    f"The wanted point ({x:g}, {y:g}) lies outside the box; move one or leave one out."
                )
    if prompt.mask is not None:
        _check_mask(prompt.mask, size)
    if prompt.previous is not None:
        _check_previous(prompt.previous_logits)


def chosen(prediction: Prediction, candidate: str) -> int:
    """Return the index of the candidate that is meant: "best", "part", "whole", or a number from 1.

    Raises PromptInvalid when there are not so many.
    """
    count = len(prediction.candidates)
    words = {"best": prediction.best_index, "part": 0, "whole": count - 1}
    if candidate in words:
        return words[candidate]
    if not (candidate.isascii() and candidate.isdigit() and 0 < int(candidate[:6]) <= count):
        raise PromptInvalid(
            f"There is no candidate {candidate[:20]} for this prompt; "
            f"choose a number from 1 to {count}, or best."
        )
    return int(candidate[:6]) - 1


def in_model_frame(prompt: Prompt, frame: Frame) -> ModelPrompt:
    """Return a checked prompt in model pixels.

    A rough mask becomes a mask prompt together with its box and inner points, because SAM was trained to see
    masks beside points or boxes, never alone. `previous` takes the place of the rough mask's logits.
    """
    points = list(prompt.points)
    box = prompt.box and _clipped_box(prompt.box, frame.image)
    logits = prompt.previous_logits
    if prompt.mask is not None:
        solid = _solid(prompt.mask)
        box = box or bounding_box(solid)
        if not any(label == WANTED for _, _, label in points):
            points += [(x, y, WANTED) for x, y in inner_points(solid, _PARTS_LIMIT)]
        logits = _rough_logits(solid, frame) if logits is None else logits
    if logits is not None and not (points or box):
        # SAM was trained to see masks beside points: a previous answer alone is pointed at, too.
        points = _points_on(logits, frame)
    corners = [(box[0], box[1], BOX_TOP_LEFT), (box[2], box[3], BOX_BOTTOM_RIGHT)] if box else []
    # A prompt of a previous answer alone still needs a row: the neutral point.
    entries = corners + points or [(0.0, 0.0, PADDING)]
    coordinates = frame.to_model(np.array([entry[:2] for entry in entries], np.float64))
    return ModelPrompt(
        coordinates=coordinates.astype(np.float32),
        labels=np.array([entry[2] for entry in entries], np.int64),
        mask=logits,
    )


def is_ambiguous(prompt: Prompt) -> bool:
    """Whether it is open how large a thing is meant: one point and nothing else (SAM's own rule)."""
    alone = prompt.box is None and prompt.mask is None and prompt.previous is None
    return alone and len(tuple(prompt.points)) == 1


def stroke_points(path: Sequence[tuple[float, float]], label: int, size: Size) -> tuple[Point, ...]:
    """Return the points, of one label, that a painted stroke means on a photo of `size`.

    `path` are the stroke's corners in image pixels. The points lie at equal distances along it, one for every
    twentieth of the photo's longer side and 8 at most; its ends, where strokes start and run out, are left
    out. What was painted beyond the picture's border does not count. Raises PromptInvalid where nothing is
    left.
    """
    corners = np.array(path, np.float64).reshape(-1, 2)
    if not len(corners) or not np.isfinite(corners).all():
        raise PromptInvalid("A stroke is given as points (x, y), one at least.")
    corners = np.clip(corners, -_FAR_PX, _FAR_PX)
    steps = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(corners, axis=0).T))])
    count = int(np.clip(round(steps[-1] / (_STROKE_SPACING * max(size))), 1, _STROKE_POINTS))
    at = (np.arange(count) + 0.5) / count * steps[-1]
    xs, ys = (np.interp(at, steps, corners[:, axis]) for axis in (0, 1))
    points = tuple(
        (float(x), float(y), label)
        for x, y in zip(xs, ys, strict=True)
        if 0 <= x < size[0] and 0 <= y < size[1]
    )
    if not points:
        raise PromptInvalid(
            f"The stroke lies outside the picture, which is {size[0]}×{size[1]} pixels; paint on it."
        )
    return points


def _check_point(x: float, y: float, label: int, size: Size) -> None:
    if not np.isfinite((x, y)).all():
        raise PromptInvalid(f"The point ({x:g}, {y:g}) is not a pair of numbers.")
    if label not in (WANTED, NOT_WANTED):
        raise PromptInvalid(f"A point's label is 1 (wanted) or 0 (not wanted), not {label}.")
    if not (0 <= x < size[0] and 0 <= y < size[1]):
        raise PromptInvalid(
            f"The point ({x:g}, {y:g}) lies outside the picture, which is {size[0]}×{size[1]} pixels."
        )


def _clipped_box(box: Box, size: Size) -> Box:
    """Return the part of `box` that lies on the picture, as a box drawn over the border is meant."""
    if not np.isfinite(box).all():
        raise PromptInvalid(f"The box {_listed(box)} is not made of four numbers.")
    x0, y0, x1, y1 = box
    if x0 >= x1 or y0 >= y1:
        raise PromptInvalid(f"The box {_listed(box)} is empty; give left, top, right, bottom.")
    clipped = max(x0, 0.0), max(y0, 0.0), min(x1, float(size[0])), min(y1, float(size[1]))
    if clipped[0] >= clipped[2] or clipped[1] >= clipped[3]:
        raise PromptInvalid(
            f"The box {_listed(box)} lies outside the picture, which is {size[0]}×{size[1]} pixels."
        )
    return clipped


def _listed(box: Box) -> str:
    return "(" + ", ".join(f"{value:g}" for value in box) + ")"


def _check_mask(mask: object, size: Size) -> None:
    if not isinstance(mask, np.ndarray) or mask.ndim != 2 or mask.dtype not in (np.bool_, np.uint8):
        raise PromptInvalid("The rough mask must be one plane of 8-bit or yes/no pixels.")
    height, width = mask.shape
    if (width, height) != size:
        raise PromptInvalid(
            f"The rough mask is {width}×{height} pixels and the picture {size[0]}×{size[1]}; "
            "make them the same size."
        )
    if not _solid(mask).any():
        raise PromptInvalid(
            f"The rough mask is empty; paint over what you want first, with values from {SOLID} to 255."
        )


def _check_previous(logits: object) -> None:
    if (
        not isinstance(logits, np.ndarray)
        or logits.ndim != 2
        or not logits.size
        or logits.dtype.kind != "f"
        or not np.isfinite(logits).all()
    ):
        raise PromptInvalid(
            "The previous answer must be one plane of mask logits, as a prediction returned it."
        )


def _solid(mask: NDArray[np.generic]) -> NDArray[np.bool_]:
    return np.asarray(mask if mask.dtype == np.bool_ else mask >= np.uint8(SOLID), np.bool_)


def _points_on(logits: Logits, frame: Frame) -> list[Point]:
    """Return wanted points, in image pixels, inside the mask that h×w logits over the model's square mean."""
    rows, columns = logits.shape
    scale = frame.side / columns, frame.side / rows
    cells = np.array(inner_points(logits > 0, _PARTS_LIMIT), np.float64).reshape(-1, 2)
    return [(float(x), float(y), WANTED) for x, y in frame.to_image(cells * scale)]


def _rough_logits(solid: NDArray[np.bool_], frame: Frame) -> Logits:
    side = max(1, frame.side // _MASK_SHARE)
    width, height = (max(1, round(side * share)) for share in frame.covered)
    shares = Image.fromarray(solid).convert("L").resize((width, height), Image.Resampling.BOX)
    logits = np.full((side, side), -_ROUGH_LOGIT, np.float32)
    logits[:height, :width] = (np.asarray(shares, np.float32) / 255 * 2 - 1) * _ROUGH_LOGIT
    return logits
