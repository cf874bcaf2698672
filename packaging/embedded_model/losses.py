"""Losses on three candidates: the best one learns, all agree once the prompt is no longer ambiguous."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from .network import group_distance, pick


def kinship_loss(encoded: list[Tensor], seeds: Tensor, target: Tensor, weight: Tensor) -> Tensor:
    """Features inside an object are to be alike, and unlike those outside it.

    Trains the encoder on many places at almost no cost, on the very distance the decoder compares
    features by. encoded: hr0, hr1, embed of B images; seeds f32 [P,n,2] inside the targets;
    target, weight f32 [P,T,T] in 0..1, P a multiple of B (the targets of one image together).
    """
    total = torch.zeros((), device=target.device)
    for features, stride in ((encoded[1], 4), (encoded[2], 8)):
        b, per = len(features), len(target) // len(features)
        places = seeds.to(features.device).reshape(b, -1, 2)
        d2 = group_distance(features, pick(features, places, stride), 1)[:, 0]
        logits = (2.0 - 2.0 * d2).view(b * per, seeds.shape[1], -1)
        y = F.avg_pool2d(target.unsqueeze(1), stride).flatten(2).expand_as(logits)
        w = F.avg_pool2d(weight.unsqueeze(1), stride).flatten(2).expand_as(logits)
        each = F.binary_cross_entropy_with_logits(logits, y, reduction="none") * w
        inside = (each * y).sum(2) / (w * y).sum(2).clamp(min=0.5)
        outside = (each * (1.0 - y)).sum(2) / (w * (1.0 - y)).sum(2).clamp(min=0.5)
        total = total + (inside + outside).mean()
    return total


def kind_loss(logits: Tensor, kinds: Tensor) -> Tensor:
    """Cross entropy of the kind of thing at each cell: logits [B,K,h,w], kinds u8 [B,T,T] (0 unknown).

    Only the encoder learns from it, and only while training: colours do not say that a face and a
    jacket are one person.
    """
    stride = kinds.shape[-1] // logits.shape[-1]
    centre = kinds[:, stride // 2 :: stride, stride // 2 :: stride].long()
    each = F.cross_entropy(logits, centre - 1, ignore_index=-1, reduction="sum")
    return each / (centre > 0).sum().clamp(min=1)


def coarse_loss(coarse: list[Tensor], target: Tensor, weight: Tensor) -> Tensor:
    """BCE and overlap of logits [P,3,t,t] at low resolutions with the shrunken target [P,T,T]."""
    total = torch.zeros((), device=target.device)
    for logits in coarse:
        factor = target.shape[-1] // logits.shape[-1]
        y = F.avg_pool2d(target.unsqueeze(1), factor).expand_as(logits)
        w = F.avg_pool2d(weight.unsqueeze(1), factor).expand_as(logits)
        bce = F.binary_cross_entropy_with_logits(logits, y, reduction="none") * w
        p = torch.sigmoid(logits) * w
        inter = (p * y).flatten(2).sum(2)
        union = (p + y * w - p * y).flatten(2).sum(2)
        overlap = 1.0 - (inter + 0.5) / (union + 0.5)
        total = total + bce.sum() / w.sum().clamp(min=1.0) + overlap.mean()
    return total / len(coarse)


def hard_iou(masks: Tensor, target: Tensor, weight: Tensor) -> Tensor:
    """IoU of logits [P,3,T,T] > 0 with target [P,T,T] where weight > 0: -> [P,3]."""
    known = (weight > 0).unsqueeze(1)
    on = (masks > 0) & known
    wanted = (target.unsqueeze(1) > 0.5) & known
    both = (on & wanted).flatten(2).sum(2).float()
    return both / (on | wanted).flatten(2).sum(2).float().clamp(min=1.0)


def click_loss(masks: Tensor, points: Tensor, labels: Tensor, stride: int) -> Tensor:
    """BCE at the clicks, mean over them: [P,3]. A click that is not obeyed is the worst mistake."""
    p, size = masks.shape[0], masks.shape[-1]
    at = (points / stride).long().clamp(0, size - 1)
    index = (at[..., 1] * size + at[..., 0]).unsqueeze(1).expand(p, 3, -1)
    values = masks.flatten(2).gather(2, index)
    real = ((labels == 0) | (labels == 1)).float().unsqueeze(1)
    wanted = (labels == 1).float().unsqueeze(1).expand_as(values)
    loss = F.binary_cross_entropy_with_logits(values, wanted, reduction="none") * real
    return loss.sum(2) / real.sum(2).clamp(min=1.0)


def distil_loss(masks: Tensor, coarse: list[Tensor], taught: Tensor, chances: Tensor) -> Tensor:
    """How far candidates f32 [P,3,t,t] are from a teacher's in the same order, logits too: [P].

    Cross entropy without the teacher's own entropy, in part normalised by the object, overlap of soft masks,
    and the logits at low resolutions. Candidates count by the IoU the teacher expects, chances [P,3].
    """
    y = taught.sigmoid()
    entropy = F.binary_cross_entropy_with_logits(taught, y, reduction="none")
    bce = F.binary_cross_entropy_with_logits(masks, y, reduction="none") - entropy
    total, area = bce.flatten(2).sum(2), y.flatten(2).sum(2)
    pixel = total / y[0, 0].numel() + 0.1 * total / (area * 4.0 + 4.0)
    p = masks.sigmoid()
    inter, union = (f(p, y).flatten(2).sum(2) for f in (torch.minimum, torch.maximum))
    each = 2.0 * pixel + 1.0 - (inter + 1.0) / (union + 1.0)
    for logits in coarse:
        small = F.avg_pool2d(y, y.shape[-1] // logits.shape[-1])
        low = F.binary_cross_entropy_with_logits(logits, small, reduction="none")
        each = each + 0.25 * low.flatten(2).mean(2)
    share = 0.5 / 3.0 + 0.5 * torch.softmax(6.0 * chances, 1)
    return (each * share).sum(1)


def loss_of(
    masks: Tensor,
    scores: Tensor,
    target: Tensor,
    weight: Tensor,
    points: Tensor,
    labels: Tensor,
    given_mask: Tensor,
) -> tuple[Tensor, Tensor]:
    """Mean loss and hard IoU [P,3] of candidates f32 [P,3,t,t] with score logits [P,3].

    target, weight: f32 [P,T,T] in 0..1, shrunk to the candidates; points, labels as given, in the target's
    frame; given_mask f32 [P].
    """
    stride = target.shape[-1] // masks.shape[-1]
    target, weight = (F.avg_pool2d(plane.unsqueeze(1), stride).squeeze(1) for plane in (target, weight))
    y, w = target.unsqueeze(1), weight.unsqueeze(1)
    # Small objects drown in their surroundings: half of the pixel loss is normalised by the object.
    bce = F.binary_cross_entropy_with_logits(masks, y.expand_as(masks), reduction="none") * w
    total = bce.flatten(2).sum(2)
    area = (y * w).flatten(2).sum(2)
    pixel = total / w.flatten(2).sum(2).clamp(min=1.0) + 0.1 * total / (area * 4.0 + 4.0)
    p = torch.sigmoid(masks) * w
    inter = (p * y).flatten(2).sum(2)
    union = (p.flatten(2).sum(2) + area - inter).clamp(min=1.0)
    overlap = 1.0 - (inter + 1.0) / (union + 1.0)
    each = pixel + overlap + 0.1 * click_loss(masks, points, labels, stride)
    clicks = ((labels == 0) | (labels == 1)).sum(1)
    vague = (clicks == 1) & (labels != 2).all(1) & (given_mask < 0.5)
    share = torch.where(vague, 0.85, 0.3)
    best = each.min(1).values
    mean = each.mean(1)
    with torch.no_grad():
        iou = hard_iou(masks, target, weight)
    score = F.binary_cross_entropy_with_logits(scores, iou, reduction="none").mean(1)
    return (share * best + (1.0 - share) * mean + 0.7 * score).mean(), iou
