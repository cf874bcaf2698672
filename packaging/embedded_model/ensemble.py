"""Several networks of one line that answer as one: better than each, and far too slow to ship.

Each is asked about the picture and about its mirror image; after a first click some of them also look from
close by. The base, the first of them, says in which order the candidates come and which one is chosen.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torch.nn import functional as F

from . import prompts as P
from .answers import CELLS, SURE
from .data import U8
from .evaluate import SIZE
from .network import Network, last
from .train import normalise

ORDERS = torch.tensor(list(itertools.permutations(range(3))))
CLOSER = 1.5  # votes of an answer from close by
ALIKE = 0.4  # IoU with the base's candidate below which an answer from close by means something else

Features = tuple[Tensor, Tensor, Tensor]  # hr0, hr1, embed of one picture


def shrunk(image: U8) -> U8:
    """A picture u8 [h,w,3] in the model frame: u8 [SIZE,SIZE,3]."""
    resized = Image.fromarray(image).resize((SIZE, SIZE), Image.Resampling.BILINEAR)
    return np.array(resized)


def likeness(first: Tensor, second: Tensor) -> Tensor:
    """IoU of every mask of one answer with every mask of another: logits [n,3,h,w] twice -> [n,3,3]."""
    a, b = ((logits > 0).flatten(2).float() for logits in (first, second))
    both = a @ b.transpose(1, 2)
    return both / (a.sum(2).unsqueeze(2) + b.sum(2).unsqueeze(1) - both).clamp(min=1.0)


def order_by(pairs: Tensor) -> Tensor:
    """Which second candidate goes with each first one, so that the sum is greatest: [n,3,3] -> int [n,3]."""
    totals = [pairs[:, range(3), order].sum(1) for order in ORDERS]
    return ORDERS[torch.stack(totals, 1).argmax(1)]


@dataclass(frozen=True)
class Crop:
    """A window of a picture, in its pixels; `height` and `width` are the picture's."""

    left: int
    top: int
    right: int
    bottom: int
    height: int
    width: int

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the picture's model frame in the crop's."""
        across, down = x / SIZE * self.width - self.left, y / SIZE * self.height - self.top
        return across / (self.right - self.left) * SIZE, down / (self.bottom - self.top) * SIZE

    def back(self, logits: Tensor) -> tuple[Tensor, Tensor]:
        """Logits [n,3,CELLS,CELLS] of the crop on the picture's cells, and which lie in it, [CELLS,CELLS]."""
        centres = (torch.arange(CELLS) + 0.5) / CELLS
        xs = 2.0 * (centres - self.left / self.width) / ((self.right - self.left) / self.width) - 1.0
        ys = 2.0 * (centres - self.top / self.height) / ((self.bottom - self.top) / self.height) - 1.0
        grid = torch.stack(torch.meshgrid(xs, ys, indexing="xy"), 2)[None].expand(len(logits), -1, -1, -1)
        moved = F.grid_sample(logits, grid, align_corners=False, padding_mode="border")
        return moved, (xs.abs() <= 1.0) & (ys.abs() <= 1.0).unsqueeze(1)


def crop_round(mask: P.Bool, height: int, width: int) -> Crop | None:
    """Half its size of room round a mask [CELLS,CELLS] of a picture; None where that is no closer look."""
    if mask.sum() < 3:
        return None
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    left, right = columns[0] / CELLS * width, (columns[-1] + 1) / CELLS * width
    top, bottom = rows[0] / CELLS * height, (rows[-1] + 1) / CELLS * height
    room = 0.5 * max(right - left, bottom - top)
    left, right = int(max(0.0, left - room)), int(min(width, right + room))
    top, bottom = int(max(0.0, top - room)), int(min(height, bottom + room))
    nearly_all = (right - left) * (bottom - top) >= 0.75 * width * height
    if nearly_all or right - left <= 16 or bottom - top <= 16:
        return None
    return Crop(left, top, right, bottom, height, width)


@dataclass(frozen=True)
class Sight:
    """One picture u8 [h,w,3] as each of the networks sees it, and its mirror image."""

    image: U8
    plain: list[Features]
    mirrored: list[Features]


@dataclass(frozen=True)
class Reply:
    """Answers to n prompts, logits f32 [n,3,CELLS,CELLS] and scores f32 [n,3] in 0..1; and the base's own."""

    logits: Tensor
    scores: Tensor
    base_logits: Tensor
    base_scores: Tensor


class Ensemble:
    """The networks, and which of them look closer: the base and the last one."""

    def __init__(self, nets: list[Network], device: torch.device) -> None:
        self.nets = nets
        self.closer = [nets[0], *nets[1:][-1:]]
        self.device = device

    @torch.no_grad()
    def look(self, image: U8) -> Sight:
        """Encode a picture [h,w,3]."""
        frame = normalise(shrunk(image)[None], self.device)
        turned = last(frame.flip(3))
        return Sight(
            image, [net.encoder(frame) for net in self.nets], [net.encoder(turned) for net in self.nets]
        )

    @torch.no_grad()
    def decode(self, net: Network, features: Features, prompts: list[P.Prompt]) -> tuple[Tensor, Tensor]:
        """One network's answers to n prompts: logits [n,3,CELLS,CELLS] and scores [n,3] in 0..1."""
        given = (torch.from_numpy(array).to(self.device) for array in P.batch(prompts, SIZE))
        hr0, hr1, embed = (last(plane.expand(len(prompts), -1, -1, -1)) for plane in features)
        masks, scores, _ = net.decoder(embed, hr0, hr1, *given)
        return masks.clamp(-SURE, SURE).cpu(), scores.sigmoid().cpu()

    def ask(self, sight: Sight, prompts: list[P.Prompt]) -> Reply:
        """The mean answer to prompts in the model frame."""
        turned = [P.mirrored(prompt, SIZE) for prompt in prompts]
        base_logits, base_scores = self.decode(self.nets[0], sight.plain[0], prompts)
        logits, scores = base_logits.clone(), base_scores.clone()
        for place, net in enumerate(self.nets):
            seen, chance = self.decode(net, sight.mirrored[place], turned)
            voices = [(seen.flip(3), chance)]
            if place > 0:
                voices.append(self.decode(net, sight.plain[place], prompts))
            for seen, chance in voices:
                order = order_by(likeness(base_logits, seen))
                logits += seen.gather(1, order[:, :, None, None].expand_as(seen))
                scores += chance.gather(1, order)
        count = 2 * len(self.nets)
        return Reply(logits / count, scores / count, base_logits, base_scores)

    def ask_closer(self, sight: Sight, clicks: list[P.Prompt]) -> Reply:
        """The mean answer to first clicks, with those of a second look round what the base has chosen."""
        reply = self.ask(sight, clicks)
        chosen = reply.base_scores.argmax(1)
        for i, click in enumerate(clicks):
            crop = crop_round(reply.base_logits[i, chosen[i]].numpy() > 0, *sight.image.shape[:2])
            if crop is not None:
                self.add_closer(reply, i, sight, crop, click)
        return reply

    @torch.no_grad()
    def add_closer(self, reply: Reply, index: int, sight: Sight, crop: Crop, click: P.Prompt) -> None:
        """Let the networks that look closer vote on one answer of a reply, in place."""
        x, y = crop.point(*click.points[0][:2])
        if not (0 <= x < SIZE and 0 <= y < SIZE):
            return
        window = np.ascontiguousarray(sight.image[crop.top : crop.bottom, crop.left : crop.right])
        frame = normalise(shrunk(window)[None], self.device)
        votes, voices = torch.full((3, CELLS, CELLS), 2.0 * len(self.nets)), 2.0 * len(self.nets)
        logits, scores = reply.logits[index] * votes, reply.scores[index] * voices
        base = reply.base_logits[index : index + 1]
        for net in self.closer:
            seen, chance = self.decode(net, net.encoder(frame), [P.Prompt([(x, y, 1)])])
            moved, inside = crop.back(seen)
            pairs = likeness(base.where(inside, -SURE), moved.where(inside, -SURE))
            order = order_by(pairs)[0]
            same = pairs[0, range(3), order] > ALIKE
            weight = CLOSER * inside * same.view(3, 1, 1)
            logits, votes = logits + weight * moved[0, order], votes + weight
            scores, voices = scores + chance[0, order], voices + 1.0
        reply.logits[index], reply.scores[index] = logits / votes, scores / voices
