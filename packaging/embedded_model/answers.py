"""A teacher's answers to prompts, as they lie on the disk between the teacher and its pupil.

A shard is a file of about twenty views of photographs: tensors alone, read back without running anything.
Frames: the model frame has SIZE x SIZE pixels, the decoder answers in it on CELLS x CELLS cells.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional as F

from . import prompts as P
from .evaluate import SIZE
from .train import save

STRIDE = 4
CELLS = SIZE // STRIDE
SURE = 8.0  # logits beyond it are all the same to a mask
LEVELS = 15  # steps of a stored logit, for each unit


class Answer(NamedTuple):
    """What the teacher said to one prompt."""

    prompt: P.Prompt  # in the model frame
    logits: Tensor  # f32 [3,CELLS,CELLS]
    scores: Tensor  # f32 [3], expected IoU, 0..1
    target: P.Bool | None  # [SIZE,SIZE], the outline of what was asked for, where somebody drew one


@dataclass(frozen=True)
class View:
    """A view of a photograph and the answers to E prompts on it."""

    image: Tensor  # u8 [SIZE,SIZE,3]
    weight: Tensor  # u8 [CELLS,CELLS], how far the outlines are to be believed: 255 is wholly
    points: Tensor  # f32 [E,N,2], model frame
    labels: Tensor  # f32 [E,N], -1 is padding
    masks: Tensor  # i8 [E,CELLS,CELLS], the answers given back as prompts, as `packed` has them
    given: Tensor  # f32 [E], 1 where there is such a mask
    logits: Tensor  # i8 [E,3,CELLS,CELLS], as `packed` has them
    scores: Tensor  # f32 [E,3], expected IoU, 0..1
    targets: Tensor  # u8 [E,CELLS,CELLS], outlines; 255 is wholly inside
    labelled: Tensor  # bool [E], whether there is an outline

    def prompt(self, index: int) -> P.Prompt:
        """One of the prompts; its mask are logits of the cells, f32 [CELLS,CELLS]."""
        pairs = zip(self.points[index].tolist(), self.labels[index].tolist(), strict=True)
        points = [(x, y, int(label)) for (x, y), label in pairs if label >= 0]
        mask = unpacked(self.masks[index]).numpy() if self.given[index] else None
        return P.Prompt(points, mask)


def packed(logits: Tensor) -> Tensor:
    """Logits of any shape as i8."""
    return (logits.clamp(-SURE, SURE) * LEVELS).round().to(torch.int8)


def unpacked(stored: Tensor) -> Tensor:
    """The logits again, f32."""
    return stored.float() / LEVELS


def pooled(plane: Tensor) -> Tensor:
    """Shares 0..1 in the model frame, f32 [n,SIZE,SIZE], as u8 means over cells [n,CELLS,CELLS]."""
    return (F.avg_pool2d(plane[None], STRIDE)[0] * 255.0).round().to(torch.uint8)


def view_of(image: Tensor, weight: Tensor, answers: list[Answer]) -> View:
    """Put answers away: image u8 [SIZE,SIZE,3], weight f32 [SIZE,SIZE] in 0..1."""
    prompts = P.batch([answer.prompt for answer in answers], SIZE)
    points, labels, masks, given = (torch.from_numpy(array) for array in prompts)
    blank = torch.zeros(SIZE, SIZE)
    targets = [blank if answer.target is None else torch.from_numpy(answer.target) for answer in answers]
    return View(
        image=image,
        weight=pooled(weight[None])[0],
        points=points,
        labels=labels,
        masks=packed(F.avg_pool2d(masks.clamp(-SURE, SURE), STRIDE)[:, 0]),
        given=given,
        logits=packed(torch.stack([answer.logits for answer in answers])),
        scores=torch.stack([answer.scores for answer in answers]),
        targets=pooled(torch.stack([target.float() for target in targets])),
        labelled=torch.tensor([answer.target is not None for answer in answers]),
    )


def write(path: Path, views: list[View]) -> None:
    """Write a shard, whole or not at all."""
    save(path, {"views": [vars(view) for view in views]})


def read(path: Path) -> list[View]:
    """The views of a shard."""
    return [View(**view) for view in torch.load(path, map_location="cpu", weights_only=True)["views"]]
