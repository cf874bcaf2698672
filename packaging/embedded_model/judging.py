"""What a candidate mask is judged by before its IoU is guessed: shape, place and how sure it is."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

FACTS = 22
"""Numbers about one candidate."""


def facts(masks: Tensor, points: Tensor, labels: Tensor) -> Tensor:
    """Facts [B,3,FACTS] about candidates: logits [B,3,s,s], prompt's points [B,N,2] in 0..1, labels [B,N].

    No features of the network: it has learnt its photographs by heart, and a head that saw features
    there chose worse on new ones than the first candidate, always taken, would have been.
    """
    p, on = torch.sigmoid(masks), (masks > 0.0).to(masks.dtype)
    soft, hard = p.flatten(2), on.flatten(2)
    cells = float(masks.shape[-1])
    area = soft.mean(2)
    sure = (2.0 * p - 1.0).abs().flatten(2).mean(2)
    core = F.relu(2.0 * p - 1.0).flatten(2).mean(2) / (area + 1e-3)
    agree = (soft @ soft.transpose(1, 2)).mean(2) / (soft.shape[2] * (area + 1e-3))
    count = hard.sum(2)
    both = hard @ hard.transpose(1, 2)
    like = (both / (count.unsqueeze(2) + count.unsqueeze(1) - both).clamp(min=1.0)).sum(2) - 1.0
    rank = 0.5 * (count.unsqueeze(2) > count.unsqueeze(1)).to(masks.dtype).sum(2)
    border = (on[:, :, 0] + on[:, :, -1] + on[..., 0] + on[..., -1]).mean(2) / 4.0
    steps = (on[:, :, 1:] - on[:, :, :-1]).abs().sum((2, 3)) + (on[..., 1:] - on[..., :-1]).abs().sum((2, 3))
    rugged = 0.1 * steps / (torch.sqrt(count) + 1.0)
    top, bottom = extent(on.amax(3))
    left, right = extent(on.amax(2))
    high, wide = bottom - top, right - left
    fill = hard.mean(2) / ((high + 1.0 / cells) * (wide + 1.0 / cells)).clamp(min=1e-3)
    boxed = (labels == 2.0).to(masks.dtype).amax(1, keepdim=True).expand_as(area)
    counted = ((labels == 1.0) | (labels >= 2.0)).to(masks.dtype).unsqueeze(2)
    place = (points * counted).sum(1, keepdim=True) / counted.sum(1, keepdim=True).clamp(min=1.0)
    x, y = (place[..., axis].expand_as(area) for axis in (0, 1))
    shape = [area, torch.sqrt(area + 1e-6), sure, core, agree, like, rank, border, rugged, fill]
    position = [top, bottom, left, right, high, wide, x, y, x - left, right - x, y - top, boxed]
    return torch.stack([*shape, *position], 2)


def extent(occupied: Tensor) -> tuple[Tensor, Tensor]:
    """First and last place in 0..1 that is occupied along the last axis: [B,3,n] -> [B,3] each."""
    n = occupied.shape[2]
    at = torch.arange(n, dtype=occupied.dtype, device=occupied.device) / float(n)
    return (1.0 - (1.0 - at) * occupied).amin(2), (at * occupied).amax(2)
