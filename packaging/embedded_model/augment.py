"""Another look at a view that a teacher has answered on: its answers move with the picture.

Mirrored, a window of it enlarged to the model frame, other light, noise. Points are pixels of that frame,
planes lie on its CELLS x CELLS cells.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from . import prompts as P
from .answers import View, unpacked
from .data import photometric
from .evaluate import SIZE

PROMPTS = 6  # of a view at most
BEYOND = 20.0  # pixels outside of the frame that the corner of a box may lie


@dataclass(frozen=True)
class Lesson:
    """A picture and up to PROMPTS prompts on it with the answers to learn."""

    image: P.Floats  # [SIZE,SIZE,3] in 0..255
    weight: Tensor  # f32 [CELLS,CELLS] in 0..1, of the outlines
    prompts: list[P.Prompt]  # masks f32 [CELLS,CELLS]
    logits: Tensor  # f32 [E,3,CELLS,CELLS], the teacher's
    scores: Tensor  # f32 [E,3], the teacher's, 0..1
    targets: Tensor  # f32 [E,CELLS,CELLS], outlines
    labelled: Tensor  # bool [E], whether there is an outline


@dataclass(frozen=True)
class Window:
    """A part of the model frame or of its mirror image: corner in pixels, sides as shares of the frame's."""

    mirrored: bool
    left: float = 0.0
    top: float = 0.0
    across: float = 1.0
    down: float = 1.0

    def planes(self, planes: Tensor) -> Tensor:
        """What is seen of square planes through the window, as large as they are: f32 [n,k,k] -> same."""
        if self.mirrored:
            planes = planes.flip(-1)
        if self.across == self.down == 1.0:
            return planes
        centres = (torch.arange(planes.shape[-1]) + 0.5) / planes.shape[-1]
        xs = 2.0 * (self.left / SIZE + self.across * centres) - 1.0
        ys = 2.0 * (self.top / SIZE + self.down * centres) - 1.0
        grid = torch.stack(torch.meshgrid(xs, ys, indexing="xy"), 2)[None]
        return F.grid_sample(planes[None], grid, align_corners=False, padding_mode="border")[0]

    def prompt(self, prompt: P.Prompt) -> P.Prompt | None:
        """A prompt as it is in the window; None where a click lies outside."""
        if self.mirrored:
            prompt = P.mirrored(prompt, SIZE)
        points: list[tuple[float, float, int]] = []
        for x, y, label in prompt.points:
            x, y = (x - self.left) / self.across, (y - self.top) / self.down
            if label < 2 and not (0 <= x < SIZE and 0 <= y < SIZE):
                return None
            points.append((min(max(x, -BEYOND), SIZE + BEYOND), min(max(y, -BEYOND), SIZE + BEYOND), label))
        return P.Prompt(points, prompt.mask)


def window(rng: np.random.Generator) -> Window:
    """A random one, no less than half of the frame high or wide."""
    mirrored = bool(rng.random() < 0.5)
    if rng.random() >= 0.6:
        return Window(mirrored)
    zoom = rng.uniform(0.65, 1.0)
    across, down = (min(1.0, float(zoom * np.exp(rng.uniform(-0.12, 0.12)))) for _ in range(2))
    left, top = (float(rng.uniform(0.0, SIZE * (1.0 - share))) for share in (across, down))
    return Window(mirrored, left, top, across, down)


def relit(rng: np.random.Generator, image: P.Floats) -> P.Floats:
    """Mostly in other light, sometimes with noise: f32 [h,w,3] in 0..255."""
    if rng.random() < 0.7:
        image = photometric(rng, image, 0.35)
    if rng.random() < 0.15:
        image = image + rng.normal(0.0, rng.uniform(2.0, 8.0), image.shape).astype(np.float32)
    return np.clip(image, 0.0, 255.0)


def lesson_of(rng: np.random.Generator, view: View) -> Lesson:
    """A view through a random window; without prompts where no click lies in it."""
    image = torch.from_numpy(relit(rng, view.image.numpy().astype(np.float32)))
    through = window(rng)
    chosen: list[tuple[int, P.Prompt]] = []
    for index in rng.permutation(len(view.labelled)):
        prompt = through.prompt(view.prompt(int(index)))
        if prompt is not None and len(chosen) < PROMPTS:
            chosen.append((int(index), prompt))
    which = torch.tensor([index for index, _ in chosen], dtype=torch.long)
    logits = unpacked(view.logits[which])
    masks = through.planes(unpacked(view.masks[which])).numpy()
    for mask, (_, prompt) in zip(masks, chosen, strict=True):
        prompt.mask = None if prompt.mask is None else mask
    return Lesson(
        image=np.ascontiguousarray(through.planes(image.permute(2, 0, 1)).permute(1, 2, 0).numpy()),
        weight=through.planes(view.weight.float()[None] / 255.0)[0],
        prompts=[prompt for _, prompt in chosen],
        logits=through.planes(logits.flatten(0, 1)).view_as(logits),
        scores=view.scores[which],
        targets=through.planes(view.targets[which].float() / 255.0),
        labelled=view.labelled[which],
    )
