"""The subject of a photo, found without a prompt.

Clicks on a grid of seeds give candidate masks; each is judged by the model's own score, by how stable it is
when the threshold moves (sam2/automatic_mask_generator.py), by its size and by how central it lies. The
winner is then asked for once more, with its own mask and box as the prompt.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smart_select.engine import Engine
from smart_select.errors import Cancelled, NoSubject
from smart_select.layouts.frame import Frame
from smart_select.masks.grid import box_mean, thumbnail
from smart_select.runtime.cancelling import CancelToken
from smart_select.values import Candidate, Embedding, Logits, Photo, Prediction, Prompt

_SEEDS_PER_SIDE = 5
_STABILITY_OFFSET = 1.0
_LARGEST_SHARE = 0.8
_SMALLEST_SHARE = 0.002
_BACKGROUND_SIDES = 3
"""A mask that runs along this many sides of the picture is what lies behind the subject."""
_SIDE_SHARE = 0.5
_OUTLINE_RADIUS = 3
_SMALLEST_CONTRAST = 8.0
"""8-bit steps: a model answers something on a plain wall too, but its outline there follows nothing."""


def select_subject(engine: Engine, embedding: Embedding, *, token: CancelToken | None = None) -> Prediction:
    """Return a prediction whose best candidate is the photo's subject.

    Raises NoSubject when there is none, Cancelled when `token` stops it, between two of its many clicks.
    """
    width, height = embedding.size
    frame = engine.layout.frame(embedding.size)
    best: tuple[float, Candidate, tuple[float, float]] | None = None
    colours = np.empty((3, 0, 0), np.float32)
    for x, y in _seeds(width, height):
        if token is not None and token.cancelled:
            raise Cancelled("Looking for the subject")
        for candidate in engine.predict(embedding, Prompt(points=[(x, y, 1)])).candidates:
            view = _view(candidate.logits, frame)
            if colours.shape[1:] != view.shape:
                colours = _small_colours(embedding.photo, view.shape)
            merit = _merit(view, candidate.score, colours)
            if merit > 0 and (best is None or merit > best[0]):
                best = merit, candidate, (x, y)
    if best is None:
        raise NoSubject
    _, candidate, (x, y) = best
    return engine.predict(embedding, Prompt(points=[(x, y, 1)], previous=candidate))


def _seeds(width: int, height: int) -> list[tuple[float, float]]:
    """Return the middles of a coarse grid's cells, in image pixels."""
    middles = (np.arange(_SEEDS_PER_SIDE) + 0.5) / _SEEDS_PER_SIDE
    return [(float(x * width), float(y * height)) for y in middles for x in middles]


def _view(logits: Logits, frame: Frame) -> Logits:
    """Return the part of the logits' square that the photo covers."""
    rows, columns = logits.shape
    covered_x, covered_y = frame.covered
    return logits[: max(1, round(rows * covered_y)), : max(1, round(columns * covered_x))]


@dataclass(frozen=True)
class _Shape:
    share: float
    centrality: float
    sides: int


def _small_colours(photo: Photo, shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Return the photo on the logits' grid: 3×h×w float32, 0…255."""
    rows, columns = shape
    return np.ascontiguousarray(thumbnail(photo, (columns, rows)).transpose(2, 0, 1), np.float32)


def _outline_contrast(inside: NDArray[np.bool_], colours: NDArray[np.float32]) -> float:
    """Return how far the colours on either side of a mask's outline lie apart, in 8-bit steps, on average."""
    within = inside.astype(np.float32)
    share = box_mean(within, _OUTLINE_RADIUS)
    outline = (share > 0.2) & (share < 0.8)
    if not outline.any():
        return 0.0
    inner = box_mean(colours * within, _OUTLINE_RADIUS)[:, outline] / share[outline]
    outer = box_mean(colours * (1 - within), _OUTLINE_RADIUS)[:, outline] / (1 - share[outline])
    return float(np.abs(inner - outer).max(axis=0).mean())


def _merit(logits: Logits, score: float, colours: NDArray[np.float32]) -> float:
    """Return score × stability × √area × centrality, or 0 for what can't be a subject."""
    inside = logits > 0
    shape = _measure(inside)
    if not _SMALLEST_SHARE <= shape.share <= _LARGEST_SHARE or shape.sides >= _BACKGROUND_SIDES:
        return 0.0
    if _outline_contrast(inside, colours) < _SMALLEST_CONTRAST:
        return 0.0
    wide, narrow = logits > -_STABILITY_OFFSET, logits > _STABILITY_OFFSET
    stability = narrow.sum() / max(int(wide.sum()), 1)
    return float(max(score, 0.0) * stability * np.sqrt(shape.share) * shape.centrality)


def _measure(inside: NDArray[np.bool_]) -> _Shape:
    rows, columns = np.nonzero(inside)
    if not len(rows):
        return _Shape(share=0.0, centrality=0.0, sides=0)
    height, width = inside.shape
    # A Gaussian round the middle, half a side wide: where photographers put what they photograph.
    x, y = (columns + 0.5) / width - 0.5, (rows + 0.5) / height - 0.5
    centrality = float(np.exp(-(x**2 + y**2) / (2 * 0.25**2)).mean())
    sides = (inside[0], inside[-1], inside[:, 0], inside[:, -1])
    return _Shape(
        share=len(rows) / inside.size,
        centrality=centrality,
        sides=sum(float(side.mean()) > _SIDE_SHARE for side in sides),
    )
